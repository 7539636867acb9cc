"""Columns of an import: a cell as people write it, brought to the form the model's own field judges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from diplomacy.importing.placing import LANGUAGES, normal
from partners.loading.sheets import Column
from partners.models import DatePrecision

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(T00:00:00)?")
MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
YEAR = re.compile(r"(\d{4})年?")
TRUTHS = {"1": True, "true": True, "yes": True, "はい": True, "有": True, "○": True, "〇": True}
FALSEHOODS = {"0": False, "false": False, "no": False, "いいえ": False, "無": False, "×": False}


def iso_day(cell: str) -> str:
    found = DAY.fullmatch(cell)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else cell


def own_field(model: type[models.Model], name: str) -> models.Field:
    """A field of the model itself, never a relation that leads back to it."""
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field), f"{model.__name__}.{name} is no field of its own"
    return field


def choices_of(model: type[models.Model], name: str) -> list[tuple[str, Any]]:
    return [choice for choice in own_field(model, name).flatchoices if choice[0]]


@cache
def known_words(model: type[models.Model], name: str) -> dict[str, str]:
    """The codes of a field by themselves and by their words in either language."""
    found = {normal(code): code for code, _words in choices_of(model, name)}
    for language in LANGUAGES:
        with override(language):
            found |= {normal(str(words)): code for code, words in choices_of(model, name)}
    return found


@dataclass(frozen=True)
class Field(Column):
    """Fills a field of the model; its name, what it may hold and how long it may be are the field's."""

    label: Any = ""
    required: bool = False
    example: Any = ""
    help: Any = ""

    def of(self, model: type[models.Model]) -> Field:
        """The column with what the model's field says of itself."""
        return replace(self, label=self.label or own_field(model, self.field).verbose_name)

    @property
    def fills(self) -> tuple[str, ...]:
        return (self.field,)

    def values(self, cell: str, model: type[models.Model]) -> dict[str, Any]:
        return {self.field: self.read(cell, model)}

    def read(self, cell: str, model: type[models.Model]) -> Any:
        model_field = own_field(model, self.field)
        if not cell and self.required:
            raise ValidationError(_("空欄にできません。値を入れてください。"))
        if not cell and not model_field.null and model_field.has_default():
            return model_field.get_default()
        return super().read(iso_day(cell) if isinstance(model_field, models.DateField) else cell, model)


@dataclass(frozen=True)
class Chosen(Field):
    """One of the field's choices, by its code or by its words in either language."""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        if not cell:
            return super().read(cell, model)
        known = known_words(model, self.field)
        if normal(cell) not in known:
            words = "・".join(str(words) for _code, words in choices_of(model, self.field))
            reason = _("「%(cell)s」という値はありません。使える値: %(known)s")
            raise ValidationError(reason % {"cell": cell[:40], "known": words})
        return known[normal(cell)]

    def codes(self, model: type[models.Model]) -> list[tuple[str, ...]]:
        return [(code, str(words)) for code, words in choices_of(model, self.field)]


@dataclass(frozen=True)
class Truth(Field):
    def read(self, cell: str, model: type[models.Model]) -> Any:
        known = {**TRUTHS, **FALSEHOODS, "": False}
        if normal(cell) not in known:
            raise ValidationError(_("「%(cell)s」は読み取れません。1か0を入れてください。") % {"cell": cell[:40]})
        return known[normal(cell)]


@dataclass(frozen=True)
class Dated(Field):
    """A date known to the day, the month or the year: it fills the precision too."""

    precision: str = ""

    @property
    def fills(self) -> tuple[str, ...]:
        return (self.field, self.precision)

    def values(self, cell: str, model: type[models.Model]) -> dict[str, Any]:
        if not cell:
            return {self.field: None, self.precision: DatePrecision.UNKNOWN}
        if found := MONTH.fullmatch(cell):
            return {self.field: self._first(found[1], found[2], cell), self.precision: DatePrecision.MONTH}
        if found := YEAR.fullmatch(cell):
            return {self.field: self._first(found[1], "1", cell), self.precision: DatePrecision.YEAR}
        return {self.field: self.read(cell, model), self.precision: DatePrecision.DAY}

    @staticmethod
    def _first(year: str, month: str, cell: str) -> date:
        try:
            return date(int(year), int(month), 1)
        except ValueError:
            raise ValidationError(_("「%(cell)s」という日付はありません。") % {"cell": cell[:40]}) from None


@dataclass(frozen=True)
class Period(Field):
    """`YYYY` or `YYYY-MM`, which spreadsheets like to turn into a day."""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        found = DAY.fullmatch(cell) or MONTH.fullmatch(cell)
        return super().read(f"{found[1]}-{int(found[2]):02}" if found else cell.removesuffix("年"), model)


@dataclass(frozen=True)
class Link(Field):
    """Names a row of another list, by its code or its name; the lookup knows which the reader may see."""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        if not cell and (self.required or not own_field(model, self.field).null):
            raise ValidationError(_("空欄にできません。値を入れてください。"))
        return cell or None


@dataclass(frozen=True)
class Links(Field):
    """Names any number of them, joined by `;`."""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        names = [name.strip() for name in cell.replace("；", ";").split(";") if name.strip()]
        if not names and self.required:
            raise ValidationError(_("空欄にできません。値を入れてください。"))
        return names


@dataclass(frozen=True)
class Identifier(Field):
    """The record's own id: for rows whose names are to change."""

    def of(self, model: type[models.Model]) -> Field:
        return self

    @property
    def fills(self) -> tuple[str, ...]:
        return ()

    def values(self, cell: str, model: type[models.Model]) -> dict[str, Any]:
        try:
            return {"id": UUID(cell) if cell else None}
        except ValueError:
            raise ValidationError(_("「%(cell)s」はIDではありません。") % {"cell": cell[:40]}) from None
