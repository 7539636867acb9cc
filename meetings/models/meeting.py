from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from diplomacy.zones import known_zone
from meetings.models.series import MeetingSeries
from meetings.querysets import MeetingQuerySet
from partners.models import DatePrecision, Organisation, Partner


@tracked(exclude=["search"])
class Meeting(Identified, Timestamped, Sourced, Versioned, Handled):
    """One session of a series.

    `start_date` and `end_date` are the local dates at the place of the meeting, known as far as `date_precision`
    says (month or year: the first day stands for the whole; unknown: both empty). `start_time` and `end_time` are
    local to `time_zone`; without times nothing is ever converted between zones. `sequence` counts the changes of
    time or place, for calendars.
    """

    class Status(models.TextChoices):
        TENTATIVE = "tentative", _("日程調整中")
        CONFIRMED = "confirmed", _("確定")
        HELD = "held", _("開催済")
        POSTPONED = "postponed", _("延期")
        CANCELLED = "cancelled", _("中止")

    series = models.ForeignKey(MeetingSeries, models.PROTECT, verbose_name=_("系列"), related_name="meetings")
    ordinal = models.PositiveSmallIntegerField(_("回次"), null=True, blank=True)
    title_ja = LineField(_("会合名"), blank=True)
    title_en = LineField(_("会合名（英語）"), blank=True)
    start_date = DayField(_("開始日"), null=True, blank=True)
    end_date = DayField(_("終了日"), null=True, blank=True)
    date_precision = models.CharField(_("日付の精度"), max_length=8, choices=DatePrecision, default=DatePrecision.DAY)
    start_time = models.TimeField(_("開始時刻"), null=True, blank=True)
    end_time = models.TimeField(_("終了時刻"), null=True, blank=True)
    time_zone = models.CharField(_("時間帯"), max_length=50, default="Asia/Tokyo", validators=[known_zone])
    city = LineField(_("開催地"), blank=True, max_length=100)
    country = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name=_("開催国"),
        null=True,
        blank=True,
        related_name="hosted_meetings",
    )
    venue = LineField(_("会場"), blank=True)
    online = models.BooleanField(_("オンライン"), default=False)
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.TENTATIVE)
    lead_ministry = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("主担当府省"),
        null=True,
        blank=True,
        related_name="led_meetings",
    )
    concerned = models.ManyToManyField(
        Organisation, verbose_name=_("関係府省庁"), blank=True, related_name="concerned_meetings"
    )
    note = ProseField(_("備考"), blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    search = bigram_column("title_ja", "title_en", "city")
    SEARCH_COLUMNS = ("title_ja", "title_en", "city")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("start_date").desc(nulls_last=True), "id"]
        verbose_name = _("会合")
        indexes = [
            GinIndex(fields=["search"], name="meeting_search"),
            models.Index(fields=["start_date", "id"], name="meeting_by_date"),
            models.Index(F("start_date").desc(nulls_last=True), "id", name="meeting_newest_first"),
            models.Index(fields=["series", "start_date"], name="meeting_by_series"),
        ]
        constraints = [
            Handled.handling_constraint("meeting_handling"),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(date_precision=DatePrecision.UNKNOWN, start_date__isnull=True, end_date__isnull=True)
                | (~Q(date_precision=DatePrecision.UNKNOWN) & Q(start_date__isnull=False)),
                name="meeting_date_as_precise_as_said",
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True) | Q(date_precision=DatePrecision.DAY),
                name="meeting_time_needs_day",
            ),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def last_date(self):
        return self.end_date or self.start_date

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {**self._title_errors(), **self._date_errors(), **self._time_errors()}
        if errors:
            raise ValidationError(errors)

    def _title_errors(self) -> dict:
        if self.title_ja or self.title_en:
            return {}
        return {"title_ja": _("日本語か英語の会合名を入力してください。")}

    def _date_errors(self) -> dict:
        if self.date_precision == DatePrecision.UNKNOWN:
            if self.start_date or self.end_date:
                return {"date_precision": _("日付を入力したときは、精度を「日・月・年」から選んでください。")}
            return {}
        if self.start_date is None:
            return {"start_date": _("開始日を入力するか、日付の精度を「未定」にしてください。")}
        if self.end_date and self.end_date < self.start_date:
            return {"end_date": _("終了日が開始日より前です。開始日以降の日付にしてください。")}
        return {}

    def _time_errors(self) -> dict:
        if self.start_time and self.date_precision != DatePrecision.DAY:
            return {"start_time": _("時刻は、開始日が日まで決まっているときに入力できます。")}
        if self.end_time and not self.start_time:
            return {"start_time": _("終了時刻を入れるときは、開始時刻も入力してください。")}
        same_day = self.start_date == self.last_date
        if self.end_time and self.start_time and same_day and self.end_time <= self.start_time:
            return {"end_time": _("終了時刻が開始時刻より前です。")}
        return {}
