from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.days import DayField
from diplomacy.precision import LastDay
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.outcomes.querysets import ActionItemQuerySet, DecisionQuerySet
from partners.models import DatePrecision, Organisation


class Side(models.TextChoices):
    OURS = "ours", _("日本側")
    THEIRS = "theirs", _("相手側")


class Outcome(Identified, Timestamped, Sourced, Versioned, Handled):
    """What both kinds of outcome share. A deleted one keeps its row for 30 days, so that it can be brought back.

    The agenda item it comes from narrows who reads it and therefore stays as long as it does (RESTRICT).
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("会合"), related_name="%(class)ss")
    item = models.ForeignKey(
        AgendaItem, models.RESTRICT, verbose_name=_("議題"), null=True, blank=True, related_name="%(class)ss"
    )
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if self.item and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": _("この会合の議題から選んでください。")})


@tracked(exclude=["search"])
class Decision(Outcome):
    """What a meeting decided. Its number is computed over what its reader sees, in the order of day and entry."""

    text_ja = ProseField(_("決定の内容"), blank=True)
    text_en = ProseField(_("決定の内容（英語）"), blank=True)
    day = models.PositiveSmallIntegerField(
        _("日目"), default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    search = bigram_column("text_ja", "text_en")
    SEARCH_COLUMNS = ("text_ja", "text_en")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "day", "created_at", "id"]
        verbose_name = _("決定")
        indexes = [
            GinIndex(fields=["search"], name="decision_search"),
            models.Index(fields=["meeting", "day", "created_at"], name="decision_in_order"),
            models.Index(F("created_at").desc(nulls_last=True), "id", name="decision_newest_first"),
        ]
        constraints = [
            Handled.handling_constraint("decision_handling"),
            models.CheckConstraint(condition=~Q(text_ja="", text_en=""), name="decision_says_something"),
        ]

    def __str__(self) -> str:
        return local(self.text_ja, self.text_en)

    def clean(self) -> None:
        super().clean()
        if not (self.text_ja or self.text_en):
            raise ValidationError({"text_ja": _("日本語か英語で決定の内容を入力してください。")})


@tracked(exclude=["search", "due_by"])
class ActionItem(Outcome):
    """What one side undertook at a meeting: who does what until when, and what became of it.

    Ours belongs to a ministry; theirs to an organisation on file or to whoever the free text names. `due_by` is the
    last day of what is known of the date, computed by the database. One that is handed over goes on as the action
    that was `carried_from` it; `followed_up_in` are the later sessions that took it up on their agenda.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("対応中")
        DONE = "done", _("完了")
        DROPPED = "dropped", _("取りやめ")
        HANDED_OVER = "handed_over", _("引き継ぎ済み")

    CLOSED_IN_WORDS = (Status.DONE, Status.DROPPED)

    decision = models.ForeignKey(
        Decision, models.SET_NULL, verbose_name=_("もとの決定"), null=True, blank=True, related_name="actions"
    )
    side = models.CharField(_("どちらの行動か"), max_length=6, choices=Side, default=Side.OURS)
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=pgettext_lazy("行動", "担当"),
        null=True,
        blank=True,
        related_name="owed_actions",
    )
    responsible_text = LineField(_("担当（登録のない機関・人）"), blank=True, max_length=200)
    contact = LineField(_("連絡先・担当者"), blank=True, max_length=200)
    title_ja = LineField(_("行動"), blank=True)
    title_en = LineField(_("行動（英語）"), blank=True)
    detail = ProseField(_("詳細"), blank=True)
    due_on = DayField(_("期限"), null=True, blank=True)
    due_precision = models.CharField(
        _("期限の精度"), max_length=8, choices=DatePrecision, default=DatePrecision.UNKNOWN
    )
    due_by = models.GeneratedField(
        expression=LastDay("due_on", "due_precision"), output_field=models.DateField(null=True), db_persist=True
    )
    status = models.CharField(_("状態"), max_length=12, choices=Status, default=Status.OPEN, editable=False)
    result = ProseField(_("結果"), blank=True)
    result_on = DayField(_("結果の日付"), null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name=_("引き継ぎ元"), null=True, editable=False, related_name="carried_to"
    )
    followed_up_in = models.ManyToManyField(
        Meeting, verbose_name=_("フォローアップする会合"), blank=True, editable=False, related_name="followed_up"
    )
    search = bigram_column("title_ja", "title_en", "responsible_text")
    SEARCH_COLUMNS = ("title_ja", "title_en", "responsible_text")

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = [F("due_by").asc(nulls_last=True), "id"]
        verbose_name = _("行動")
        indexes = [
            GinIndex(fields=["search"], name="action_search"),
            models.Index(fields=["due_by", "id"], name="action_by_due"),
            models.Index(F("due_by").desc(nulls_last=True), "id", name="action_latest_due_first"),
            models.Index(fields=["due_by", "id"], condition=Q(status="open", deleted_at=None), name="action_open"),
            models.Index(fields=["responsible", "due_by"], name="action_by_responsible"),
        ]
        constraints = [
            Handled.handling_constraint("action_handling"),
            models.CheckConstraint(condition=~Q(title_ja="", title_en=""), name="action_has_title"),
            models.CheckConstraint(
                condition=Q(side=Side.THEIRS) | Q(responsible__isnull=False, responsible_text=""),
                name="action_of_ours_has_ministry",
            ),
            models.CheckConstraint(
                condition=Q(due_precision=DatePrecision.UNKNOWN, due_on__isnull=True)
                | (~Q(due_precision=DatePrecision.UNKNOWN) & Q(due_on__isnull=False)),
                name="action_due_as_precise_as_said",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["done", "dropped"], result_on__isnull=False) & ~Q(result=""))
                | Q(status__in=["open", "handed_over"], result="", result_on__isnull=True),
                name="action_closed_with_words",
            ),
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_by is not None and self.due_by < today

    def clean(self) -> None:
        super().clean()
        errors = {**self._owner_errors(), **self._due_errors()}
        if not (self.title_ja or self.title_en):
            errors["title_ja"] = _("日本語か英語で行動を入力してください。")
        if self.decision and self.decision.meeting_id != self.meeting_id:
            errors["decision"] = _("この会合の決定から選んでください。")
        if errors:
            raise ValidationError(errors)

    def _owner_errors(self) -> dict:
        if self.side != Side.OURS:
            return {}
        if self.responsible is None:
            return {"responsible": _("日本側の行動には、担当する府省を選んでください。")}
        if self.responsible.kind != Organisation.Kind.MINISTRY:
            return {"responsible": _("日本側の行動の担当は、府省から選んでください。")}
        if self.responsible_text:
            return {"responsible_text": _("登録のない機関・人は、相手側の行動のときに入力できます。")}
        return {}

    def _due_errors(self) -> dict:
        if self.due_precision == DatePrecision.UNKNOWN and self.due_on:
            return {"due_precision": _("期限を入力したときは、精度を「日・月・年」から選んでください。")}
        if self.due_precision != DatePrecision.UNKNOWN and self.due_on is None:
            return {"due_on": _("期限を入力するか、期限の精度を「未定」にしてください。")}
        return {}
