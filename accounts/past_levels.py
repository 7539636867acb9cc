"""When in its past a record was kept from somebody who reads it today.

Who lowers a level decides on what the record says now. What it said while it was kept from the reader is told no
further: an earlier text may hold what was taken out so that the level could be lowered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Case, F, Model, Q, Value, When

from accounts.handling import Handled, Handling
from accounts.models import AccessGroupMember, User

Times = dict[Any, list[tuple[datetime, datetime]]]
STILL = datetime.max.replace(tzinfo=UTC)


def event_model(model: type[Model]) -> type[Model]:
    """The history table of a tracked model."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def closed_times(model: type[Model], keys: Iterable[Any], reader: User) -> Times:
    """By record the times it was kept from the reader; those that never were are not in it. Two queries at most."""
    if not issubclass(model, Handled):
        return {}
    events: Any = event_model(model)._default_manager.filter(pgh_obj__in=keys)
    open_then = _open_then(reader)
    hidden = set(events.exclude(open_then).values_list("pgh_obj", flat=True))
    if not hidden:
        return {}
    was_open = Case(When(open_then, then=Value(True)), default=Value(False), output_field=BooleanField())
    rows = events.filter(pgh_obj__in=hidden).annotate(was_open=was_open).order_by("pgh_obj", "pgh_id")
    steps: dict[Any, list[tuple[datetime, bool]]] = defaultdict(list)
    for key, at, is_open in rows.values_list("pgh_obj", "pgh_created_at", "was_open"):
        steps[key].append((at, is_open))
    return {key: _closed(found) for key, found in steps.items()}


def closed_at(times: Times, key: Any, moment: datetime) -> bool:
    return any(start <= moment < end for start, end in times.get(key, ()))


def _closed(steps: list[tuple[datetime, bool]]) -> list[tuple[datetime, datetime]]:
    ends = [*(at for at, _is_open in steps[1:]), STILL]
    return [(at, end) for (at, is_open), end in zip(steps, ends, strict=True) if not is_open]


def _open_then(reader: User) -> Q:
    """As open as now, or open to the reader by the level, the owner and the list of then."""
    found = Q(handling=F("pgh_obj__handling")) | Q(handling=Handling.PUBLIC)
    if reader.is_government:
        found |= Q(handling=Handling.GOVERNMENT)
    if reader.organisation_id:
        found |= Q(handling=Handling.SHARED, owner=reader.organisation_id)
    lists = AccessGroupMember.objects.filter(user=reader.pk).values("group")
    return found | Q(handling=Handling.RESTRICTED, access_group__in=lists)
