import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from meetings.models.series import MeetingSeries


class CalendarFeedQuerySet(QuerySet):
    def live(self) -> "CalendarFeedQuerySet":
        return self.filter(revoked_at=None)

    def of(self, user: User) -> "CalendarFeedQuerySet":
        return self.filter(user=user)


@tracked(exclude=["digest", "last_read_at"])
class CalendarFeed(Identified, Timestamped):
    """An iCalendar address of one person. Whoever holds the address reads what that person may see at that moment.

    Only the SHA-256 of the secret is kept: the address is shown once.
    """

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("自分の会合")
        SERIES = "series", _("一つの系列の会合")
        PUBLIC = "public", _("公開の会合すべて")

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    kind = models.CharField(_("内容"), max_length=10, choices=Kind, default=Kind.PERSONAL)
    series = models.ForeignKey(
        MeetingSeries, models.CASCADE, verbose_name=_("系列"), null=True, blank=True, related_name="+"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_read_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("カレンダー配信")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="series", series__isnull=False) | (~Q(kind="series") & Q(series__isnull=True)),
                name="calendar_feed_series_where_it_is_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.series) if self.series_id else self.get_kind_display()

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def issue(cls, **fields: Any) -> tuple["CalendarFeed", str]:
        """A new feed and its secret of 256 random bits, which cannot be read again."""
        secret = secrets.token_urlsafe(32)
        return cls.objects.create(digest=cls.digest_of(secret), **fields), secret

    def revoke(self, now: datetime) -> None:
        self.revoked_at = now
        self.save(update_fields=["revoked_at", "updated_at"])
