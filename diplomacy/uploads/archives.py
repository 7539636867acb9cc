"""Archives, before any parser sees them: how many parts, how large they unpack, where they would lie.

`preflight` believes nothing: it first refuses by what the archive says of itself (a directory of a million parts is
not even read), then unpacks every part piece by piece and refuses what is larger than it said, or damaged.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from diplomacy.uploads.refusing import refused

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024
END, END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65535
ZIP64_LOCATOR, ZIP64_LOCATOR_SIZE = b"PK\x06\x07", 20
# One part's line in the directory: 46 bytes, its name and extra fields.
LONGEST_LINE = 1024
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class Limits:
    """`ratio` counts for parts that unpack to more than a megabyte: small ones of one letter are no harm."""

    entries: int = 1000
    unpacked: int = 200 * MEGABYTE
    ratio: int = 100


def preflight(file: IO[bytes], limits: Limits | None = None) -> zipfile.ZipFile:
    """The archive, opened, every part of it read once; or a ValidationError that says what is wrong."""
    archive = opened(file, limits or Limits())
    for part in archive.infolist():
        for _piece in pieces(archive, part):
            pass
    return archive


def opened(file: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """The archive by what it says of itself; its parts are still to be read by `pieces`."""
    _refuse_long_directory(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as fault:
        raise broken() from fault
    parts = archive.infolist()
    if len(parts) > limits.entries:
        raise _too_many(limits)
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise refused(
            "unpacked",
            _("展開すると%(limit)sMBを超えるため、受け付けられません。画像などを小さくしてください。"),
            limit=limits.unpacked // MEGABYTE,
        )
    for part in parts:
        _refuse_part(part, limits)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise refused("doubled", _("同じ名前の部品が2つ入っているため、受け付けられません。"))
    return archive


def pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, never more than the archive said; its checksum is compared at the end."""
    try:
        with archive.open(part) as content:
            while piece := content.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as fault:
        raise broken() from fault


def broken() -> Exception:
    return refused("broken", _("ファイルが壊れているか、途中で切れています。開けることを確かめてください。"))


def _too_many(limits: Limits) -> Exception:
    return refused("entries", _("中の部品が%(limit)s個を超えるため、受け付けられません。"), limit=limits.entries)


def _refuse_long_directory(file: IO[bytes], limits: Limits) -> None:
    """By the record at the end alone, since opening reads the whole directory into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_SIZE - LONGEST_COMMENT - ZIP64_LOCATOR_SIZE))
    tail = file.read()
    at = len(tail) - END_SIZE if tail[-END_SIZE : -END_SIZE + 4] == END else tail.rfind(END)
    if at < 0 or len(tail) - at < END_SIZE:
        raise broken()
    if tail[max(0, at - ZIP64_LOCATOR_SIZE) : at].startswith(ZIP64_LOCATOR):
        raise refused("zip64", _("特殊な形式（ZIP64）の圧縮ファイルは受け付けていません。"))
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if count > limits.entries or length > limits.entries * LONGEST_LINE:
        raise _too_many(limits)


def _refuse_part(part: zipfile.ZipInfo, limits: Limits) -> None:
    name = part.orig_filename
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
        raise refused("path", _("中の部品の名前がフォルダーの外を指しているため、受け付けられません。"))
    if stat.S_ISLNK(part.external_attr >> 16):
        raise refused("path", _("中にほかのファイルへのリンクがあるため、受け付けられません。"))
    if part.flag_bits & ENCRYPTED:
        raise refused("encrypted", _("パスワードの付いたファイルは検査できません。外してから登録してください。"))
    if part.compress_type not in METHODS:
        raise refused("method", _("特殊な圧縮方式が使われているため、受け付けられません。"))
    if part.file_size > MEGABYTE and part.file_size > part.compress_size * limits.ratio:
        raise refused("ratio", _("圧縮率が異常に高いため、受け付けられません（圧縮爆弾の疑い）。"))
