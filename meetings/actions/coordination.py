"""Cases with other headquarters (司令塔連携): the secretariat opens, edits and marks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.models import User
from diplomacy.versioned.editing import Conflict, apply_changes, is_set
from meetings.actions.handling import refuse_own_exclusion
from meetings.models import CoordinationCase


@transaction.atomic
def open_case(*, fields: Mapping[str, Any], actor: User) -> CoordinationCase:
    require(actor, "meetings.change_coordination")
    case = CoordinationCase(owner_id=actor.organisation_id)
    many = {name: value for name, value in fields.items() if is_set(case, name)}
    for name in fields.keys() - many.keys():
        setattr(case, name, fields[name])
    case.full_clean(exclude=["owner", "access_group"])
    case.save()
    for name, value in many.items():
        getattr(case, name).set(value)
    return case


@transaction.atomic
def edit_case(
    case_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[CoordinationCase, list[str]]:
    """Save the changed fields; raises `Conflict` where somebody else changed the same ones."""
    require(actor, "meetings.change_coordination")
    case = _locked(case_id, actor)
    changed = apply_changes(case, changes, seen_version=seen_version)
    if changed:
        untouched = {field.name for field in case._meta.fields} - set(changed)
        _check(case, untouched)
        case.save()
    return case, changed


def _check(case: CoordinationCase, untouched: set[str]) -> None:
    faults: dict[str, Any] = {}
    for rule in (lambda: case.clean_fields(exclude=untouched), case.clean):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def set_case_handling(
    case_id: UUID, *, handling: str, members: Iterable[User] = (), seen_version: int, actor: User
) -> CoordinationCase:
    require(actor, "meetings.change_coordination")
    case = _locked(case_id, actor)
    if case.version != seen_version:
        raise Conflict(case)
    case = change_handling(case, handling=handling, access_group_members=members, actor=actor)
    refuse_own_exclusion(case, actor)
    return case


def _locked(case_id: UUID, actor: User) -> CoordinationCase:
    """Raises `DoesNotExist` where the person does not see it."""
    return CoordinationCase.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_id)
