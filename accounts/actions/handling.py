"""How far a record may go, and who is on the list of a restricted one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.handling import Handled, Handling
from accounts.models import AccessGroup, AccessGroupMember, Act, User
from diplomacy.versioned.editing import grow
from diplomacy.versioned.models import Versioned

Record = TypeVar("Record", bound=Handled)


@transaction.atomic
def change_handling(
    record: Record,
    *,
    handling: str,
    shared_with: Iterable[Any] = (),
    access_group_members: Iterable[User] = (),
    actor: User,
) -> Record:
    """Set the level, the organisations it is shared with, and for a restricted record the persons on its list.

    Whether `actor` may is the caller's question. Who restricts a record is on its list, and a list never becomes
    empty. Returns the record as saved; the audit keeps the levels and identifiers.
    """
    row = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    was = row.handling
    organisations = list(shared_with) if handling == Handling.SHARED else []
    _refuse_unreadable(row, handling, organisations)
    joined, left = _set_list(row, handling, set(access_group_members), actor)
    row.handling = handling
    row.clean_handling()
    if isinstance(row, Versioned):
        sets = _sets_changed(row, organisations)
        # A change of the list alone, which has no field of its own, is told as one of the level.
        grow(row, *(sets if sets and handling == was else ["handling", *sets]))
    row.save()
    row.shared_with.set(organisations)
    audit.record(
        Act.HANDLING_CHANGED,
        actor=actor,
        subject=row,
        before=was,
        after=handling,
        shared_with=sorted(str(organisation.pk) for organisation in organisations),
        joined=sorted(joined),
        left=sorted(left),
    )
    return row


def _sets_changed(row: Handled, organisations: list[Any]) -> list[str]:
    before = set(row.shared_with.values_list("pk", flat=True))
    return [] if before == {organisation.pk for organisation in organisations} else ["shared_with"]


def _refuse_unreadable(row: Handled, handling: str, organisations: list[Any]) -> None:
    if handling not in Handling.values:
        raise ValidationError({"handling": _("取扱区分を選んでください。")})
    if handling == Handling.SHARED and not (organisations or row.owner_id):
        raise ValidationError({"shared_with": _("共有先を1つ以上選んでください。")})


def _set_list(row: Handled, handling: str, members: set[User], actor: User) -> tuple[list[str], list[str]]:
    """Give the row its list, or take it off. Returns who joined and who left, as identifiers."""
    if handling != Handling.RESTRICTED:
        row.access_group = None
        return [], []
    if row.access_group is None:
        row.access_group = AccessGroup.objects.create(name=f"{row._meta.label_lower} {row.pk}")
        members = members | {actor}
    return _set_members(row.access_group, members)


def _set_members(group: AccessGroup, members: set[User]) -> tuple[list[str], list[str]]:
    if not any(person.is_active for person in members):
        raise ValidationError({"access_group": _("名簿には、利用できる人を少なくとも1人残してください。")})
    AccessGroup.objects.select_for_update().get(pk=group.pk)
    wanted = {person.pk for person in members}
    present = set(group.memberships.values_list("user_id", flat=True))
    group.memberships.filter(user__in=present - wanted).delete()
    AccessGroupMember.objects.bulk_create(AccessGroupMember(group=group, user_id=pk) for pk in wanted - present)
    return [str(pk) for pk in wanted - present], [str(pk) for pk in present - wanted]


@transaction.atomic
def leave_lists(person: User) -> int:
    """Take the person off every list, except where theirs is the last name. Returns how many were left."""
    groups = AccessGroup.objects.filter(memberships__user=person).order_by("pk")
    left = 0
    for group in groups.select_for_update(of=("self",)):
        if group.memberships.exclude(user=person).exists():
            group.memberships.filter(user=person).delete()
            left += 1
    return left
