from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from meetings.actions import tree
from meetings.actions.agenda import edit_item
from meetings.actions.arranging import step_item
from meetings.models import AgendaItem
from meetings.outline import in_reading_order

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def edit_items(meeting_id: UUID, *, versions: Mapping[UUID, int], changes: Mapping[str, Any], actor: User) -> None:
    """Set the same fields of several items: all of them, or none where one of them meets a conflict."""
    tree.locked_agenda(meeting_id, actor)
    for item in _chosen(meeting_id, versions, actor):
        edit_item(item.pk, changes=changes, seen_version=versions[item.pk], actor=actor)


@transaction.atomic
def indent_items(meeting_id: UUID, *, versions: Mapping[UUID, int], actor: User) -> None:
    """Put the items one level deeper, under what stands before them; those below a chosen one go along with it."""
    tree.locked_agenda(meeting_id, actor)
    for item in _chosen(meeting_id, versions, actor):
        if not set(item.ancestors) & versions.keys():
            step_item(item.pk, step="indent", seen_version=versions[item.pk], actor=actor)


def _chosen(meeting_id: UUID, versions: Mapping[UUID, int], actor: User) -> list[AgendaItem]:
    everything = in_reading_order(AgendaItem.objects.visible_to(actor).live().filter(meeting=meeting_id))
    chosen = [item for item in everything if item.pk in versions]
    if len(chosen) < len(versions):
        raise AgendaItem.DoesNotExist
    return chosen
