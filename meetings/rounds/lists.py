"""Rounds as lines of a list: until when, how much of what the reader sees is still to come, and from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import get_language

from accounts.reading import note_restricted_rows
from meetings.models import ClearanceItem, ClearanceRound, Meeting
from meetings.rounds.shown import shown_round
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Line:
    """A round with its deadline in words.

    `mine` entries wait for the reader's ministry; `silent` names every ministry with something still to say.
    """

    round: ClearanceRound
    deadline: str
    deadline_day: date
    overdue: bool
    tone: str
    entries: int
    asked: int
    mine: int
    waiting: int
    silent: list[str]
    leads: bool


def lines(rounds: Sequence[ClearanceRound], user: User, *, now: datetime) -> list[Line]:
    """Three queries however many rounds there are; they come `with_parties`."""
    keys = [round.pk for round in rounds]
    visible = ClearanceItem.objects.visible_to(user).filter(round__in=keys).order_by()
    entries = dict(visible.current().values_list("round").annotate(number=Count("pk")))
    waiting = _waiting(visible)
    names = _names({ministry for by_ministry in waiting.values() for ministry in by_ministry})
    note_restricted_rows(user, Meeting, {(round.meeting_id, round.meeting.handling) for round in rounds})
    return [
        Line(
            **shown_round(round, user, now=now),
            entries=entries.get(round.pk, 0),
            asked=len(round.asks.all()),
            mine=waiting[round.pk].get(user.organisation_id, 0),
            waiting=sum(waiting[round.pk].values()),
            silent=sorted(names[key] for key in waiting[round.pk]),
            leads=user.has_perm("meetings.close_clearance", round),
        )
        for round in rounds
    ]


def _waiting(visible: Any) -> dict[UUID, dict[UUID, int]]:
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for round, ministry, number in visible.waiting().values_list("round", "asked").annotate(number=Count("pk")):
        found[round][ministry] = number
    return found


def _names(keys: set[UUID]) -> dict[UUID, str]:
    english = get_language() == "en"
    rows = Organisation.objects.filter(pk__in=keys)
    return {body.pk: (english and body.abbreviation) or str(body) for body in rows}
