"""When the sweep last ran and what it found: kept in the database, as the next sweep needs it.

A sweep that is late means that beat, broker or worker stands still, so this one figure watches all three.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from diplomacy.health import NotReady
from reminders.models import Heartbeat

SWEEP = "sweep"
# After this the sweep is called late: staff see a banner, /readyz says no.
LATE_AFTER = timedelta(minutes=5)
WARNED = {Role.STAFF, Role.ADMIN}
# Where no sweep ever ran, the wait counts from here: a portal opened for the first time has had no time for one.
BEGAN = timezone.now()
STANDSTILL = _("通知の送信が5分以上止まっています。会合の予定は画面で確認してください。")


def beat(name: str, *, now: datetime, **detail: Any) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now, "detail": detail})


def last(name: str) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def is_late(at: datetime | None, *, now: datetime) -> bool:
    return at is None or now - at > LATE_AFTER


def readiness() -> dict[str, Any]:
    """The sweep's part of `/readyz`."""
    now = timezone.now()
    row = Heartbeat.objects.filter(name=SWEEP).first()
    if row is None:
        raise NotReady(last_sweep="never")
    found = {"last_sweep_seconds_ago": round((now - row.at).total_seconds()), **row.detail}
    if is_late(row.at, now=now):
        raise NotReady(**found)
    return found


def banner(request: HttpRequest) -> Any:
    """Tells ministry staff that reminders stand still; nothing while they do not."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or user.role not in WARNED:
        return None
    return STANDSTILL if is_late(last(SWEEP) or BEGAN, now=timezone.now()) else None
