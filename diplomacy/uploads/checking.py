"""Everything a file must pass before it is kept, cheapest first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from diplomacy.uploads.archives import MEGABYTE, PIECE
from diplomacy.uploads.eicar import refuse_test_virus
from diplomacy.uploads.images import check_jpeg, check_png
from diplomacy.uploads.kinds import JPEG, OLD_OFFICE, PDF, PNG, TEXT, ZIP, Kind, family_of, kind_of
from diplomacy.uploads.naming import clean_name
from diplomacy.uploads.office import check_office
from diplomacy.uploads.refusing import refused
from diplomacy.uploads.scanning import scanned
from diplomacy.uploads.texts import check_pdf, check_text

BY_CONTENT = {
    PDF: lambda file, kind: check_pdf(file),
    PNG: lambda file, kind: check_png(file),
    JPEG: lambda file, kind: check_jpeg(file),
    TEXT: lambda file, kind: check_text(file),
    ZIP: check_office,
}


@dataclass(frozen=True)
class Checked:
    """What is known of a file that was let in; `scanner` is empty where none is set up."""

    name: str
    media_type: str
    size: int
    sha256: str
    scanner: str


def check_upload(uploaded: Any) -> Checked:
    """`uploaded` is Django's UploadedFile. Raises ValidationError in the reader's language."""
    file: IO[bytes] = uploaded.file
    name = clean_name(uploaded.name or "")
    kind = kind_of(name)
    size = file.seek(0, 2)
    _refuse_size(size)
    _refuse_disguise(file, kind)
    file.seek(0)
    refuse_test_virus(file.read(256))
    BY_CONTENT[kind.family](file, kind)
    scanner = scanned(file)
    checked = Checked(name, kind.media_type, size, _digest(file), scanner)
    file.seek(0)
    return checked


def _refuse_size(size: int) -> None:
    limit = settings.UPLOAD_MAX_BYTES
    if size == 0:
        raise refused("empty", _("ファイルが空です（0バイト）。"))
    if size > limit:
        raise refused(
            "size",
            _("ファイルが大きすぎます。%(limit)sMBまでにしてください。"),
            limit=f"{limit / MEGABYTE:g}",
        )


def _refuse_disguise(file: IO[bytes], kind: Kind) -> None:
    family = family_of(file)
    if family == OLD_OFFICE and kind.family == ZIP:
        raise refused(
            "encrypted",
            _("パスワード付き、または古い形式のOffice文書です。パスワードを外し、今の形式で保存し直してください。"),
        )
    if family != kind.family:
        raise refused(
            "content",
            _("ファイルの中身が%(kind)sではありません。名前の拡張子だけを変えたものは受け付けられません。"),
            kind=kind.name,
        )


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
