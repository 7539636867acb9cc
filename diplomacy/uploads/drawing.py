"""Pictures drawn anew: what a camera wrote into the file (place, time, device) stays behind.

Nothing of the file that was sent is handed on; a picture too large to be drawn safely is refused by its header.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from diplomacy.uploads.archives import broken
from diplomacy.uploads.checking import check_upload
from diplomacy.uploads.kinds import BY_ENDING, JPEG, PNG
from diplomacy.uploads.refusing import refused

MOST_PIXELS = 40_000_000
LEAST_WIDTH = 640
# WebP holds no longer side.
LONGEST_SIDE = 16_383
WHITE = (255, 255, 255)
FORMATS = ["JPEG", "PNG"]
# Sizes are refused here, in words, before anything is drawn.
Image.MAX_IMAGE_PIXELS = None
PICTURES = {ending for ending, kind in BY_ENDING.items() if kind.family in {JPEG, PNG}}
ACCEPTED_PICTURES = ",".join(f".{ending}" for ending in sorted(PICTURES))


@dataclass(frozen=True)
class Drawn:
    """One size, as the bytes of a file."""

    width: int
    height: int
    media_type: str
    content: bytes


def drawn(upload: Any, widths: Iterable[int]) -> list[Drawn]:
    """The picture in each width it reaches (WebP), and once as JPEG for those who read nothing else.

    Raises ValidationError in the reader's language where the file is no picture, damaged, too large or too small.
    """
    name = upload.name or ""
    if name.rpartition(".")[2].lower() not in PICTURES:
        raise refused("kind", _("写真はJPEGかPNGで登録してください。"))
    _refuse_by_header(upload.file)
    check_upload(upload)
    picture = _opened(upload.file)
    wanted = sorted({min(width, picture.width) for width in widths})
    sizes = [_resized(picture, width) for width in wanted]
    return [*(_saved(size, "WEBP") for size in sizes), _saved(sizes[-1], "JPEG")]


def _refuse_by_header(file: IO[bytes]) -> None:
    """By the limits of what is drawn, before those of any file: told the wider ones, one would be refused twice."""
    file.seek(0)
    try:
        width, height = Image.open(file, formats=FORMATS).size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        # What is no picture, or a broken one, is told apart by the check of files.
        return
    finally:
        file.seek(0)
    _refuse_size(width, height)


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    try:
        picture = Image.open(file, formats=FORMATS)
        picture.draft("RGB", (2400, 2400))
        turned = ImageOps.exif_transpose(picture)
        return _plain(turned)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as fault:
        raise broken() from fault


def _refuse_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise refused(
            "pixels",
            _("写真が大きすぎます（%(width)s×%(height)s画素）。4000万画素までに縮めてください。"),
            width=width,
            height=height,
        )
    if max(width, height) > LONGEST_SIDE:
        raise refused("long", _("写真が細長すぎます。縦も横も%(most)s画素までにしてください。"), most=LONGEST_SIDE)
    if width < LEAST_WIDTH:
        raise refused("small", _("写真が小さすぎます。横%(least)s画素以上のものにしてください。"), least=LEAST_WIDTH)


def _plain(picture: Image.Image) -> Image.Image:
    """Three colours in sRGB on white, with nothing else attached."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, WHITE)
        picture = Image.alpha_composite(ground, picture)
    return picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode) or picture
    except ImageCms.PyCMSError:
        return picture


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _saved(picture: Image.Image, form: str) -> Drawn:
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    target = io.BytesIO()
    clean.save(target, form, quality=80, **({"method": 4} if form == "WEBP" else {"progressive": True}))
    return Drawn(clean.width, clean.height, f"image/{form.lower()}", target.getvalue())
