"""Writes to the positions: the texts, and the versions that are put to clearance.

An item or a position the person cannot see raises `DoesNotExist`, bad input `ValidationError` with the fields named,
somebody else's change `Conflict`. How far a position may go is set in `actions.handling`, as for meetings and items.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts.access import require
from diplomacy.versioned.editing import apply_changes
from meetings.models import AgendaItem, Position, PositionVersion
from meetings.models.position import TEXTS

if TYPE_CHECKING:
    from accounts.models import User

# The version of a position that has no row yet.
NOT_WRITTEN = 0


@transaction.atomic
def edit_position(
    item_id: UUID, *, changes: Mapping[str, str], seen_version: int, actor: User
) -> tuple[Position, list[str]]:
    """Save the changed texts of the position on an item; returns it with the names of what really changed.

    The first text makes the row (`seen_version` is then `NOT_WRITTEN`), with the item's ministry as its owner. The
    item is locked meanwhile, so that two people who begin at once meet in a conflict and not in two positions.
    """
    visible = AgendaItem.objects.visible_to(actor).live().select_related("meeting")
    item = visible.select_for_update(of=("self",), no_key=True).get(pk=item_id)
    require(actor, "meetings.change_position", item)
    position = _locked(item, actor) or Position(item=item, version=NOT_WRITTEN, owner_id=actor.organisation_id)
    changed = apply_changes(position, tidied(changes), seen_version=seen_version)
    if changed:
        untouched = {field.name for field in Position._meta.fields} - set(changed)
        position.clean_fields(exclude=untouched)
        position.clean()
        position.revision += 1
        position.save()
    return position, changed


def tidied(changes: Mapping[str, str]) -> dict[str, str]:
    """Only the texts, tidy, so that equal ones compare as equal."""
    return {name: tidy(changes[name]) for name in TEXTS if name in changes}


def tidy(text: str) -> str:
    """One kind of line break, nothing hanging over at either end."""
    return text.replace("\r\n", "\n").strip()


def _locked(item: AgendaItem, actor: User) -> Position | None:
    """The item's position; one that is kept from the person is no place to write a second one.

    Texts it was made with count as set by its first version: who saw no position yet saw none of them.
    """
    row = Position.objects.select_for_update(of=("self",)).filter(item=item).first()
    if row and not Position.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise PermissionDenied("meetings.change_position")
    if row:
        first = {name: 1 for name in TEXTS if getattr(row, name)}
        row.field_versions = first | row.field_versions
    return row


def version_of(position: Position, *, actor: User, now: datetime) -> PositionVersion:
    """The version that holds the position as it stands; made now unless there is one. The position is locked."""
    made = position.versions.filter(revision=position.revision).first()
    if made:
        return made
    last = position.versions.aggregate(last=Max("number"))["last"] or 0
    return PositionVersion.objects.create(
        position=position,
        number=last + 1,
        revision=position.revision,
        made_at=now,
        made_by=actor,
        **{name: getattr(position, name) for name in TEXTS},
    )
