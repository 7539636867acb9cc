"""The sweep: once a tick it asks what is due and not done, and writes that down.

Nothing is scheduled per object. What a sweep would write twice the constraint `notification_once` refuses, so a
doubled tick, a second beat or a clock that jumps back does no harm; what no sweep wrote the next one writes. Of a
subject that fails its own part alone is taken back, and it is taken up from where it last went well.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from reminders import faults, heartbeat
from reminders.actions import writing
from reminders.actions.changes import announce_changes
from reminders.actions.digests import assemble_digests
from reminders.ladder import RuleBook, rungs
from reminders.models import Notification
from reminders.subjects import Coming, Subject, subjects

logger = logging.getLogger(__name__)

# Any number, the same in every process: one sweep at a time, the others step aside.
SWEEP_LOCK = 7_231_904
# Between these two lie all clocks on Earth.
AHEAD_OF_UTC, BEHIND_UTC = timedelta(hours=14), timedelta(hours=12)


@dataclass
class Swept:
    """What one sweep did, or its part for one subject; kept as the detail of its heartbeat."""

    written: int = 0
    announced: int = 0
    voided: int = 0
    missed: int = 0
    waiting: int = 0
    milliseconds: int = 0
    digests_failing: int = 0
    failing_since: dict[str, str] = field(default_factory=dict)

    def add(self, part: Swept) -> None:
        self.written += part.written
        self.announced += part.announced
        self.voided += part.voided
        self.missed += part.missed


def sweep(*, now: datetime) -> Swept | None:
    """Write what is due, void what no longer holds, give up what came too late. None: another sweep is at it."""
    began = time.monotonic()
    swept = Swept()
    with transaction.atomic():
        if not alone():
            return None
        last = heartbeat.last_sweep()
        failing = heartbeat.failing_since(last)
        for subject in subjects():
            since = failing.get(subject.name) or (last.at if last else now)
            if part := sweep_alone(subject, now=now, since=since):
                swept.add(part)
            else:
                swept.failing_since[subject.name] = since.isoformat()
        swept.missed += give_up_late(now=now, failing=swept.failing_since)
        swept.digests_failing = assemble_digests(now=now)
        swept.waiting = Notification.objects.waiting(now).count()
        swept.milliseconds = round((time.monotonic() - began) * 1000)
        heartbeat.beat(heartbeat.SWEEP, now=now, **asdict(swept))
    return swept


def alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SWEEP_LOCK])
        return bool(cursor.fetchone()[0])


def sweep_alone(subject: Subject, *, now: datetime, since: datetime) -> Swept | None:
    """The subject's part of the sweep, or nothing of it: one that fails must not keep the others from being told."""
    try:
        with transaction.atomic():
            return sweep_subject(subject, now=now, since=since)
    except faults.ENDS_ALL:
        raise
    except Exception as problem:  # whatever is wrong with one subject's rows or code
        faults.log(logger, problem, "reminders of %s were not swept", subject.name)
        return None


def sweep_subject(subject: Subject, *, now: datetime, since: datetime) -> Swept:
    coming = list(subject.coming(timezone.localdate(now)))
    zones = writing.zones_in_use()
    announced = announce_changes(subject, coming, zones=zones, now=now)
    voided = void_stale(subject)
    plan = ladder_plan(subject, coming, now=now, since=since)
    written, missed = writing.write(subject, plan, zones=zones, now=now, since=since)
    return Swept(written=written, announced=announced, voided=voided, missed=missed)


def ladder_plan(subject: Subject, coming: Iterable[Coming], *, now: datetime, since: datetime) -> list[writing.Planned]:
    """Every step whose local hour has come somewhere on Earth, and whose next step's had not at the last sweep."""
    book, announced = RuleBook(subject.name), writing.announcements(subject)
    latest, earliest = (now + AHEAD_OF_UTC).date(), (since - BEHIND_UTC).date()
    return [
        writing.planned_rung(rung, announced.get(one.object_id))
        for one in coming
        for rung in rungs(one, book.rules_for(one.scopes))
        if rung.on_day <= latest and (rung.next_day is None or rung.next_day >= earliest)
    ]


def void_stale(subject: Subject) -> int:
    """Take back what has not gone out and no longer holds: its object has another date, or does not take place."""
    with connection.cursor() as cursor:
        cursor.execute(VOID_STALE, {"subject": subject.name})
        return cursor.rowcount


def give_up_late(*, now: datetime, failing: Collection[str]) -> int:
    """Mark as missed what could not be sent while it was of use.

    Not what is `failing`: its rows have not been held against what is coming, and of what was called off or put off
    meanwhile it would be wrong to say that it came too late. They wait until that can be asked.
    """
    late = Notification.objects.filter(
        state__in=[Notification.State.QUEUED, Notification.State.FAILED], expires_at__lte=now
    )
    return late.exclude(subject__in=failing).update(state=Notification.State.MISSED, next_attempt_at=None)


VOID_STALE = """
UPDATE reminders_notification AS row SET state = 'void', next_attempt_at = NULL
 WHERE row.state IN ('queued', 'failed') AND row.subject = %(subject)s
   AND NOT EXISTS (
     SELECT FROM reminders_occasion AS seen
      WHERE seen.subject = row.subject AND seen.object_id = row.object_id
        AND CASE
              WHEN row.kind IN ('cancelled', 'postponed') THEN seen.standing = row.kind
              ELSE seen.standing = 'on' AND seen.on_date IS NOT DISTINCT FROM row.occasion
                   AND (row.kind <> 'ahead' OR seen.precision = 'day')
            END)
"""
