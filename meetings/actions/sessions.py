from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handling
from diplomacy.versioned.editing import is_set
from meetings.actions import meeting as meeting_actions
from meetings.actions import tree
from meetings.actions.agenda import copy_branch, own_list
from meetings.actions.handling import refuse_own_exclusion
from meetings.actions.participants import copy_delegation
from meetings.actions.reach import reach_of, refuse_further, with_those_above
from meetings.models import ActionItem, AgendaItem, Meeting, MeetingSeries
from meetings.models.outcomes import Side
from meetings.sessions import open_commitments

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
FOLLOW_UP = {"title_ja": "前回からのフォローアップ", "title_en": "Follow-up from earlier sessions"}
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
    follow_up: Collection[UUID] = (),
    delegation: bool = False,
) -> Meeting:
    """A new session of the series, blank or with the agenda of the meeting `copy_from`.

    Copies what the person sees: all of it, or the branches of the top-level `items`; of each item the titles and
    the chosen `PARTS`; with `delegation` our participants too. Raises `Meeting.DoesNotExist` where the person does
    not see the meeting to copy.

    A copy of a restricted session is restricted to the same list unless `fields` say how far it goes, and never goes
    further than what it was copied from.

    `follow_up` are open actions of earlier sessions: each becomes an item under one heading at the end of the
    agenda and says that this session takes it up. It stays an action of the meeting that undertook it.
    """
    require(actor, "meetings.create_meeting", series)
    meeting = Meeting(series=series)
    meeting.owner_id = actor.organisation_id
    many = {name: value for name, value in fields.items() if is_set(meeting, name)}
    for name in fields.keys() - many.keys():
        setattr(meeting, name, fields[name])
    source = Meeting.objects.visible_to(actor).get(pk=copy_from) if copy_from else None
    if source and source.handling == Handling.RESTRICTED and "handling" not in fields:
        meeting.handling, meeting.access_group = source.handling, own_list(source)
    meeting_actions.check(meeting, fields, actor)
    meeting.save()
    for name, value in many.items():
        getattr(meeting, name).set(value)
    refuse_own_exclusion(meeting, actor)
    if source:
        refuse_further(meeting, [source], [], field="copy_from")
        copy_branch(_chosen(source, items, actor), meeting, actor, without=_left_behind(parts))
        if delegation:
            copy_delegation(source, meeting, actor)
    if follow_up:
        _take_up(_commitments(series, follow_up, actor), meeting, actor)
    return meeting


def _commitments(series: MeetingSeries, keys: Collection[UUID], actor: User) -> list[ActionItem]:
    rows = list(open_commitments(series, actor).filter(pk__in=set(keys)))
    if len(rows) < len(set(keys)):
        raise ValidationError({"follow_up": _("選んだ行動の一部は、もう対応中ではありません。選び直してください。")})
    return rows


def _take_up(actions: list[ActionItem], meeting: Meeting, actor: User) -> None:
    """Each item goes as far as its action did where it stood; the heading stays inside government."""
    tree.refuse_too_many(meeting, len(actions) + 1)
    place = len(tree.siblings(meeting, None)) + 1
    common = {"meeting": meeting, "kind": AgendaItem.Kind.REPORT}
    heading = AgendaItem.objects.create(**FOLLOW_UP, **common, owner_id=actor.organisation_id, position=place)
    for position, action in enumerate(actions, start=1):
        reach = reach_of(action, [action.meeting, *with_those_above(action.item)], [meeting])
        item = AgendaItem(
            **common,
            parent=heading,
            ancestors=[heading.pk],
            position=position,
            title_ja=action.title_ja,
            title_en=action.title_en,
            lead_ministry=action.responsible if action.side == Side.OURS else None,
            handling=reach.handling,
            owner_id=action.owner_id or actor.organisation_id,
            access_group=reach.access_group,
        )
        item.save()
        item.shared_with.set(reach.shared_with)
        action.followed_up_in.add(meeting)


def _chosen(source: Meeting, items: Collection[UUID] | None, actor: User) -> list[AgendaItem]:
    rows = AgendaItem.objects.visible_to(actor).live().filter(meeting=source)
    ordered = rows.prefetch_related("concerned", "themes", "shared_with").parents_first()
    return [row for row in ordered if items is None or {row.pk, *row.ancestors[:1]} & set(items)]


def _left_behind(parts: Collection[str]) -> set[str]:
    return {*LEFT_BEHIND, *(name for part in PARTS.keys() - set(parts) for name in PARTS[part])}
