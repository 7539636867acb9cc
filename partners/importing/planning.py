"""What a file would do to a list, and everything that is wrong with it: nothing is written here.

The same is worked out twice: for the preview, and, with the rows locked, for the change itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.handling import Handling
from diplomacy.importing.placing import Fault, Placed
from partners.importing.columns import Field, Link, Links, own_field
from partners.importing.lists import RecordImporter
from partners.importing.lookups import Lookups
from partners.importing.rights import Rights
from partners.loading.checks import together_once
from partners.loading.reading import Record
from partners.loading.sheets import Book

STEP = 250
# Shares of the work, in percent: cells read, records found, each worked out.
READ, FOUND, DONE = 40, 50, 100
NOT_IN_IMPORT = (Handling.RESTRICTED,)


@dataclass
class Planned:
    """One row of the file: `row` is the record as it would be saved, `changes` what changes, by field."""

    line: int
    row: Any
    is_new: bool
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    sets: dict[str, frozenset[UUID]] = field(default_factory=dict)


@dataclass
class Plan:
    new: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    # By row of the file: the record it was taken for, and its version.
    seen: dict[str, list[Any]] = field(default_factory=dict)


class Planner:
    """`note` is told how far the work is, in percent. `locked` holds the rows until the transaction ends."""

    def __init__(
        self,
        importer: RecordImporter,
        placed: Placed,
        user: Any,
        *,
        locked: bool = False,
        note: Callable[[int], None] = lambda percent: None,
    ) -> None:
        self.importer, self.model, self.placed, self.user = importer, importer.model, placed, user
        self.locked, self.note = locked, note
        self.columns: list[Field] = [one for one in importer.columns if one.name in placed.names]
        self.labels = {name: str(one.label) for one in importer.columns for name in (one.name, *one.fills)}
        self.filled = [name for column in self.columns for name in column.fills]
        self.sets = [one.field for one in self.columns if isinstance(one, Links)]
        self.lookups = Lookups(user)
        self.plan = Plan(faults=list(placed.faults))
        self.broken = {fault.line for fault in placed.faults}
        self.taken: dict[UUID, int] = {}

    def work_out(self) -> Plan:
        records = [self._read(line, cells) for line, cells in self._noted(self.placed.lines, 0, READ)]
        self._refuse_doubles(records)
        standing = self._standing(records)
        self.note(FOUND)
        whole = [record for record in records if record.line not in self.broken]
        self.rights = Rights(self.importer, self.user, whole, locked=self.locked)
        for record in self._noted(whole, FOUND, DONE):
            self._settle(record, standing)
        self._check_together()
        self.plan.faults.sort()
        return self.plan

    def _noted(self, rows: list[Any], start: int, end: int) -> Iterator[Any]:
        for at, row in enumerate(rows):
            if at % STEP == 0:
                self.note(start + (end - start) * at // len(rows))
            yield row

    def _fault(self, line: int, name: str, reason: str, cell: str = "") -> None:
        self.broken.add(line)
        label = self.labels.get(name, "") or self._field_label(name)
        self.plan.faults.append(Fault(line, label, reason, cell[:60]))

    def _field_label(self, name: str) -> str:
        names = {each.name for each in self.model._meta.fields}
        return str(own_field(self.model, name).verbose_name) if name in names else ""

    def _read(self, line: int, cells: dict[str, str]) -> Record:
        record = Record(line, cells)
        for column in self.columns:
            cell = cells[column.name]
            try:
                values = column.values(cell, self.model)
                if isinstance(column, Link) and values[column.field]:
                    values = {column.field: self.lookups.of(self.importer.linked(column)).find(cell)}
                elif isinstance(column, Links):
                    found = self.lookups.of(self.importer.linked(column)).find_all(values[column.field])
                    values = {column.field: frozenset(found)}
                record.values |= values
            except ValidationError as error:
                for reason in error.messages:
                    self._fault(line, column.name, reason, cell)
        if record.values.get("handling") in NOT_IN_IMPORT:
            reason = _("「関係者限り」は取り込めません。記録のページで、読む人を選んで登録してください。")
            self._fault(line, "handling", reason, cells["handling"])
        return record

    # --- Which record a row means --------------------------------------------------------------------------------

    def _keys(self) -> Iterator[tuple[str, ...]]:
        """The alternatives whose names the file has, without what else of them it does not have."""
        for key in self.importer.keys:
            names = [name for name in key if self._is_text(name)] or key
            if all(name in self.filled for name in names):
                yield tuple(name for name in key if name in self.filled)

    def _is_text(self, name: str) -> bool:
        return isinstance(self.model._meta.get_field(name), models.CharField)

    def _key_of(self, values: dict[str, Any], key: tuple[str, ...]) -> tuple[Any, ...] | None:
        """None where a name in it is empty: then it tells nothing."""
        if any(name not in values or (self._is_text(name) and not values[name]) for name in key):
            return None
        return tuple(values[name] for name in key)

    def _refuse_doubles(self, records: list[Record]) -> None:
        for key in self._keys():
            column = next((name for name in reversed(key) if self._is_text(name)), key[-1])
            found = [(record, self._key_of(record.values, key)) for record in records]
            keyed = [Record(record.line, record.cells, values={"key": value}) for record, value in found if value]
            for record, name, reason in together_once(column, "key")(keyed, Book()):
                self._fault(record.line, name, reason + _("どちらかを消してください。"))

    def _standing(self, records: list[Record]) -> dict[Any, list[Any]]:
        """What the database has: rows by their id, and by each alternative with its values."""
        wanted = Q(pk__in=[record.values["id"] for record in records if record.values.get("id")])
        keys = list(self._keys())
        for key in keys:
            narrow = [name for name in key if self._is_text(name)] or list(key)
            values = {name: {record.values[name] for record in records if record.values.get(name)} for name in narrow}
            wanted |= Q(**{f"{name}__in": found for name, found in values.items()})
        found: dict[Any, list[Any]] = defaultdict(list)
        for row in self._visible().filter(wanted):
            found[row.pk].append(row)
            for key in keys:
                values = {name: getattr(row, own_field(self.model, name).attname) for name in key}
                if value := self._key_of(values, key):
                    found[key, value].append(row)
        return found

    def _visible(self) -> Any:
        rows = self.model._default_manager.visible_to(self.user)  # type: ignore[attr-defined]
        related = {"partners": (), "person": ("person__partner",)}.get(self.importer.place, (self.importer.place,))
        rows = rows.select_related(*related).prefetch_related(*self._all_sets()).order_by("pk")
        return rows.select_for_update(of=("self",), no_key=True) if self.locked else rows

    def _all_sets(self) -> set[str]:
        return {*self.sets, *({"partners"} if self.importer.place == "partners" else ())}

    def _found(self, record: Record, standing: dict[Any, list[Any]]) -> list[Any]:
        if wanted := record.values.get("id"):
            if wanted not in standing:
                self._fault(record.line, "id", _("このIDの記録はありません。空欄にすると新しい記録になります。"))
            return standing.get(wanted, [])
        found: dict[UUID, Any] = {}
        for key in self._keys():
            if value := self._key_of(record.values, key):
                found |= {row.pk: row for row in standing.get((key, value), ())}
        if len(found) > 1:
            reason = _("この行に当てはまる記録が2つ以上あります。ID列で、どの記録かを示してください。")
            self._fault(record.line, self.importer.keys[0][-1], reason)
        return list(found.values())

    # --- What becomes of it --------------------------------------------------------------------------------------

    def _settle(self, record: Record, standing: dict[Any, list[Any]]) -> None:
        found = self._found(record, standing)
        if record.line in self.broken:
            return
        if found:
            self._change(record, found[0])
        else:
            self._create(record)

    def _create(self, record: Record) -> None:
        if not self.rights.may_add(record):
            return self._refuse_right(record.line)
        values = {name: record.values[name] for name in self.filled if name not in self.sets}
        row = self.model(**{own_field(self.model, name).attname: value for name, value in values.items()})
        if self.importer.is_handled:
            row.owner_id = self.user.organisation_id  # type: ignore[attr-defined]
        sets = {name: record.values[name] for name in self.sets}
        if self._is_sound(record, row):
            self.plan.new.append(Planned(record.line, row, True, sets=sets))
        return None

    def _change(self, record: Record, row: Any) -> None:
        line = record.line
        if taken := self.taken.get(row.pk):
            return self._fault(
                line, "id", _("%(line)s行目と同じ記録です。どちらかを消してください。") % {"line": taken}
            )
        self.taken[row.pk] = line
        self.plan.seen[str(line)] = [str(row.pk), row.version]
        changes = dict(self._differences(record, row))
        if not changes:
            self.plan.unchanged += 1
            return None
        if getattr(row, "handling", "") in NOT_IN_IMPORT:
            reason = _("「関係者限り」の記録は取込みでは変えられません。この行を消し、記録のページで直してください。")
            return self._fault(line, self.importer.keys[0][-1], reason)
        if "handling" in changes:
            reason = _("今ある記録の取扱区分は取込みでは変えられません。空欄にするか、記録のページで変えてください。")
            return self._fault(line, "handling", reason)
        if not self.rights.may_change(row, record, changes):
            return self._refuse_right(line)
        sets = {name: changes[name][1] for name in self.sets if name in changes}
        for name in changes.keys() - sets.keys():
            setattr(row, own_field(self.model, name).attname, changes[name][1])
        if self._is_sound(record, row):
            self.plan.changed.append(Planned(line, row, False, changes, sets))
        return None

    def _differences(self, record: Record, row: Any) -> Iterable[tuple[str, tuple[Any, Any]]]:
        for name in self.filled:
            after = record.values[name]
            if name in self.sets:
                before = frozenset(each.pk for each in getattr(row, name).all())
            else:
                before = getattr(row, own_field(self.model, name).attname)
            if name == "handling" and not record.cells["handling"]:
                continue
            if before != after and not self._is_untold(name, before, after):
                yield name, (before, after)

    def _is_untold(self, name: str, before: Any, after: Any) -> bool:
        """An empty cell over a record that the person does not see: it stood empty in their file, and is left alone."""
        column = own_field(self.model, name)
        if after or not before or not column.is_relation or name in self.sets:
            return False
        linked: Any = column.related_model
        return not linked._default_manager.visible_to(self.user).filter(pk=before).exists()

    def _is_sound(self, record: Record, row: Any) -> bool:
        """The record's own rules, the same whoever writes it."""
        try:
            row.clean()
        except ValidationError as error:
            for name, reasons in error.update_error_dict({}).items():
                for reason in reasons:
                    self._fault(record.line, name, " ".join(reason.messages), record.cells.get(name, ""))
            return False
        return True

    def _refuse_right(self, line: int) -> None:
        reason = _("この記録を書く権限がありません。担当府省か外務省の職員が取り込んでください。")
        self._fault(line, self.importer.place, reason)

    def _check_together(self) -> None:
        planned = [*self.plan.new, *self.plan.changed]
        lines = {each.row.pk: each.line for each in planned}
        for check in self.importer.checks:
            for row, name, reason in check([each.row for each in planned]):
                self._fault(lines[row.pk], name, reason)
