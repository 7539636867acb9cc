"""The diplomacy circle: gatherings of the embassies' science attachés, who is invited, and the papers shared with them.

- A gathering is planned, held or cancelled. `sequence` counts the changes of day, time, place and state: an answer is
  given to one of them (`Invitation.answered_sequence`), and a later one asks again. Other changes do not.
- An invitation is of one person, for the embassy they act for. `shift` counts its own withdrawals and renewals, so
  that a calendar takes each message about it as newer than the one before. `link_number` is part of the signed link in
  the mail: raising it makes all earlier links useless.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.circle import CircleEventQuerySet, CirclePaperQuerySet, InvitationQuerySet
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.uploads.naming import LONGEST_NAME
from diplomacy.versioned.models import Versioned
from diplomacy.zones import known_zone
from partners.models import Organisation, Theme


@tracked(exclude=["search"])
class CircleEvent(Identified, Timestamped, Versioned, Handled):
    """A gathering of the circle, on one local day. Its level is the limit of who may be invited."""

    class State(models.TextChoices):
        PLANNED = "planned", _("予定")
        HELD = "held", _("開催済")
        CANCELLED = "cancelled", _("中止")

    # What asks the invited again when it changes.
    MATERIAL = ("on_date", "start_time", "end_time", "time_zone", "place")

    title_ja = LineField(_("行事名"), blank=True)
    title_en = LineField(_("行事名（英語）"), blank=True)
    on_date = DayField(_("開催日"))
    start_time = models.TimeField(_("開始時刻"), null=True, blank=True)
    end_time = models.TimeField(_("終了時刻"), null=True, blank=True)
    time_zone = models.CharField(_("時間帯"), max_length=50, default="Asia/Tokyo", validators=[known_zone])
    place = LineField(_("場所"), blank=True)
    description_ja = ProseField(_("内容"), blank=True)
    description_en = ProseField(_("内容（英語）"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    answer_by = DayField(_("回答期限"), null=True, blank=True)
    next_on = DayField(_("次回の予定日"), null=True, blank=True)
    contact_email = models.EmailField(_("問い合わせ先のメール"))
    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)
    search = bigram_column("title_ja", "title_en", "place")
    SEARCH_COLUMNS = ("title_ja", "title_en", "place")

    objects = CircleEventQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "id"]
        verbose_name = _("サークルの行事")
        indexes = [
            GinIndex(fields=["search"], name="circle_event_search"),
            models.Index(fields=["on_date", "id"], name="circle_event_by_date"),
        ]
        constraints = [
            Handled.handling_constraint("circle_event_handling"),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False), name="circle_event_end_needs_start"
            ),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def description(self) -> str:
        return local(self.description_ja, self.description_en)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def begins_at(self) -> datetime:
        """Its start; without a time the end of its day, so that the day itself is still before it."""
        if self.start_time is not None:
            return datetime.combine(self.on_date, self.start_time, self.zone)
        return datetime.combine(self.on_date + timedelta(days=1), time(), self.zone)

    @property
    def answers_until(self) -> datetime:
        """An answer is taken and changed until the end of the day it is due by, and never after the start."""
        if self.answer_by is None:
            return self.begins_at
        return min(datetime.combine(self.answer_by + timedelta(days=1), time(), self.zone), self.begins_at)

    def takes_answers(self, now: datetime) -> bool:
        return self.state == self.State.PLANNED and now < self.answers_until

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {}
        if not (self.title_ja or self.title_en):
            errors["title_ja"] = _("日本語か英語の行事名を入力してください。")
        if self.end_time and not self.start_time:
            errors["start_time"] = _("終了時刻を入れるときは、開始時刻も入力してください。")
        elif self.end_time and self.start_time and self.end_time <= self.start_time:
            errors["end_time"] = _("終了時刻が開始時刻より前です。")
        if self.answer_by and self.on_date and self.answer_by > self.on_date:
            errors["answer_by"] = _("回答期限は開催日までの日付にしてください。")
        if self.next_on and self.on_date and self.next_on <= self.on_date:
            errors["next_on"] = _("次回の予定日は開催日より後の日付にしてください。")
        if errors:
            raise ValidationError(errors)


@tracked()
class Invitation(Identified, Timestamped):
    """One person asked to one gathering, and what they answered."""

    class Answer(models.TextChoices):
        NONE = "", _("未回答")
        ACCEPTED = "accepted", _("出席")
        TENTATIVE = "tentative", pgettext_lazy("出欠", "未定")
        DECLINED = "declined", _("欠席")

    class Way(models.TextChoices):
        NONE = "", ""
        PORTAL = "portal", _("ポータル")
        LINK = "link", _("メールのリンク")
        ORGANISER = "organiser", _("事務局が記録")

    class Attendance(models.TextChoices):
        UNKNOWN = "", _("未記入")
        ATTENDED = "attended", _("出席した")
        ABSENT = "absent", _("欠席した")

    event = models.ForeignKey(CircleEvent, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(User, models.PROTECT, verbose_name=_("招待した人"), related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("所属"), related_name="+")
    invited_at = models.DateTimeField(_("招待日時"))
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("回答"), max_length=9, choices=Answer, blank=True, default=Answer.NONE)
    note = LineField(_("連絡事項"), blank=True, max_length=500)
    answered_at = models.DateTimeField(null=True)
    answered_way = models.CharField(max_length=9, choices=Way, blank=True, default=Way.NONE)
    answered_sequence = models.PositiveIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    shift = models.PositiveIntegerField(default=0)
    link_number = models.PositiveIntegerField(default=1)
    attendance = models.CharField(
        _("出欠の実績"), max_length=8, choices=Attendance, blank=True, default=Attendance.UNKNOWN
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name_ja", "id"]
        verbose_name = _("招待")
        indexes = [models.Index(fields=["organisation", "event"], name="invitation_by_organisation")]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="invitation_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False, answered_sequence__isnull=False),
                name="invitation_answer_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} – {self.person}"

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None

    @property
    def answer_holds(self) -> bool:
        """Whether the answer is to the day, time and place of now."""
        return bool(self.answer) and self.answered_sequence == self.event.sequence

    @property
    def current_answer(self) -> str:
        return self.answer if self.answer_holds else self.Answer.NONE

    @property
    def sequence(self) -> int:
        """For the calendar of the person: grows with the gathering's changes and with the invitation's own."""
        return self.event.sequence + self.shift


@tracked()
class CirclePaper(Identified, Timestamped):
    """A file shared with the circle: whoever reads the gathering and is invited, or runs it, may take it.

    The file lies under the row's id (`diplomacy.uploads.store`) and never changes; another file is another paper.
    """

    event = models.ForeignKey(CircleEvent, models.CASCADE, related_name="papers")
    title_ja = LineField(_("資料名"), blank=True)
    title_en = LineField(_("資料名（英語）"), blank=True)
    file_name = LineField(_("ファイル名"), max_length=LONGEST_NAME)
    media_type = models.CharField(_("種類"), max_length=100)
    size = models.PositiveBigIntegerField(_("大きさ"))
    sha256 = models.CharField("SHA-256", max_length=64)
    scanner = models.CharField(_("ウイルス検査"), max_length=40, blank=True)
    uploaded_at = models.DateTimeField(_("登録日時"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, verbose_name=_("登録者"), related_name="+")

    objects = CirclePaperQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        verbose_name = _("サークルの資料")
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="circle_paper_not_empty")]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en) or self.file_name
