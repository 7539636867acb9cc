"""Who changed what on one record, out of its history table, as one reader may see it.

For a record that is tracked and versioned: an event names the fields that its version set. The record itself came
through its own `visible_to`; names of other records are shown where the reader may see those too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from accounts.models import User
from diplomacy.versioned.models import Versioned

PAGE = 100


@dataclass(frozen=True)
class FieldChange:
    """Sets of records keep no values in the history: only their name is told."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    is_first: bool
    fields: list[FieldChange] = field(default_factory=list)


def changes_of(record: Versioned, reader: User) -> list[Change]:
    """The latest changes first, `PAGE` at most."""
    events = event_model(type(record)).objects.filter(pgh_obj=record.pk).select_related("pgh_context")
    found = list(events.order_by("-pgh_id")[: PAGE + 1])
    people, names = signatures(found), _names(found, reader)
    saves = [(event, before) for event, before in pairwise([*found, None]) if _is_news(event, before)]
    return [_change(type(record), event, before, people, names) for event, before in saves[:PAGE]]


def author_of(record: Versioned, name: str) -> tuple[str, datetime | None]:
    """Who set the field to what it is now, and when."""
    events = event_model(type(record)).objects.filter(pgh_obj=record.pk, version=record.field_versions.get(name, 1))
    event = events.select_related("pgh_context").order_by("pgh_id").first()
    if event is None:
        return "", None
    return signatures([event]).get(actor_of(event), ""), event.pgh_created_at


def event_model(model: type[Model]) -> type[Model]:
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def actor_of(event: Any) -> str:
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("user", ""))


def signatures(events: Iterable[Any]) -> dict[str, str]:
    """People with the body they act for, by the identifier that stands in the events."""
    keys = {who for event in events if (who := actor_of(event))}
    people = User.objects.filter(pk__in=keys).select_related("organisation")
    return {str(one.pk): f"{one}（{one.organisation}）" if one.organisation else str(one) for one in people}


def _is_news(event: Any, before: Any) -> bool:
    return before is None or event.version != before.version


def _names(events: list[Any], reader: User) -> dict[tuple[type[Model], Any], str]:
    """The names of the records that foreign keys point to, where the reader may see them."""
    keys: dict[type[Model], set] = {}
    for event in events:
        for column in event._meta.fields:
            if column.is_relation and not column.name.startswith("pgh_"):
                keys.setdefault(column.related_model, set()).add(getattr(event, column.attname))
    return {
        (model, row.pk): str(row)
        for model, wanted in keys.items()
        if hasattr(model._default_manager, "visible_to") and wanted - {None}
        for row in model._default_manager.visible_to(reader).filter(pk__in=wanted - {None})
    }


def _change(model: type[Model], event: Any, before: Any, people: dict[str, str], names: dict) -> Change:
    who = people.get(actor_of(event), _("システム"))
    if before is None:
        return Change(event.pgh_created_at, who, is_first=True)
    changed = sorted(name for name, version in event.field_versions.items() if version == event.version)
    fields = [_field_change(model._meta.get_field(name), event, before, names) for name in changed]
    return Change(event.pgh_created_at, who, is_first=False, fields=fields)


def _field_change(column: Field, event: Any, before: Any, names: dict) -> FieldChange:
    if column.many_to_many:
        return FieldChange(str(column.verbose_name))
    return FieldChange(str(column.verbose_name), _text(before, column, names), _text(event, column, names))


def _text(event: Any, column: Field, names: dict) -> str:
    value = getattr(event, column.attname)
    if value is None or value == "":
        return _("（空欄）")
    if column.is_relation:
        return names.get((column.related_model, value), _("（表示できません）"))
    return str(dict(column.flatchoices).get(value, value))
