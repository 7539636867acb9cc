"""One mail a day for those who chose so, at 08:00 of their day.

Runs inside the sweep, of which there is one at a time: no two can gather one person's rows.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import User
from reminders import faults
from reminders.ladder import local_moment
from reminders.models import Channel, Digest, Notification

logger = logging.getLogger(__name__)


def assemble_digests(*, now: datetime) -> int:
    """Release the rows that wait for a digest: into today's where its hour has come and it is not out yet, and as
    mails of their own those that would be over before the next one. Returns at how many people it failed: their
    rows go on waiting, and everybody else's go."""
    waiting = defaultdict(list)
    unreleased = Notification.objects.filter(
        state=Notification.State.QUEUED, channel=Channel.EMAIL, next_attempt_at=None
    )
    for row in unreleased.select_related("recipient"):
        waiting[row.recipient].append(row)
    out_already = set(Digest.objects.filter(recipient__in=waiting).values_list("recipient_id", "on_date"))
    released: list[Notification] = []
    failing = 0
    for person, rows in waiting.items():
        try:
            released += release(person, rows, out_already=out_already, now=now)
        except Exception as problem:  # nothing is asked of the database here: the transaction is sound
            faults.log(logger, problem, "the digest of %s was not assembled", person.pk)
            failing += 1
    Digest.objects.bulk_create({row.digest for row in released if row.digest}, batch_size=500)
    Notification.objects.bulk_update(released, ["digest", "next_attempt_at"], batch_size=500)
    return failing


def release(person: User, rows: list[Notification], *, out_already: set[Any], now: datetime) -> list[Notification]:
    """The person's rows that go now, those of today's digest with it, which is still to be saved."""
    today = now.astimezone(ZoneInfo(person.time_zone)).date()
    this, tomorrows = (local_moment(today + timedelta(days=days), Digest.HOUR, person.time_zone) for days in (0, 1))
    following = this if now < this else tomorrows
    ready = [] if (person.pk, today) in out_already else [row for row in rows if row.due_at <= this <= now]
    digest = Digest(recipient=person, on_date=today) if ready and person.daily_digest else None
    singles = [row for row in rows if not person.daily_digest or (row.expires_at and row.expires_at <= following)]
    for row in ready if digest else []:
        row.digest = digest
    released = list({row.pk: row for row in [*(ready if digest else []), *singles]}.values())
    for row in released:
        row.next_attempt_at = now
    return released
