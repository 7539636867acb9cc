"""Pictures by their headers alone: how large they would be when drawn, and that nothing hangs on behind them."""

from __future__ import annotations

import struct
import zipfile
from typing import IO

from django.utils.translation import gettext as _

from diplomacy.uploads.archives import broken
from diplomacy.uploads.refusing import refused

MOST_PIXELS = 100_000_000
LONGEST_SIDE = 20_000
MOST_CHUNKS = 100_000
# SOF0 to SOF15 without the tables among them (DHT, JPG, DAC).
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = {0x01, *range(0xD0, 0xD8)}


def check_png(file: IO[bytes]) -> None:
    """Signature, IHDR first, chunk after chunk to IEND, and then the end."""
    size = file.seek(0, 2)
    file.seek(8)
    for place in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            raise broken()
        length, name = struct.unpack(">L4s", head)
        if place == 0:
            if name != b"IHDR" or length != 13:
                raise broken()
            _refuse_flood(*struct.unpack(">LL", file.read(8)))
            length -= 8
        at = file.seek(length + 4, 1)
        if at > size:
            raise broken()
        if name == b"IEND":
            if at != size:
                raise _hangs_on()
            return
    raise broken()


def check_jpeg(file: IO[bytes]) -> None:
    """Segment after segment to the frame's header, which says how large it is."""
    file.seek(2)
    for _place in range(MOST_CHUNKS):
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            raise broken()
        if marker[1] == 0xFF:
            file.seek(-1, 1)
            continue
        if marker[1] in ALONE:
            continue
        length = file.read(2)
        if len(length) < 2 or marker[1] == 0xD9 or (reach := struct.unpack(">H", length)[0]) < 2:
            raise broken()
        if marker[1] in FRAMES:
            height, width = _frame(file)
            _refuse_flood(width, height)
            return refuse_hidden_archive(file)
        file.seek(reach - 2, 1)
    raise broken()


def refuse_hidden_archive(file: IO[bytes]) -> None:
    """A file that is a picture from its front and an archive from its back."""
    if zipfile.is_zipfile(file):
        raise _hangs_on()


def _frame(file: IO[bytes]) -> tuple[int, int]:
    header = file.read(5)
    if len(header) < 5:
        raise broken()
    return struct.unpack(">HH", header[1:])  # type: ignore[return-value]


def _refuse_flood(width: int, height: int) -> None:
    if not width or not height:
        raise broken()
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise refused(
            "pixels",
            _("画像が大きすぎます（%(width)s×%(height)s画素）。1億画素、1辺2万画素までにしてください。"),
            width=width,
            height=height,
        )


def _hangs_on() -> Exception:
    return refused("polyglot", _("ファイルの後ろに別のデータが付いているため、受け付けられません。"))
