"""Who changed what on one record, out of its history table, as one reader may see it.

For a record that is tracked and versioned: an event names the fields that its version set. The record itself came
through its own `visible_to`; names of other records are shown where the reader may see those too, and nothing of the
times when the record, or what it hangs on, was kept from the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db.models import Field, ManyToManyField, Model
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.past_levels import closed_at, closed_times, event_model
from accounts.reading import note_restricted_within
from accounts.set_history import Save, SetChange, fields_set, save_of, set_changes, sets_changed
from diplomacy.ui.dates import written, written_moment
from diplomacy.ui.titles import bracketed, enumerated
from diplomacy.versioned.models import Versioned

PAGE = 100
Names = dict[tuple[type[Model], Any], str]
Sets = dict[tuple[ManyToManyField, Save], SetChange]


@dataclass(frozen=True)
class FieldChange:
    """A field with both its values, a set with what came in and went out; neither: only that it was changed."""

    label: str
    before: str = ""
    after: str = ""
    added: str = ""
    removed: str = ""


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    is_first: bool
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What is looked up once for all changes: people, names of records that may be seen, sets before and after, and
    which events fall into times of which nothing is told."""

    people: dict[str, str]
    names: Names
    sets: Sets
    is_closed: Callable[[Any], bool]


def changes_of(record: Versioned, reader: User, *, under: Iterable[Model] = ()) -> list[Change]:
    """The latest changes first, `PAGE` at most; `under` are the records it hangs on."""
    events = event_model(type(record)).objects.filter(pgh_obj=record.pk).select_related("pgh_context")
    found = list(events.order_by("-pgh_id")[: PAGE + 1])
    is_closed = _closed_events([record, *under], reader)
    saves = [(event, before) for event, before in pairwise([*found, None]) if _is_news(event, before)][:PAGE]
    saves = [(event, before) for event, before in saves if not is_closed(event)]
    sets = set_changes(sets_changed(event for event, before in saves if before is not None))
    told = Told(signatures(found), _names(found, sets, reader), sets, is_closed)
    return [_change(event, before, told) for event, before in saves]


def _closed_events(records: Iterable[Model], reader: User) -> Callable[[Any], bool]:
    times = [(one.pk, closed_times(type(one), [one.pk], reader)) for one in records]
    return lambda event: any(closed_at(found, key, event.pgh_created_at) for key, found in times)


def author_of(record: Versioned, name: str) -> tuple[str, datetime | None]:
    """Who set the field to what it is now, and when."""
    events = event_model(type(record)).objects.filter(pgh_obj=record.pk, version=record.field_versions.get(name, 1))
    event = events.select_related("pgh_context").order_by("pgh_id").first()
    if event is None:
        return "", None
    return signatures([event]).get(actor_of(event), ""), event.pgh_created_at


def actor_of(event: Any) -> str:
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("user", ""))


def signatures(events: Iterable[Any]) -> dict[str, str]:
    """People with the body they act for, by the identifier that stands in the events."""
    keys = {who for event in events if (who := actor_of(event))}
    people = User.objects.filter(pk__in=keys).select_related("organisation")
    return {str(one.pk): bracketed(one, one.organisation) for one in people}


def is_told(event: Any, column: Field, names: Names) -> bool:
    """Whether a text may be told: one about another record (`TOLD_WITH` of the model) goes with that record's name."""
    about = getattr(event.pgh_tracked_model, "TOLD_WITH", {}).get(column.name)
    if about is None:
        return True
    other = event.pgh_tracked_model._meta.get_field(about)
    return (other.related_model, getattr(event, other.attname)) in names


def _is_news(event: Any, before: Any) -> bool:
    return before is None or event.version != before.version


def keys_in_sets(sets: Sets) -> dict[type[Model], set[Any]]:
    """The members that came in or went out, by their model."""
    keys: dict[type[Model], set[Any]] = {}
    for (column, _save), change in sets.items():
        keys.setdefault(column.related_model, set()).update(change.added | change.removed)
    return keys


def set_field(column: ManyToManyField, event: Any, sets: Sets, names: Names) -> FieldChange:
    """Who and what came in and went out, of those the reader may see; of an older change only the field's name."""
    label, change = str(column.verbose_name), sets.get((column, save_of(event)))
    if change is None:
        return FieldChange(label)
    known = {key for model, key in names if model is column.related_model}
    added, removed = (
        enumerated(sorted(names[column.related_model, key] for key in members & known))
        for members in (change.added, change.removed)
    )
    return FieldChange(label, added=added, removed=removed)


def _names(events: list[Any], sets: Sets, reader: User) -> Names:
    """The names of the records that foreign keys and sets point to, where the reader may see them.

    Accounts that a record names are told inside government, and to colleagues.
    """
    keys = keys_in_sets(sets)
    keys.pop(User, None)
    for event in events:
        for column in event._meta.fields:
            if column.is_relation and not column.name.startswith("pgh_"):
                keys.setdefault(column.related_model, set()).add(getattr(event, column.attname))
    found: list[Any] = list(_accounts(keys.pop(User, set()) - {None}, reader))
    found += [
        row
        for model, wanted in keys.items()
        if hasattr(model._default_manager, "visible_to") and wanted - {None}
        for row in model._default_manager.visible_to(reader).filter(pk__in=wanted - {None})
    ]
    note_restricted_within(reader, [row for row in found if not isinstance(row, User)])
    return {(type(row), row.pk): str(row) for row in found}


def _accounts(keys: set[Any], reader: User) -> Iterable[User]:
    if not keys:
        return []
    people = User.objects.filter(pk__in=keys)
    if reader.is_government:
        return people
    return people.filter(organisation=reader.organisation_id).exclude(organisation=None)


def _change(event: Any, before: Any, told: Told) -> Change:
    who = told.people.get(actor_of(event), _("システム"))
    if before is None:
        return Change(event.pgh_created_at, who, is_first=True)
    columns = (event.pgh_tracked_model._meta.get_field(name) for name in fields_set(event))
    fields = [_field_change(column, event, before, told) for column in columns]
    return Change(event.pgh_created_at, who, is_first=False, fields=fields)


def _field_change(column: Field, event: Any, before: Any, told: Told) -> FieldChange:
    label, hidden = str(column.verbose_name), told.is_closed(before) and column.name != "handling"
    if isinstance(column, ManyToManyField):
        return FieldChange(label) if hidden else set_field(column, event, told.sets, told.names)
    old = _("（表示できません）") if hidden else _text(before, column, told.names)
    return FieldChange(label, old, _text(event, column, told.names))


def _text(event: Any, column: Field, names: Names) -> str:
    value = getattr(event, column.attname)
    if value is None or value == "":
        return _("（空欄）")
    if not is_told(event, column, names):
        return _("（表示できません）")
    if column.is_relation:
        return names.get((column.related_model, value), _("（表示できません）"))
    if isinstance(value, list):
        labels = dict(column.base_field.flatchoices)  # type: ignore[attr-defined]
        return enumerated(labels.get(one, one) for one in value) or _("（空欄）")
    if isinstance(value, datetime):
        return written_moment(value)
    if isinstance(value, date):
        return written(value)
    return str(dict(column.flatchoices).get(value, value))
