"""The history tables as a list for the administrator: what happened to which record, by whom; never the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from accounts.models import User


@dataclass(frozen=True)
class Change:
    at: datetime
    label: str
    record_id: str
    actor: User | None
    address: str


def kinds() -> dict[str, type[Model]]:
    """The event model of each kind of record, by the record's label."""
    events = (model for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))
    return {model.pgh_tracked_model._meta.label_lower: model for model in events}


def changes(events: type[Model]) -> QuerySet:
    """Only what the administrator may know: the columns of the record itself are not even fetched."""
    return events._default_manager.select_related("pgh_context").only(
        "pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context__metadata"
    )


def with_actors(events: list[Any]) -> list[Change]:
    facts = [event.pgh_context.metadata if event.pgh_context else {} for event in events]
    people = User.objects.in_bulk({each["user"] for each in facts if each.get("user")})
    by_id = {str(pk): person for pk, person in people.items()}
    return [
        Change(
            event.pgh_created_at,
            event.pgh_label,
            str(event.pgh_obj_id),
            by_id.get(fact.get("user", "")),
            fact.get("address") or "",
        )
        for event, fact in zip(events, facts, strict=True)
    ]
