"""How far what is carried to another place may go: no further than it went from where it was.

A record under a parent is read by whoever reads both. Taken from under the parent, it would be read by everybody its
own level lets in; so each restriction it leaves behind has to stand in the new place too, or on the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.handling import Handled, Handling
from accounts.models import AccessGroup, AccessGroupMember
from meetings.models import AgendaItem

RANKS: list[str] = list(Handling.values)


@dataclass(frozen=True)
class Reach:
    """A level with what belongs to it, as the fields of a row that is not saved yet, and its set."""

    handling: str
    access_group: AccessGroup | None = None
    shared_with: list[Any] = field(default_factory=list)


def with_those_above(item: AgendaItem | None) -> list[AgendaItem]:
    return [item, *AgendaItem.objects.filter(pk__in=item.ancestors)] if item else []


def refuse_further(row: Handled, left: Iterable[Handled], joined: Iterable[Handled], *, field: str) -> None:
    """Refuse to take the row from under the records it leaves to those it joins, where more people would read it."""
    if _left_open(left, [row, *joined]):
        said = _("今より多くの人が読めるようになるため、移せません。先に取扱区分を見直してください。")
        raise ValidationError({field: said})


def reach_of(row: Handled, left: Iterable[Handled], joined: Iterable[Handled]) -> Reach:
    """The level of what goes on from the row under other records: the row's own, or that of what it leaves behind."""
    open_now = _left_open(left, [row, *joined])
    rows = [row, *open_now] if open_now else [row]
    level = max((one.handling for one in rows), key=RANKS.index)
    strictest = [one for one in rows if one.handling == level]
    if level == Handling.RESTRICTED:
        return Reach(level, access_group=_common_list(strictest))
    if level == Handling.SHARED:
        return Reach(level, shared_with=sorted(set.intersection(*map(_bodies, strictest))))
    return Reach(level)


def _left_open(left: Iterable[Handled], kept: list[Handled]) -> list[Handled]:
    """Of the records left behind those whose restriction nothing that is kept upholds."""
    return [one for one in left if not any(_upholds(other, one) for other in kept)]


def _upholds(kept: Handled, left: Handled) -> bool:
    if kept.handling != left.handling:
        return RANKS.index(kept.handling) > RANKS.index(left.handling)
    if kept.handling == Handling.SHARED:
        return _bodies(kept) <= _bodies(left)
    return kept.handling != Handling.RESTRICTED or _members(kept) <= _members(left)


def _bodies(row: Handled) -> set[UUID]:
    return {key for key in (row.owner_id, *row.shared_with.values_list("pk", flat=True)) if key}


def _members(row: Handled) -> set[UUID]:
    memberships = AccessGroupMember.objects.filter(group=row.access_group_id)
    return set(memberships.values_list("user", flat=True))


def _common_list(rows: list[Handled]) -> AccessGroup:
    """A list of its own with the names that stand on each of theirs."""
    members = set.intersection(*map(_members, rows))
    if not members:
        raise ValidationError(_("これまで読めた人がいなくなるため、引き継げません。先に取扱区分を見直してください。"))
    group = AccessGroup.objects.create(name=rows[0].access_group.name)  # type: ignore[union-attr]
    AccessGroupMember.objects.bulk_create(AccessGroupMember(group=group, user_id=pk) for pk in members)
    return group
