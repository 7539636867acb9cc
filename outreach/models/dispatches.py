from datetime import date
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.records import Identified, Sourced, Timestamped, tracked
from attaches.models import MeetingRequest
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from diplomacy.zones import known_zone
from meetings.models import ActionItem
from outreach.models.editorial import signature
from outreach.models.experts import Expert, Tongue
from outreach.querysets import DispatchQuerySet, EffectQuerySet, PartOfDispatchQuerySet
from partners.models import Organisation, Partner, Theme


@tracked(exclude=["search"])
class Dispatch(Identified, Timestamped, Sourced, Versioned, Handled):
    """専門家派遣: somebody asks for a speaker, one is chosen, approved by another, invited, travels, reports.

    `expert` is who was chosen last; who was asked before and said no stays in `Asking`. It belongs to the body that
    asked for it. Where it came out of an action of a meeting or out of an embassy's request, it points there.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("依頼")
        MATCHED = "matched", _("候補選定")
        APPROVED = "approved", _("承認済")
        INVITED = "invited", _("招請中")
        AGREED = "agreed", _("受諾")
        REPORTED = "reported", _("報告済")
        CANCELLED = "cancelled", _("中止")

    # A reason says what the expert's own entry says.
    TOLD_WITH: ClassVar = {"choice_reason": "expert"}

    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("依頼した機関"),
        null=True,
        blank=True,
        editable=False,
        related_name="asked_dispatches",
    )
    title_ja = LineField(_("件名"), max_length=160)
    title_en = LineField(_("件名（英語）"), blank=True, max_length=200)
    partner = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("派遣先の国・機関"), related_name="+")
    city = LineField(_("都市"), blank=True, max_length=100)
    time_zone = models.CharField(_("現地の時間帯"), max_length=50, default="Asia/Tokyo", validators=[known_zone])
    starts_on = DayField(_("始め"))
    ends_on = DayField(_("終わり"))
    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("テーマ"), related_name="+")
    language = models.CharField(_("講演の言語"), max_length=2, choices=Tongue, default=Tongue.ENGLISH)
    purpose_ja = ProseField(_("目的と期待すること"), max_length=4000)
    purpose_en = ProseField(_("目的（英語）"), blank=True, max_length=4000)
    audience = LineField(_("想定する聞き手"), blank=True, max_length=200)
    state = models.CharField(_("段階"), max_length=10, choices=State, default=State.REQUESTED, editable=False)
    expert = models.ForeignKey(
        Expert, models.PROTECT, verbose_name=_("専門家"), null=True, blank=True, editable=False, related_name="+"
    )
    choice_reason = ProseField(_("選定の理由"), blank=True, max_length=2000, editable=False)
    requested_by = signature(_("依頼者"))
    approved_by = signature(_("承認者"))
    report_ja = ProseField(_("報告"), blank=True, editable=False)
    reported_on = DayField(_("報告日"), null=True, blank=True, editable=False)
    action = models.ForeignKey(
        ActionItem,
        models.SET_NULL,
        verbose_name=_("もとになった行動"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    asked_in = models.ForeignKey(
        MeetingRequest,
        models.SET_NULL,
        verbose_name=_("大使館からの依頼"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    search = bigram_column("title_ja", "title_en", "city")
    SEARCH_COLUMNS = ("title_ja", "title_en", "city")

    objects = DispatchQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        verbose_name = _("専門家派遣")
        indexes = [
            GinIndex(fields=["search"], name="dispatch_search"),
            models.Index(fields=["starts_on", "id"], name="dispatch_by_date"),
            models.Index(fields=["partner", "starts_on"], name="dispatch_by_partner"),
            models.Index(fields=["expert", "starts_on"], name="dispatch_by_expert"),
        ]
        constraints = [
            Handled.handling_constraint("dispatch_handling"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="dispatch_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "cancelled"]) | Q(expert__isnull=False),
                name="dispatch_has_its_expert",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(requested_by=F("approved_by")),
                name="dispatch_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def purpose(self) -> str:
        return local(self.purpose_ja, self.purpose_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("終わりが始めより前です。")})


@tracked()
class Asking(Identified, Timestamped):
    """One expert asked for one dispatch, and the answer."""

    class Answer(models.TextChoices):
        OPEN = "open", _("回答待ち")
        ACCEPTED = "accepted", _("受諾")
        DECLINED = "declined", _("辞退")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="askings")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="askings")
    asked_on = DayField(_("招請日"))
    asked_by = signature(_("招請者"))
    answer = models.CharField(_("回答"), max_length=8, choices=Answer, default=Answer.OPEN)
    answered_on = DayField(_("回答日"), null=True, blank=True)

    objects = PartOfDispatchQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "created_at", "id"]
        verbose_name = _("招請")
        indexes = [models.Index(fields=["expert", "asked_on"], name="asking_by_expert")]
        constraints = [
            models.UniqueConstraint(fields=["dispatch"], condition=Q(answer="open"), name="asking_one_open"),
        ]


@tracked()
class Stop(Identified, Timestamped, Versioned):
    """One line of the itinerary, in the local time of the place."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="stops")
    day = DayField(pgettext_lazy("派遣", "日"))
    starts_at = models.TimeField(pgettext_lazy("派遣", "開始"), null=True, blank=True)
    ends_at = models.TimeField(pgettext_lazy("派遣", "終了"), null=True, blank=True)
    what = LineField(_("内容"), max_length=200)
    place = LineField(_("場所"), blank=True, max_length=200)
    escort = LineField(_("同行・連絡先"), blank=True, max_length=200)

    objects = PartOfDispatchQuerySet.as_manager()

    class Meta:
        ordering = ["day", "starts_at", "created_at"]
        verbose_name = _("行程")

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.day and not self.dispatch.starts_on <= self.day <= self.dispatch.ends_on:
            errors["day"] = _("派遣の期間の外の日です。")
        if self.ends_at and (self.starts_at is None or self.ends_at <= self.starts_at):
            errors["ends_at"] = _("終了は開始より後の時刻にしてください。")
        if errors:
            raise ValidationError(errors)


@tracked()
class Engagement(Identified, Timestamped, Versioned):
    """One talk or visit on a dispatch, and how many of which group heard it."""

    class Audience(models.TextChoices):
        RESEARCHERS = "researchers", _("研究者")
        STUDENTS = "students", _("学生")
        OFFICIALS = "officials", _("政府関係者")
        INDUSTRY = "industry", _("産業界")
        PUBLIC = "public", _("一般")
        MEDIA = "media", _("報道")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="engagements")
    day = DayField(pgettext_lazy("派遣", "日"))
    what = LineField(_("内容"), max_length=200)
    place = LineField(_("場所"), blank=True, max_length=200)
    audience = models.CharField(_("聞き手"), max_length=12, choices=Audience)
    heard_by = models.PositiveIntegerField(_("人数"))
    reaction = ProseField(_("反応"), blank=True, max_length=1000)

    objects = PartOfDispatchQuerySet.as_manager()

    class Meta:
        ordering = ["day", "created_at"]
        verbose_name = _("講演・訪問")

    def __str__(self) -> str:
        return self.what

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.day and not self.dispatch.starts_on <= self.day <= self.dispatch.ends_on:
            errors["day"] = _("派遣の期間の外の日です。")
        if self.heard_by is not None and self.heard_by > 1_000_000:
            errors["heard_by"] = _("人数は100万人までにしてください。")
        if errors:
            raise ValidationError(errors)


@tracked()
class MediaItem(Identified, Timestamped, Versioned):
    """What newspapers, broadcasters and sites told of a dispatch."""

    class Tone(models.TextChoices):
        FRIENDLY = "friendly", _("好意的")
        NEUTRAL = "neutral", _("中立")
        CRITICAL = "critical", _("批判的")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="media")
    outlet = LineField(_("媒体"), max_length=120)
    title = LineField(_("見出し"), max_length=200)
    link = models.URLField(_("リンク"), blank=True, max_length=500)
    day = DayField(_("掲載日"))
    tone = models.CharField(_("論調"), max_length=8, choices=Tone, default=Tone.NEUTRAL)

    objects = PartOfDispatchQuerySet.as_manager()

    class Meta:
        ordering = ["day", "created_at"]
        verbose_name = _("報道")

    def __str__(self) -> str:
        return self.title


@tracked()
class Effect(Identified, Timestamped, Versioned):
    """What had come of a dispatch 3, 6 and 12 months after it; the rows are there, unwritten, once it is reported."""

    class Months(models.IntegerChoices):
        THREE = 3, _("3か月後")
        SIX = 6, _("6か月後")
        TWELVE = 12, _("12か月後")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="effects")
    months = models.PositiveSmallIntegerField(_("何か月後"), choices=Months)
    due_on = DayField(_("記入の期日"))
    text = ProseField(_("成果"), max_length=4000, blank=True)
    recorded_on = DayField(_("記入日"), null=True, blank=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        verbose_name = _("派遣後の成果")
        indexes = [models.Index(fields=["due_on"], condition=Q(recorded_on=None), name="effect_due")]
        constraints = [models.UniqueConstraint(fields=["dispatch", "months"], name="effect_once")]

    def __str__(self) -> str:
        return str(self.get_months_display())

    @staticmethod
    def due_after(last_day: date, months: int) -> date:
        return last_day + relativedelta(months=months)
