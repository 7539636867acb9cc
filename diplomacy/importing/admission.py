"""What a table must pass before it is read: the name and the content are of one kind, small enough, no archive bomb."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diplomacy.uploads.archives import MEGABYTE, Limits
from diplomacy.uploads.eicar import refuse_test_virus
from diplomacy.uploads.kinds import BY_ENDING, OLD_OFFICE, TEXT, ZIP, family_of
from diplomacy.uploads.naming import clean_name
from diplomacy.uploads.office import check_office
from diplomacy.uploads.refusing import refused
from diplomacy.uploads.scanning import scanned

MOST_BYTES = 10 * MEGABYTE
XLSX, CSV = "xlsx", "csv"
ACCEPTED = ".xlsx,.csv"
LIMITS = Limits(entries=500, unpacked=150 * MEGABYTE)
FAMILIES = {XLSX: ZIP, CSV: TEXT}


@dataclass(frozen=True)
class Admitted:
    name: str
    form: str
    content: bytes
    sha256: str


def admit(uploaded: Any) -> Admitted:
    """`uploaded` is Django's UploadedFile."""
    name = clean_name(uploaded.name or "")
    form = name.rpartition(".")[2].lower()
    if form not in FAMILIES or "." not in name:
        raise refused(
            "kind", _("取り込めるのは XLSX か CSV のファイルです。Excelでどちらかの形式で保存し直してください。")
        )
    _refuse_size(uploaded.size)
    _refuse_disguise(uploaded.file, form)
    uploaded.file.seek(0)
    refuse_test_virus(uploaded.file.read(256))
    if form == XLSX:
        check_office(uploaded.file, BY_ENDING[XLSX], LIMITS)
    scanned(uploaded.file)
    uploaded.file.seek(0)
    content = uploaded.file.read()
    return Admitted(name, form, content, hashlib.sha256(content).hexdigest())


def _refuse_size(size: int) -> None:
    if not size:
        raise refused("empty", _("ファイルが空です（0バイト）。"))
    if size > MOST_BYTES:
        reason = _("ファイルが大きすぎます。%(limit)sMBまでです。行を分けて、何回かに分けて取り込んでください。")
        raise refused("size", reason, limit=MOST_BYTES // MEGABYTE)


def _refuse_disguise(file: Any, form: str) -> None:
    family = family_of(file)
    if family == OLD_OFFICE and form == XLSX:
        raise refused(
            "encrypted", _("パスワード付きか、古い形式のExcelです。パスワードを外し、XLSXで保存し直してください。")
        )
    if family != FAMILIES[form]:
        raise _another_kind(form)


def _another_kind(form: str) -> ValidationError:
    return refused(
        "content",
        _("ファイルの中身が%(kind)sではありません。名前の拡張子だけを変えたものは取り込めません。"),
        kind=form.upper(),
    )
