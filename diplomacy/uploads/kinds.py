"""The kinds of file that are let in, by the ending of the name, and what each must begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from diplomacy.uploads.refusing import refused

ZIP, PDF, PNG, JPEG, OLD_OFFICE, TEXT = "zip", "pdf", "png", "jpeg", "ole", "text"
BEGINNINGS = (
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """`main` is the content type of the document itself inside an Office file."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    family: str
    main: str = ""


KINDS = (
    Kind("PDF", ("pdf",), "application/pdf", PDF),
    Kind(
        "Word",
        ("docx",),
        f"{OFFICE}wordprocessingml.document",
        ZIP,
        f"{OFFICE}wordprocessingml.document.main+xml",
    ),
    Kind("Excel", ("xlsx",), f"{OFFICE}spreadsheetml.sheet", ZIP, f"{OFFICE}spreadsheetml.sheet.main+xml"),
    Kind(
        "PowerPoint",
        ("pptx",),
        f"{OFFICE}presentationml.presentation",
        ZIP,
        f"{OFFICE}presentationml.presentation.main+xml",
    ),
    Kind("ODT", ("odt",), "application/vnd.oasis.opendocument.text", ZIP),
    Kind("TXT", ("txt",), "text/plain", TEXT),
    Kind("CSV", ("csv",), "text/csv", TEXT),
    Kind("PNG", ("png",), "image/png", PNG),
    Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", JPEG),
)
BY_ENDING = {ending: kind for kind in KINDS for ending in kind.endings}
ACCEPTED = ",".join(f".{ending}" for ending in BY_ENDING)


def allowed_names() -> str:
    return "、".join(kind.name for kind in KINDS)


def kind_of(name: str) -> Kind:
    """The kind a name promises."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in BY_ENDING:
        raise refused(
            "kind",
            _("この種類のファイルは受け付けていません。受け付けるのは %(kinds)s です。"),
            kinds=allowed_names(),
        )
    return BY_ENDING[ending]


def family_of(file: IO[bytes]) -> str:
    """What the content begins as; whatever is nothing else is taken for text."""
    file.seek(0)
    head = file.read(16)
    return next((family for beginning, family in BEGINNINGS if head.startswith(beginning)), TEXT)
