from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from accounts.access import require
from diplomacy.versioned.editing import is_set
from meetings.actions import meeting as meeting_actions
from meetings.actions.agenda import copy_branch
from meetings.actions.handling import refuse_own_exclusion
from meetings.models import AgendaItem, Meeting, MeetingSeries

if TYPE_CHECKING:
    from accounts.models import User

# What may be left behind when an agenda is copied; the titles and their order always come along.
PARTS: dict[str, tuple[str, ...]] = {
    "times": ("duration_minutes", "start_time"),
    "leads": ("lead_ministry", "concerned"),
    "speakers": ("speaker",),
    "notes": ("note",),
    "themes": ("themes",),
}
# What belongs to the session it happened in.
LEFT_BEHIND = ("number", "proposed_by", "proposer", "fate", "fate_reason")


@transaction.atomic
def create_session(
    series: MeetingSeries,
    *,
    fields: Mapping[str, Any],
    actor: User,
    copy_from: UUID | None = None,
    items: Collection[UUID] | None = None,
    parts: Collection[str] = tuple(PARTS),
) -> Meeting:
    """A new session of the series, blank or with the agenda of the meeting `copy_from`.

    Copies what the person sees: all of it, or the branches of the top-level `items`; of each item the titles and
    the chosen `PARTS`. Raises `Meeting.DoesNotExist` where the person does not see the meeting to copy.
    """
    require(actor, "meetings.create_meeting", series)
    meeting = Meeting(series=series)
    meeting.owner_id = actor.organisation_id
    many = {name: value for name, value in fields.items() if is_set(meeting, name)}
    for name in fields.keys() - many.keys():
        setattr(meeting, name, fields[name])
    meeting_actions.check(meeting, fields, actor)
    meeting.save()
    for name, value in many.items():
        getattr(meeting, name).set(value)
    refuse_own_exclusion(meeting, actor)
    if copy_from:
        source = Meeting.objects.visible_to(actor).get(pk=copy_from)
        copy_branch(_chosen(source, items, actor), meeting, actor, without=_left_behind(parts))
    return meeting


def _chosen(source: Meeting, items: Collection[UUID] | None, actor: User) -> list[AgendaItem]:
    rows = AgendaItem.objects.visible_to(actor).live().filter(meeting=source)
    ordered = rows.prefetch_related("concerned", "themes", "shared_with").parents_first()
    return [row for row in ordered if items is None or {row.pk, *row.ancestors[:1]} & set(items)]


def _left_behind(parts: Collection[str]) -> set[str]:
    return {*LEFT_BEHIND, *(name for part in PARTS.keys() - set(parts) for name in PARTS[part])}
