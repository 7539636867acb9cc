"""When the sweep last ran and what it found: kept in the database, as the next sweep needs it.

A sweep that is late means that beat, broker or worker stands still, so this one figure watches all three. Beside it
stands, for each kind of reminders (subject) that fails, when it was last swept without a fault: `failing_since`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from diplomacy.health import NotReady
from diplomacy.ui.titles import enumerated
from reminders.models import Heartbeat
from reminders.subjects import Subject, subjects

SWEEP = "sweep"
# After this the sweep is called late: staff see a banner, /readyz says no.
LATE_AFTER = timedelta(minutes=5)
WARNED = {Role.STAFF, Role.ADMIN}
# Where no sweep ever ran, the wait counts from here: a portal opened for the first time has had no time for one.
BEGAN = timezone.now()
STANDSTILL = gettext_lazy("通知の送信が5分以上止まっています。会合の予定は画面で確認してください。")
FAILING_SINCE = "failing_since"


def beat(name: str, *, now: datetime, **detail: Any) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": detail})


def last_sweep() -> Heartbeat | None:
    return Heartbeat.objects.filter(name=SWEEP).first()


def failing_since(row: Heartbeat | None) -> dict[str, datetime]:
    """The subjects that the last sweep failed at, and when each was last swept without a fault."""
    found = row.detail.get(FAILING_SINCE, {}) if row else {}
    return {name: datetime.fromisoformat(at) for name, at in found.items()}


def standing_still(row: Heartbeat | None, *, now: datetime) -> list[Subject]:
    """The subjects that have failed for as long as the whole sweep would be called late."""
    late = {name for name, at in failing_since(row).items() if is_late(at, now=now)}
    return [subject for subject in subjects() if subject.name in late]


def is_late(at: datetime | None, *, now: datetime) -> bool:
    return at is None or now - at > LATE_AFTER


def readiness() -> dict[str, Any]:
    """The sweep's part of `/readyz`."""
    now = timezone.now()
    row = last_sweep()
    if row is None:
        raise NotReady(last_sweep="never")
    found = {"last_sweep_seconds_ago": round((now - row.at).total_seconds()), **row.detail}
    if is_late(row.at, now=now) or standing_still(row, now=now):
        raise NotReady(**found)
    return found


def banner(request: HttpRequest) -> Any:
    """Tells ministry staff that reminders, or some kinds of them, stand still; nothing while they do not."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.role not in WARNED:
        return None
    now, row = timezone.now(), last_sweep()
    if is_late(row.at if row else BEGAN, now=now):
        return STANDSTILL
    kinds = enumerated(subject.label for subject in standing_still(row, now=now))
    return kinds and _(
        "一部の通知（%(kinds)s）の送信が5分以上止まっています。該当する予定や期限は画面で確認してください。"
    ) % {"kinds": kinds}
