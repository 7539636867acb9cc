"""Sets of records (ministries, themes) before and after a change, out of the history of the tables between.

A set's rows are written in the transaction of the save that names the set, so both bear the same moment and context.
The history began later than the portal: what it cannot tell of an older change is left untold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from accounts.tracked_sets import events_of_set, keeps_history

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import ManyToManyField

Save = tuple["UUID", "datetime", "UUID | None"]
TAKEN_OUT = "delete"


@dataclass(frozen=True)
class SetChange:
    before: frozenset[UUID]
    after: frozenset[UUID]

    @property
    def added(self) -> frozenset[UUID]:
        return self.after - self.before

    @property
    def removed(self) -> frozenset[UUID]:
        return self.before - self.after


def save_of(event: Any) -> Save:
    """What an event has in common with those of its sets: the record, the transaction, the request."""
    return event.pgh_obj_id, event.pgh_created_at, event.pgh_context_id


def set_changes(changed: dict[ManyToManyField, list[Any]]) -> dict[tuple[ManyToManyField, Save], SetChange]:
    """What became of each set in the events that changed it; two queries for each set."""
    return {
        (column, save): change
        for column, events in changed.items()
        if keeps_history(column)
        for save, change in _undone(column, events).items()
    }


def sets_changed(saves: Iterable[Any]) -> dict[ManyToManyField, list[Any]]:
    """The sets that were changed by the events, each of which has one before it."""
    changed: dict[ManyToManyField, list[Any]] = {}
    for event in saves:
        columns = (event.pgh_tracked_model._meta.get_field(name) for name in fields_set(event))
        for column in columns:
            if column.many_to_many:
                changed.setdefault(column, []).append(event)
    return changed


def fields_set(event: Any) -> list[str]:
    """The names of the fields this very version set."""
    return sorted(name for name, version in event.field_versions.items() if version == event.version)


def _undone(column: ManyToManyField, events: list[Any]) -> dict[Save, SetChange]:
    """From what the sets hold now, back through their history to the oldest of the events."""
    record, member = f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
    records = {event.pgh_obj_id for event in events}
    now: dict[UUID, set[UUID]] = defaultdict(set)
    for key, one in column.remote_field.through.objects.filter(**{f"{record}__in": records}).values_list(
        record, member
    ):
        now[key].add(one)
    since = min(event.pgh_created_at for event in events)
    log = events_of_set(column).objects.filter(**{f"{record}__in": records}, pgh_created_at__gte=since)
    rows = log.order_by(record, "-pgh_id").values_list(record, "pgh_created_at", "pgh_context", "pgh_label", member)
    found = {}
    for save, steps in groupby(rows, key=lambda row: row[:3]):
        state = now[save[0]]
        after = frozenset(state)
        for *_save, label, one in steps:
            (state.add if label == TAKEN_OUT else state.discard)(one)
        found[save] = SetChange(frozenset(state), after)
    return found
