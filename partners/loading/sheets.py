"""What a reference file means: its columns, the model it fills, its key, and what must hold between its rows.

A cell is read by the model field it fills, so that length, choices, ranges and control characters are judged by
the same rules as on screen. A cell that names a row of another file holds that row's key.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from partners.loading.reading import Problem, Record

KEY = re.compile(r"[-a-zA-Z0-9_]{1,120}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Column:
    """Fills the field of the same name unless told otherwise; an empty cell stands for `empty`, where given."""

    name: str
    into: str = ""
    empty: Any = None

    @property
    def field(self) -> str:
        return self.into or self.name

    def read(self, cell: str, model: type[models.Model]) -> Any:
        model_field = model._meta.get_field(self.field)
        if not cell and self.empty is not None:
            return self.empty
        if not cell and model_field.null:
            return None
        self._refuse_bad_form(cell, model_field)
        return model_field.clean(cell, None)

    @staticmethod
    def _refuse_bad_form(cell: str, model_field: models.Field) -> None:
        """Django reads more spellings of dates and numbers than the files promise."""
        if isinstance(model_field, models.DateField) and not DATE.fullmatch(cell):
            raise ValidationError(_("「%(cell)s」は日付ではありません。YYYY-MM-DDの形です。") % {"cell": cell[:40]})
        if isinstance(model_field, models.IntegerField) and not WHOLE_NUMBER.fullmatch(cell):
            raise ValidationError(_("「%(cell)s」は整数ではありません。") % {"cell": cell[:40]})
        if isinstance(model_field, models.DecimalField) and not NUMBER.fullmatch(cell):
            raise ValidationError(_("「%(cell)s」は数ではありません。") % {"cell": cell[:40]})


@dataclass(frozen=True)
class Coded(Column):
    """A column of codes of the file's own."""

    codes: Mapping[str, Any] = field(default_factory=dict)

    def read(self, cell: str, model: type[models.Model]) -> Any:
        if cell not in self.codes:
            known = "・".join(code for code in self.codes if code)
            reason = _("「%(cell)s」という値はありません。使える値: %(known)s")
            raise ValidationError(reason % {"cell": cell[:40], "known": known})
        return self.codes[cell]


@dataclass(frozen=True)
class Reference(Column):
    """Holds the key of a row of the sheet `to`."""

    to: str = ""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        if not cell and not model._meta.get_field(self.field).null:
            raise ValidationError(_("空欄にできません。"))
        return cell or None


@dataclass(frozen=True)
class References(Reference):
    """Holds any number of keys, joined with `;`."""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        keys = [key.strip() for key in cell.split(";")] if cell else []
        if len(set(keys)) < len(keys):
            raise ValidationError(_("同じ値が2回あります。"))
        if not keys and not model._meta.get_field(self.field).blank:
            raise ValidationError(_("空欄にできません。"))
        return keys


@dataclass(frozen=True)
class Aside(Column):
    """Fills no field: it stands for reading, or the sheet's own rules use it."""

    field = ""

    def read(self, cell: str, model: type[models.Model]) -> Any:
        return None


class Book(dict[str, list[Record]]):
    """All files' records by the sheet's name."""

    @cached_property
    def by_key(self) -> dict[str, dict[str, Record]]:
        return {name: {record.key: record for record in records} for name, records in self.items()}


Check = Callable[[list[Record], Book], Iterable[tuple[Record, str, str]]]


def nothing_more(record: Record, book: Book) -> dict[str, Any]:
    return {}


def joined_key(*columns: str) -> Callable[[Record], str]:
    return lambda record: "--".join(record.cells[column] for column in columns)


@dataclass(frozen=True)
class Sheet:
    """`derive` gives the values that no single cell holds; `checks` look at all rows at once.

    `references` names the sheets of derived fields. `identity` finds rows of the database that were not loaded
    from here. `when_created` is given the new rows before they are
    saved; `when_updated` a changed row and the names of its changed fields, and returns the names to save.
    """

    name: str
    model: type[models.Model]
    columns: tuple[Column, ...]
    key: Callable[[Record], str]
    key_column: str
    derive: Callable[[Record, Book], dict[str, Any]] = nothing_more
    derived_references: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    identity: tuple[str, ...] = ("slug",)
    when_created: Callable[[list[Any]], None] = lambda rows: None
    when_updated: Callable[[Any, list[str]], list[str]] = lambda row, names: names

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def has_slug(self) -> bool:
        return self.identity == ("slug",)

    @property
    def references(self) -> dict[str, str]:
        """By field: the sheet whose key the value is."""
        own = {column.field: column.to for column in self.columns if isinstance(column, Reference)}
        return {**own, **self.derived_references}

    def read(self, records: list[Record], problems: list[Problem]) -> None:
        """Fill each record's key and values from its cells, alone; `settle` looks beyond the record."""
        for record in records:
            record.key = self.key(record)
            for column in self.columns:
                try:
                    value = column.read(record.cells[column.name], self.model)
                except ValidationError as error:
                    problems += [Problem(self.file, record.line, column.name, text) for text in error.messages]
                else:
                    if column.field:
                        record.values[column.field] = value

    def settle(self, records: list[Record], book: Book) -> list[Problem]:
        """What can be judged only with the other rows and files at hand: keys, references, derived values, checks."""
        found = [*self._key_faults(records), *self._reference_faults(records, book)]
        for record in records:
            try:
                record.values |= self.derive(record, book)
            except ValidationError as error:
                found += [(record, column, text) for column, texts in error.message_dict.items() for text in texts]
        for check in self.checks:
            found += check(records, book)
        return [Problem(self.file, record.line, column, reason) for record, column, reason in found]

    def _key_faults(self, records: list[Record]) -> Iterable[tuple[Record, str, str]]:
        first: dict[str, Record] = {}
        for record in records:
            if not KEY.fullmatch(record.key):
                reason = _("鍵「%(key)s」には英数字・ハイフン・下線だけを、120字まで使えます。")
                yield record, self.key_column, reason % {"key": record.key[:40]}
            elif record.key in first:
                reason = _("鍵「%(key)s」が%(line)s行目と重複しています。")
                yield record, self.key_column, reason % {"key": record.key, "line": first[record.key].line}
            else:
                first[record.key] = record

    def _reference_faults(self, records: list[Record], book: Book) -> Iterable[tuple[Record, str, str]]:
        for column in self.columns:
            if not isinstance(column, Reference):
                continue
            for record in records:
                value = record.values.get(column.field)
                for key in value if isinstance(value, list) else [value]:
                    if key is not None and key not in book.by_key[column.to]:
                        reason = _("「%(key)s」は%(file)sにありません。")
                        yield record, column.name, reason % {"key": key[:60], "file": f"{column.to}.csv"}
