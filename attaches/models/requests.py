"""What an embassy asks of a ministry: to be met, or to be sent a speaker.

| state      | comes from            | who                | what is said                  |
|------------|-----------------------|--------------------|-------------------------------|
| sent       | –                     | the embassy        | subject, purpose, dates       |
| received   | sent                  | the ministry       | –                             |
| arranging  | sent, received, agreed | the ministry      | –                             |
| agreed     | sent … arranging, agreed | the ministry    | day, hour, place              |
| declined   | sent … arranging      | the ministry       | why                           |
| withdrawn  | all but declined      | the embassy        | –                             |

The ministry answers (agrees or declines) within `ANSWER_WITHIN` business days.
"""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.requests import MeetingRequestQuerySet
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.versioned.models import Versioned
from partners.models import Organisation, Theme

ANSWER_WITHIN = 5
MOST_DATES = 3


@tracked(exclude=["search"])
class MeetingRequest(Identified, Timestamped, Versioned, Handled):
    """Read by the embassy it belongs to (`owner`) and the ministry asked, which is named on it; by nobody else.

    Written in the embassy's own words and language, so its texts are not in pairs. `key` comes from the form: sent
    five times it makes one.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("面談")
        SPEAKER = "speaker", _("専門家の講演")

    class State(models.TextChoices):
        SENT = "sent", _("送信済み")
        RECEIVED = "received", _("受付済み")
        ARRANGING = "arranging", _("調整中")
        AGREED = "agreed", pgettext_lazy("面談依頼", "日程確定")
        DECLINED = "declined", _("お断り")
        WITHDRAWN = "withdrawn", pgettext_lazy("面談依頼", "取下げ")

    WAITING = (State.SENT, State.RECEIVED, State.ARRANGING)

    owner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("大使館"), related_name="own_meeting_requests", editable=False
    )
    ministry = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("依頼先の府省"), related_name="meeting_requests"
    )
    kind = models.CharField(_("依頼の種類"), max_length=7, choices=Kind, default=Kind.MEETING)
    subject = LineField(_("用件"))
    purpose = ProseField(_("面談の目的"), max_length=5_000)
    with_whom = LineField(_("希望する相手（部署・役職）"), blank=True)
    participants = ProseField(_("大使館側の出席者"), blank=True, max_length=2_000)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    state = models.CharField(_("状態"), max_length=9, choices=State, default=State.SENT, editable=False)
    sent_at = models.DateTimeField(_("送信日時"), editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    answer_by = DayField(_("回答期限"), editable=False)
    answered_at = models.DateTimeField(_("回答日時"), null=True, editable=False)
    agreed_on = DayField(_("面談日"), null=True, blank=True)
    agreed_at = models.TimeField(_("開始時刻"), null=True, blank=True)
    agreed_place = LineField(_("場所"), blank=True)
    answer_note = ProseField(_("大使館への連絡"), blank=True, max_length=2_000)
    reason = ProseField(_("理由"), blank=True, max_length=2_000)
    key = models.UUIDField(default=uuid4, editable=False)
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)
    search = bigram_column("subject", "purpose", "with_whom")
    SEARCH_COLUMNS = ("subject", "purpose", "with_whom")

    objects = MeetingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        verbose_name = _("面談依頼")
        indexes = [
            GinIndex(fields=["search"], name="meeting_request_search"),
            models.Index(fields=["-sent_at", "-id"], name="meeting_request_newest"),
            models.Index(fields=["ministry", "state", "answer_by"], name="meeting_request_waiting"),
        ]
        constraints = [
            Handled.handling_constraint("meeting_request_handling"),
            models.UniqueConstraint(fields=["owner", "key"], name="meeting_request_once"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_on__isnull=False), name="meeting_request_agreed_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""), name="meeting_request_declined_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_for_speaker(self) -> bool:
        return self.kind == self.Kind.SPEAKER

    @property
    def is_waiting(self) -> bool:
        """Whether the ministry still owes an answer."""
        return self.state in self.WAITING

    def is_late(self, today: date) -> bool:
        return self.is_waiting and self.answer_by < today

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if self.ministry_id and self.ministry.kind != Organisation.Kind.MINISTRY:
            raise ValidationError({"ministry": _("府省を選んでください。")})


@tracked()
class ProposedDate(Identified):
    """One of the dates that the embassy could come on; local to Tokyo."""

    request = models.ForeignKey(MeetingRequest, models.CASCADE, related_name="dates")
    on_date = DayField(_("希望日"))
    start_time = models.TimeField(_("開始時刻"), null=True, blank=True)
    end_time = models.TimeField(_("終了時刻"), null=True, blank=True)

    class Meta:
        ordering = ["on_date", F("start_time").asc(nulls_first=True), "id"]
        verbose_name = _("希望日時")

    def __str__(self) -> str:
        return self.on_date.isoformat()
