"""Reminders: the sweep's own time and how many a second go out, on a table of a million (a tenth with `--quick`).

Due are the reminders of a hundred officers about each of a hundred meetings; they are taken away again afterwards.
Mails go to a backend that does nothing, so what is measured is everything the portal does for each of them.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

NAME = "sweep"
SUBJECT = "bench"
OFFICERS, MEETINGS, LANES = 100, 100, 2


def measurements(*, quick: bool) -> Iterator[dict[str, Any]]:
    from reminders.actions.sweep import sweep

    past, meetings = (100_000, MEETINGS // 10) if quick else (1_000_000, MEETINGS)
    fill_up(past)
    with hidden_from_other_senders():
        sweep(now=timezone.now())
        settle()
        idle = sweep(now=timezone.now())
        with due(meetings):
            busy = sweep(now=timezone.now())
            sent, seconds = send_all()
    yield {
        "name": NAME,
        "notifications": past,
        "due": busy.written,
        "sweep_ms": busy.milliseconds,
        "sweep_with_nothing_due_ms": idle.milliseconds,
        "sent": sent,
        "processes": LANES,
        "sent_per_second": round(sent / seconds),
        "aim_sweep_ms": 2000,
    }


def fill_up(count: int) -> None:
    """Rows of long ago, spread over everybody there is, none of them to be sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reminders_notification")
        missing = count - cursor.fetchone()[0]
        if missing > 0:
            cursor.execute(LONG_AGO, {"subject": SUBJECT, "missing": missing})
            cursor.execute("VACUUM ANALYZE reminders_notification")


@contextmanager
def hidden_from_other_senders() -> Iterator[None]:
    """What the sweeps of this run write for other people is theirs, but is not sent from here."""
    from reminders.models import Notification

    began = timezone.now()
    try:
        yield
    finally:
        Notification.objects.filter(created_at__gte=began).order_by().delete()


def settle() -> None:
    from reminders.models import Notification

    Notification.objects.filter(state=Notification.State.QUEUED).update(state="sent", next_attempt_at=None)


@contextmanager
def due(meetings: int) -> Iterator[None]:
    from accounts.models import Role, User
    from meetings.models import Meeting, MeetingSeries
    from partners.models import Organisation

    with transaction.atomic():
        ministry = Organisation.objects.create(kind=Organisation.Kind.MINISTRY, name_ja="計測省")
        officers = User.objects.bulk_create(
            User(email=f"sweep{number}@bench.example", role=Role.STAFF, organisation=ministry)
            for number in range(OFFICERS)
        )
        series = MeetingSeries.objects.create(name_ja="計測の会合", kind="bilateral", level="working")
        day = timezone.localdate() + timedelta(days=20)
        coming = Meeting.objects.bulk_create(
            Meeting(series=series, title_ja=f"計測{n}", start_date=day, lead_ministry=ministry, handling="public")
            for n in range(meetings)
        )
    try:
        yield
    finally:
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in coming]).delete()
        User.objects.filter(pk__in=[officer.pk for officer in officers]).delete()
        series.delete()
        ministry.delete()


def send_all() -> tuple[int, float]:
    """Two processes send side by side, as two lanes of the worker do; the clock runs once both are up."""
    from reminders.models import Notification

    lane = [sys.executable, "-m", "benchmarks.sweep"]
    processes = [
        subprocess.Popen(lane, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _lane in range(LANES)
    ]
    for process in processes:
        process.stdout.readline()
    began = time.monotonic()
    for process in processes:
        process.stdin.close()
    for process in processes:
        process.wait()
    seconds = time.monotonic() - began
    return Notification.objects.filter(recipient__email__endswith="@bench.example", state="sent").count(), seconds


def send_lane() -> None:
    """One process: says when it is up, begins when its input closes."""
    import django

    django.setup()
    from django.core.mail import get_connection
    from django.urls import reverse

    from reminders.actions.delivery import deliver

    reverse("reminders:inbox")  # loads every view, which a worker has done long before
    print("up", flush=True)
    sys.stdin.read()
    deliver(
        clock=timezone.now,
        connection=get_connection("django.core.mail.backends.dummy.EmailBackend"),
        seconds=600,
    )


LONG_AGO = """
WITH people AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS total FROM accounts_user)
INSERT INTO reminders_notification (
  id, subject, kind, step, object_id, occasion, recipient_id, channel, due_at, state, attempts, answer, sent_at,
  read_at, before, created_at)
SELECT gen_random_uuid(), %(subject)s, 'ahead', 'b7', gen_random_uuid(), current_date - (n %% 3000)::int - 1, people.id,
       'email', moment, 'sent', 1, '250 2.0.0 Ok', moment, moment, '{}', moment
  FROM generate_series(1, %(missing)s) AS n
  JOIN people ON people.number = n %% people.total,
       LATERAL (SELECT now() - interval '10 days' - n * interval '1 minute' AS moment) AS past
"""

if __name__ == "__main__":
    send_lane()
