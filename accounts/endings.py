"""What ends for a person when their account is disabled: each app registers what it gave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts.models import ApiToken, User

End = Callable[[User, datetime], None]
_endings: list[End] = []


def register(end: End) -> End:
    """Add what must end; called in `AppConfig.ready()`. `end(user, now)` runs inside the action's transaction."""
    if end not in _endings:
        _endings.append(end)
    return end


def end_everything(user: User, now: datetime) -> None:
    for end in _endings:
        end(user, now)


@register
def end_sessions(user: User, now: datetime) -> None:
    """Every session of the person, listed or not: each holds a hash over `sessions_ended_at`."""
    user.sessions_ended_at = now
    user.save(update_fields=["sessions_ended_at"])
    UserSession.objects.filter(user=user).delete()


@register
def end_tokens(user: User, now: datetime) -> None:
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
