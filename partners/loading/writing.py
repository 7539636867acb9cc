"""Bring the database in step with what the files say, without undoing what people changed here.

`LoadedRow` keeps what a file said last time. A row that says the same again is left alone, whatever people made of
the record since. Where a row says something new, the fields that are new in it are saved; a field that people
changed too keeps their text, and the report names it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from partners.loading.reading import Record
from partners.loading.sheets import Sheet
from partners.models import LoadedRow

BATCH = 1000
Keys = dict[str, dict[str, UUID]]


@dataclass
class Outcome:
    """What became of a sheet's rows, and the rows a person should know about."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


def write_sheet(sheet: Sheet, records: list[Record], keys: Keys, checked_on: date) -> Outcome:
    """Save one sheet and add its keys to `keys`; those it names are there already."""
    writer = _Writer(sheet, keys, checked_on)
    writer.write(records)
    return writer.outcome


def said(record: Record) -> dict[str, Any]:
    """The record's values as JSON can keep and compare them."""
    return {name: _plain(value) for name, value in record.values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value


class _Writer:
    def __init__(self, sheet: Sheet, keys: Keys, checked_on: date):
        self.sheet, self.keys, self.checked_on = sheet, keys, checked_on
        self.model, self.references, self.outcome = sheet.model, sheet.references, Outcome()
        fields = {name: self.model._meta.get_field(name) for name in self.references}
        self.links = {name for name, field in fields.items() if field.many_to_many}
        self.needed = {name for name, field in fields.items() if not field.null} - self.links

    def write(self, records: list[Record]) -> None:
        if self.sheet.has_slug:
            for record in records:
                record.values |= {"slug": record.key, "source_date": self.checked_on}
        loaded = {row.key: row for row in LoadedRow.objects.filter(sheet=self.sheet.name)}
        ours = self.model.objects.filter(pk__in=[row.record_id for row in loaded.values()])
        standing = set(ours.order_by().values_list("pk", flat=True))
        own = {key: row.record_id for key, row in loaded.items() if row.record_id in standing}
        adopted = self._adopted([record for record in records if record.key not in loaded])
        self.keys[self.sheet.name] = own | adopted
        self._settle(records, loaded, own, adopted)
        self.outcome.left_over = sorted(loaded.keys() - {record.key for record in records})

    def _settle(
        self,
        records: list[Record],
        loaded: dict[str, LoadedRow],
        own: dict[str, UUID],
        adopted: dict[str, UUID],
    ) -> None:
        fresh, changed = [], []
        for record in records:
            before = loaded.get(record.key)
            if before is None and record.key not in adopted:
                fresh.append(record)
            elif before is not None and record.key not in own:
                self.outcome.gone.append(record.key)
            elif before is None or before.values != said(record):
                changed.append(record)
            else:
                self.outcome.counts["unchanged"] += 1
        written = [*self._create(fresh), *self._update(changed, loaded)]
        LoadedRow.objects.bulk_create(
            (
                LoadedRow(
                    sheet=self.sheet.name,
                    key=record.key,
                    record_id=self.keys[self.sheet.name][record.key],
                    values=said(record),
                )
                for record in written
            ),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["sheet", "key"],
            update_fields=["record_id", "values"],
        )

    def _adopted(self, records: list[Record]) -> dict[str, UUID]:
        """Records that stand in the database under a row's identity without having been loaded from a file."""
        if not records:
            return {}
        columns = [self.model._meta.get_field(name).attname for name in self.sheet.identity]
        rows = self.model.objects.order_by().values_list("pk", *columns)
        if self.sheet.has_slug:
            rows = rows.filter(slug__in=[record.key for record in records])
        standing = {tuple(identity): pk for pk, *identity in rows}
        found = {record.key: standing.get(self._identity(record)) for record in records}
        return {key: pk for key, pk in found.items() if pk}

    def _identity(self, record: Record) -> tuple[Any, ...]:
        if self.sheet.has_slug:
            return (record.key,)
        return tuple(self._value(name, record.values[name]) for name in self.sheet.identity)

    def _value(self, name: str, value: Any) -> Any:
        return self.keys[self.references[name]].get(value) if name in self.references and value else value

    def _names_the_gone(self, record: Record) -> bool:
        """Whether a record that this one cannot be without was removed from the database."""
        return any(record.values[name] not in self.keys[self.references[name]] for name in self.needed)

    def _create(self, records: list[Record]) -> list[Record]:
        gone = {record.key for record in records if self._names_the_gone(record)}
        self.outcome.gone += sorted(gone)
        created = [record for record in records if record.key not in gone]
        rows = {record.key: self.model() for record in created}
        self.keys[self.sheet.name] |= {key: row.pk for key, row in rows.items()}
        for record in created:
            self._set(rows[record.key], {name: record.values[name] for name in record.values.keys() - self.links})
        self.sheet.when_created([*rows.values()])
        self.model.objects.bulk_create(rows.values(), batch_size=BATCH)
        for name in self.links:
            self._link(name, ((rows[record.key].pk, key) for record in created for key in record.values[name]))
        self.outcome.counts["created"] += len(created)
        return created

    def _set(self, row: models.Model, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, self.model._meta.get_field(name).attname, self._value(name, value))

    def _link(self, name: str, pairs: Iterable[tuple[UUID, str]]) -> None:
        many = self.model._meta.get_field(name)
        source, target = f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"
        through, others = many.remote_field.through, self.keys[self.references[name]]
        through.objects.bulk_create(
            (through(**{source: pk, target: others[key]}) for pk, key in pairs if key in others), batch_size=BATCH
        )

    def _update(self, records: list[Record], loaded: dict[str, LoadedRow]) -> list[Record]:
        own = self.keys[self.sheet.name]
        rows = self.model.objects.select_for_update(of=("self",)).in_bulk([own[record.key] for record in records])
        for record in records:
            before = loaded[record.key].values if record.key in loaded else None
            changed = self._merge(rows[own[record.key]], record, before)
            self.outcome.counts["updated" if changed else "unchanged"] += 1
        return records

    def _merge(self, row: models.Model, record: Record, before: dict[str, Any] | None) -> bool:
        """Save what the file says anew. Without a `before` (an adopted record) the file's word stands."""
        says = said(record)
        news = [name for name in says if before is None or before.get(name) != says[name]]
        fields = []
        for name in news:
            if name in self.links:
                continue
            here = getattr(row, self.model._meta.get_field(name).attname)
            if here == self._value(name, record.values[name]):
                continue
            if before is not None and _plain(here) != self._value(name, before.get(name)):
                self.outcome.kept.append((record.key, name))
                continue
            self._set(row, {name: record.values[name]})
            fields.append(name)
        linked = [
            self._relink(row, name, says[name], (before or {}).get(name, [])) for name in news if name in self.links
        ]
        if fields:
            self._save(row, fields)
        return bool(fields) or any(linked)

    def _relink(self, row: models.Model, name: str, says: list[str], said_before: list[str]) -> bool:
        """Add what is new in the file and remove what has left it; links that people made or removed stay so."""
        manager = getattr(row, name)
        new, old = set(says) - set(said_before), set(said_before) - set(says)
        manager.add(*filter(None, (self._value(name, key) for key in new)))
        manager.remove(*filter(None, (self._value(name, key) for key in old)))
        return bool(new or old)

    def _save(self, row: models.Model, fields: list[str]) -> None:
        names = self.sheet.when_updated(row, fields)
        if any(column.name == "updated_at" for column in self.model._meta.fields):
            names = [*names, "updated_at"]
        row.save(update_fields=names)
