from __future__ import annotations

from datetime import datetime

from accounts.models import User
from reminders.models import Notification


def mark_read(notification: Notification, *, now: datetime) -> None:
    """Keeps the first time it was read."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def mark_all_read(*, actor: User, until: datetime, now: datetime) -> int:
    """Everything the person had on the page or behind it, but not what has come since."""
    return Notification.objects.visible_to(actor).unread().filter(created_at__lte=until).update(read_at=now)
