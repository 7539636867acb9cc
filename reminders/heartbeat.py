"""Signs of life of what runs in the background, written as it runs and cheap to read.

The sweep's is kept in the database with what it found, as the next sweep needs it; the worker's is kept in the
cache, where a flush costs one beat.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from reminders.models import Heartbeat

SWEEP = "sweep"
# After this the sweep is called late: staff see a banner, /readyz says no.
LATE_AFTER = timedelta(minutes=5)
WORKER_KEY = "worker-heartbeat"
WORKER_EVERY = timedelta(seconds=10)
WORKER_GONE_AFTER = timedelta(seconds=45)


def beat(name: str, *, now: datetime, **detail: Any) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": detail})


def last(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def worker_beat() -> None:
    cache.set(WORKER_KEY, timezone.now(), timeout=WORKER_GONE_AFTER.total_seconds())


def worker_alive() -> bool:
    return cache.get(WORKER_KEY) is not None


def is_late(at: datetime | None, *, now: datetime) -> bool:
    return at is None or now - at > LATE_AFTER
