"""Telling people something now, in the transaction that brings it about: an invitation, an answer, news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from reminders.actions import writing
from reminders.actions.changes import remember
from reminders.actions.sweep import SWEEP_LOCK
from reminders.models import Circle
from reminders.subjects import Coming, Subject


def tell(
    subject: Subject,
    coming: Sequence[Coming],
    *,
    kind: str,
    step: str,
    now: datetime,
    until: datetime | None = None,
    audience: Sequence[str] = tuple(Circle.values),
) -> int:
    """One message to those concerned by each of the objects, and what is told is remembered as seen.

    Whatever changes afterwards is then a change to the sweep, which says so. No sweep looks while this transaction
    is under way: it would not see the objects yet and take the messages back. Returns how many are queued.
    """
    if not coming:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWEEP_LOCK])
    remember(subject, list(coming))
    plan = [writing.planned_change(kind, one, step=step, before={}, until=until) for one in coming]
    for message in plan:
        message["audience"] = list(audience)
    queued, _missed = writing.write(subject, plan, zones=writing.zones_in_use(), now=now, since=now)
    return queued
