"""Gatherings and invitations as pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import User
from attaches.actions.invitations import CLOSED, closed_because
from attaches.models import CircleEvent, Invitation
from diplomacy.ui.dates import written
from reminders import wording

TONES = {"planned": "info", "held": "success", "cancelled": "error"}
ANSWER_TONES = {"": "warning", "accepted": "success", "tentative": "info", "declined": "neutral"}


def when(event: CircleEvent, reader_zone: str) -> str:
    """2026年12月4日（金）15:00–17:00 JST, and the reader's own hours where they differ."""
    if event.start_time is None:
        return written(event.on_date)
    there = datetime.combine(event.on_date, event.start_time, event.zone)
    here = there.astimezone(ZoneInfo(reader_zone))
    told = wording.moment_text(there)
    if event.end_time is not None:
        told = told.replace(f"{there:%H:%M}", f"{there:%H:%M}–{event.end_time:%H:%M}", 1)
    if here.utcoffset() == there.utcoffset():
        return told
    return _("%(there)s（あなたの時間帯では %(here)s）") % {"there": told, "here": wording.moment_text(here)}


def until(event: CircleEvent) -> str:
    """Until when an answer is taken, as people say it: the last day or the start, never the midnight after."""
    if event.answer_by is not None and event.answer_by < event.on_date:
        return written(event.answer_by)
    if event.start_time is None:
        return written(event.on_date)
    return wording.moment_text(event.begins_at)


@dataclass(frozen=True)
class Line:
    """A gathering in a list; `invitation` is the reader's own."""

    event: CircleEvent
    when: str
    tone: str
    invitation: Invitation | None
    answer: str = ""
    answer_tone: str = ""


def lines(events: Iterable[CircleEvent], user: User) -> list[Line]:
    rows = list(events)
    mine = {row.event_id: row for row in Invitation.objects.of(user).live().filter(event__in=[one.pk for one in rows])}
    return [_line(event, mine.get(event.pk), user) for event in rows]


def _line(event: CircleEvent, own: Invitation | None, user: User) -> Line:
    if own is None:
        return Line(event, when(event, user.time_zone), TONES[event.state], None)
    own.event = event
    current = Invitation.Answer(own.current_answer)
    return Line(event, when(event, user.time_zone), TONES[event.state], own, str(current.label), ANSWER_TONES[current])


@dataclass(frozen=True)
class Guest:
    """One invitation in the list of guests; `earlier` is an answer to a day, time or place that changed."""

    invitation: Invitation
    answer: str
    tone: str
    earlier: str


def guest(row: Invitation) -> Guest:
    current = Invitation.Answer(row.current_answer)
    earlier = Invitation.Answer(row.answer).label if row.answer and not row.answer_holds else ""
    return Guest(row, str(current.label), ANSWER_TONES[current], str(earlier))


def guest_list(event: CircleEvent) -> dict[str, Any]:
    """Everybody invited with what they answered, for who runs the circle; and how many of each answer."""
    rows = list(event.invitations.with_names())
    for row in rows:
        row.event = event
    live = [row for row in rows if row.is_live]
    counts = Counter(row.current_answer for row in live)
    return {
        "guests": [guest(row) for row in rows],
        "counts": [
            {"label": answer.label, "count": counts[answer.value], "tone": ANSWER_TONES[answer.value]}
            for answer in Invitation.Answer
        ],
        "came": sum(row.attendance == Invitation.Attendance.ATTENDED for row in live),
    }


def closed_text(row: Invitation, now: datetime) -> str:
    """Why no answer is taken, in words; empty while one is."""
    closed = closed_because(row, now)
    return str(CLOSED[closed]) if closed else ""
