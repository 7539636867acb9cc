"""What is told about a round at once: that it was opened, and that its lead urges who has not replied.

The steps before and after the deadline are those of the sweep (`rounds/reminders.py`).
"""

from __future__ import annotations

from datetime import datetime

from meetings.clearance import GOVERNMENT_ZONE
from meetings.models import ClearanceRound
from reminders.actions import writing
from reminders.models import Circle, Notification
from reminders.subjects import subject_named

SUBJECT = "meetings.clearance"


def tell_opened(round: ClearanceRound, *, now: datetime) -> int:
    return _tell(round, Notification.Kind.OPENED, "0", until=round.deadline, now=now)


def tell_urged(round: ClearanceRound, *, now: datetime) -> int:
    return _tell(round, Notification.Kind.URGED, day_of(now), until=None, now=now)


def day_of(moment: datetime) -> str:
    """Days are counted where the ministries are."""
    return moment.astimezone(GOVERNMENT_ZONE).date().isoformat()


def _tell(round: ClearanceRound, kind: str, step: str, *, until: datetime | None, now: datetime) -> int:
    """One message to each person of the ministries from which a reply is still to come."""
    from meetings.rounds.reminders import coming_of

    planned = writing.planned_change(kind, coming_of(round), step=step, before={}, until=until)
    planned["audience"] = [Circle.NAMED]
    written, _missed = writing.write(
        subject_named(SUBJECT), [planned], zones=writing.zones_in_use(), now=now, since=now
    )
    return written
