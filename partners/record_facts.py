"""A record as labelled lines, in the reader's language: empty ones are left out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from diplomacy.ui.dates import written
from diplomacy.ui.titles import enumerated, local


def facts(record: Model, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Label and value of each named field; `reason` stands for the pair `reason_ja` and `reason_en`."""
    lines = [(_label(record, name), _text(record, name)) for name in names]
    return [(label, text) for label, text in lines if text]


def _label(record: Model, name: str) -> str:
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        field = record._meta.get_field(f"{name}_ja")
    return str(field.verbose_name)


def _text(record: Model, name: str) -> str:
    if not hasattr(record, name):
        return local(getattr(record, f"{name}_ja"), getattr(record, f"{name}_en"))
    if display := getattr(record, f"get_{name}_display", None):
        return str(display())
    value: Any = getattr(record, name)
    if hasattr(value, "all"):
        return enumerated(str(one) for one in value.all())
    if isinstance(value, date):
        return written(value)
    return "" if value is None else str(value)
