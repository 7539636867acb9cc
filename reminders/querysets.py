from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from reminders.models import Notification, ReminderRule  # noqa: F401  (named in the bases below, as strings)


class RuleQuerySet(QuerySet["ReminderRule"]):
    def of_scope(self, subject: str, scope_kind: str, scope_id: str) -> RuleQuerySet:
        return self.filter(subject=subject, scope_kind=scope_kind, scope_id=scope_id)


class NotificationQuerySet(QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        """The person's own messages about what they may read now, whatever they might when it was written."""
        from reminders.subjects import subjects

        readable = Q(pk=None)
        for subject in subjects():
            readable |= Q(subject=subject.name, object_id__in=subject.visible_to(user).order_by().values("pk"))
        return self.filter(readable, recipient=user).exclude(state__in=self.model.HIDDEN)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def waiting(self, now: datetime) -> NotificationQuerySet:
        """Rows a worker may take: due for an attempt, or left behind by a worker that ended."""
        return self.filter(state__in=self.model.PENDING, next_attempt_at__lte=now)

    def mail_of(self, letter_id: Any) -> NotificationQuerySet:
        """The rows one mail carries."""
        return self.filter(Q(pk=letter_id) | Q(digest=letter_id))
