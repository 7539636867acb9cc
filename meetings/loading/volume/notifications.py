"""Reminders that went out long ago, so that the sweep, the inbox and the log work on tables of real length."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from meetings.loading.volume.copying import blank
from meetings.reminders import UpcomingMeetings
from reminders.models import Channel, Notification

if TYPE_CHECKING:
    from meetings.loading.volume.rows import Volume

STEPS = ("b30", "b7", "b1")
STATES = [Notification.State.SENT] * 18 + [Notification.State.VOID, Notification.State.MISSED]


def notification_rows(volume: Volume, count: int) -> Iterator[dict[str, Any]]:
    """`count` rows, each of another step, person and meeting; nothing in them is still to be sent."""
    base = blank(Notification) | {
        "subject": UpcomingMeetings.name,
        "kind": Notification.Kind.AHEAD,
        "channel": Channel.EMAIL,
        "created_at": volume.now,
    }
    every = product(STEPS, volume.users, volume.meetings)
    for number, (step, user, meeting) in enumerate(islice(every, count)):
        due = volume.now - timedelta(minutes=number % 500_000 + 1)
        yield base | {
            "id": volume.key(),
            "step": step,
            "object_id": meeting["id"],
            "occasion": meeting["start_date"],
            "recipient_id": user,
            "due_at": due,
            "sent_at": due,
            "state": STATES[number % len(STATES)],
            "read_at": due if number % 3 else None,
        }
