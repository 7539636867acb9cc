from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from accounts.models import User
    from reminders.models import Notification, ReminderRule  # noqa: F401  (named in the bases below, as strings)
    from reminders.subjects import Subject


class RuleQuerySet(QuerySet["ReminderRule"]):
    def of_scope(self, subject: str, scope_kind: str, scope_id: str) -> RuleQuerySet:
        return self.filter(subject=subject, scope_kind=scope_kind, scope_id=scope_id)


class NotificationQuerySet(QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        """The person's own messages about what they may read now, whatever they might when it was written."""
        from reminders.subjects import subjects

        return self._of(user)._readable_among(subjects(), user)

    def unread_by(self, user: User) -> NotificationQuerySet:
        """As `visible_to` and `unread`; every page asks, and most people have news of no subject or of one or two."""
        from reminders.subjects import subjects

        news = self._of(user).unread()
        names = set(news.order_by().values_list("subject", flat=True).distinct())
        if not names:
            return self.none()
        return news._readable_among([subject for subject in subjects() if subject.name in names], user)

    def _of(self, user: User) -> NotificationQuerySet:
        return self.filter(recipient=user).exclude(state__in=self.model.HIDDEN)

    def _readable_among(self, subjects: Iterable[Subject], user: User) -> NotificationQuerySet:
        readable = Q(pk=None)
        for subject in subjects:
            readable |= Q(subject=subject.name, object_id__in=subject.visible_to(user).order_by().values("pk"))
        return self.filter(readable)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def waiting(self, now: datetime) -> NotificationQuerySet:
        """Rows a worker may take: due for an attempt, or left behind by a worker that ended."""
        return self.filter(state__in=self.model.PENDING, next_attempt_at__lte=now)

    def mail_of(self, letter_id: Any) -> NotificationQuerySet:
        """The rows one mail carries."""
        return self.filter(Q(pk=letter_id) | Q(digest=letter_id))
