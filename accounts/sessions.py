"""How long a session lives: 30 minutes without activity, 12 hours at most. Both moments stand in the session itself.

Activity is every request of a signed-in person except those whose view says `polling` (see `accounts.access`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from accounts.models import User

STARTED, ACTIVE = "portal_started", "portal_active"
# A write for every request would cost more than these seconds of precision are worth.
ACTIVITY_STEP = timedelta(seconds=10)
SEEN_STEP = timedelta(minutes=1)


def begin(session: SessionBase, now: datetime) -> None:
    session[STARTED] = session[ACTIVE] = now.timestamp()


def seconds_left(session: SessionBase, now: datetime) -> int:
    """Until the session ends for want of activity or by age; 0 for one that was never begun here."""
    idle = session.get(ACTIVE, 0) + settings.SESSION_IDLE.total_seconds()
    oldest = session.get(STARTED, 0) + settings.SESSION_ABSOLUTE.total_seconds()
    return max(0, int(min(idle, oldest) - now.timestamp()))


def note_activity(session: SessionBase, now: datetime) -> None:
    if now.timestamp() - session.get(ACTIVE, 0) >= ACTIVITY_STEP.total_seconds():
        session[ACTIVE] = now.timestamp()


def note_seen(user: User, session_key: str | None, now: datetime) -> None:
    """Keep when the person was last here, at most once a minute; a gap of the idle limit begins a new visit."""
    last = user.last_seen_at
    if last is not None and now - last < SEEN_STEP:
        return
    fields: dict[str, Any] = {"last_seen_at": now}
    if last is not None and now - last >= settings.SESSION_IDLE:
        fields["seen_before_at"] = last
    User.objects.filter(pk=user.pk).update(**fields)
    for name, value in fields.items():
        setattr(user, name, value)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


def clear(*, now: datetime) -> None:
    """Forget the sessions no request can continue any more, and their lines in people's lists."""
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
