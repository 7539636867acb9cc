"""What a meeting still lacks, as far as one reader sees it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from meetings.models import Meeting, MeetingSeries, Participant, Position
from meetings.outline import Outline

OVER = {Meeting.Status.HELD, Meeting.Status.CANCELLED}


@dataclass(frozen=True)
class Step:
    """One thing to have ready: done, or how far it is."""

    label: str
    value: str
    done: bool
    late: bool = False


def delegations_set(meeting_ids: Collection[UUID], user: User) -> dict[UUID, bool]:
    """Of many meetings the person sees: whether somebody leads our delegation, as far as the person sees that.

    Meetings among ourselves need none and are left out. One query, however many meetings.
    """
    seen = Participant.objects.in_visible_meetings(meeting_ids, user)
    heads = seen.our_heads().filter(meeting=OuterRef("pk")).order_by()
    abroad = Meeting.objects.filter(pk__in=meeting_ids).exclude(series__kind=MeetingSeries.Kind.COUNCIL).order_by()
    return dict(abroad.annotate(led=Exists(heads)).values_list("pk", "led"))


def steps(
    meeting: Meeting,
    agenda: Outline,
    states: dict[UUID, str] | None = None,
    delegation: bool | None = None,
) -> list[Step]:
    """In the order they are usually settled; none for a meeting that is over. The first open one is `late`.

    `states` are those of the positions, as far as the reader sees them; `delegation` says whether ours is settled,
    None where it is not asked.
    """
    if meeting.status in OVER:
        return []
    total = len(agenda.rows)
    leads = sum(row.item.lead_ministry_id is not None for row in agenda.rows)
    lengths = sum(row.slot.minutes is not None for row in agenda.rows)
    dated = meeting.status == Meeting.Status.CONFIRMED
    found: list[tuple[Any, str, bool]] = [
        (_("日程"), meeting.get_status_display(), dated),
        (_("開催地"), _("未定"), bool(meeting.city or meeting.venue or meeting.online)),
        (_("議題"), _("未登録"), total > 0),
    ]
    if total:
        found += [
            (_("議題の主担当"), f"{leads}/{total}", leads == total),
            (_("所要時間"), f"{lengths}/{total}", lengths == total),
        ]
    if wanted := [state for state in (states or {}).values() if state]:
        written = sum(state != Position.State.BLANK for state in wanted)
        found.append((_("対処方針"), f"{written}/{len(wanted)}", written == len(wanted)))
        if written:
            cleared = wanted.count(Position.State.CLEARED)
            found.append((_("協議"), f"{cleared}/{len(wanted)}", cleared == len(wanted)))
    if delegation is not None:
        found.append((_("代表団"), _("未定"), delegation))
    first_open = next((label for label, _value, done in found if not done), None)
    return [Step(label, value, done, late=label == first_open) for label, value, done in found]
