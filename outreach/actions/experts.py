"""Writes to the roster. An expert the person does not see raises `Expert.DoesNotExist`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from accounts.access import require
from diplomacy.versioned.editing import apply_changes
from outreach.models import Expert
from partners.actions.records import check, locked

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create_expert(*, fields: Mapping[str, Any], actor: User) -> Expert:
    """Put somebody forward, with their consent; the record belongs to the actor's body."""
    require(actor, "outreach.add_expert")
    values = dict(fields)
    themes = values.pop("themes", ())
    expert = Expert(**values, owner_id=actor.organisation_id)
    check(expert, actor)
    expert.save()
    expert.themes.set(themes)
    return expert


@transaction.atomic
def edit_expert(pk: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User) -> tuple[Expert, list[str]]:
    """Save the changed fields; `Conflict` where somebody else changed the same ones."""
    expert = locked(Expert, pk, actor)
    require(actor, "outreach.change_expert", expert)
    changed = apply_changes(expert, changes, seen_version=seen_version)
    if changed:
        check(expert, actor, changed)
        expert.save()
    return expert, changed
