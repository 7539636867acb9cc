from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Timestamped
from meetings.models.meeting import Meeting
from meetings.models.series import MeetingSeries


class Watch(Identified, Timestamped):
    """A person follows one meeting, or all sessions of a series: reminders reach them, the home desk shows it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="watches")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="watches")
    series = models.ForeignKey(MeetingSeries, models.CASCADE, null=True, blank=True, related_name="watches")

    class Meta:
        verbose_name = _("ウォッチ")
        constraints = [
            models.UniqueConstraint(fields=["user", "meeting"], name="watch_meeting_once"),
            models.UniqueConstraint(fields=["user", "series"], name="watch_series_once"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True, series__isnull=False) | Q(meeting__isnull=False, series__isnull=True),
                name="watch_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting or self.series)
