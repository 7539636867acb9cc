"""A round in words, for its head and for a line of a list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from meetings.clearance import Standing
from meetings.models import ClearanceRound
from meetings.rounds.deadlines import deadline_text

if TYPE_CHECKING:
    from accounts.models import User

TONES = {"": "warning", "cleared": "success", "partly": "warning", "not_cleared": "error", "withdrawn": "neutral"}


def shown_round(round: ClearanceRound, user: User, *, now: datetime) -> dict[str, Any]:
    return {
        "round": round,
        "deadline": deadline_text(round.deadline, round.deadline_zone, user),
        "deadline_day": round.deadline.astimezone(ZoneInfo(round.deadline_zone)).date(),
        "overdue": round.is_open and round.deadline <= now,
        "tone": TONES[round.outcome],
    }


def unsettled_row(standing: Standing) -> dict[str, Any]:
    """A standing for a program."""
    return {
        "entry": standing.entry.pk,
        "ministry": standing.ministry_id,
        "standing": standing.answer.value,
        "reply": standing.reply and standing.reply.pk,
        "mark": standing.mark,
    }
