from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled, Handling
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from meetings.coordination.querysets import CoordinationCaseQuerySet
from partners.models import Organisation

HEADQUARTERS = (Organisation.Kind.HEADQUARTERS, Organisation.Kind.COUNCIL)


@tracked(exclude=["search"])
class CoordinationCase(Identified, Timestamped, Sourced, Versioned, Handled):
    """A matter that the council and another headquarters of the government settle together (司令塔連携).

    Kept by the council's secretariat, read inside government alone. Closed when its state says so, with the day.
    """

    class State(models.TextChoices):
        RAISED = "raised", _("協議前")
        UNDER_WAY = "under_way", _("調整中")
        AGREED = "agreed", _("方針合意")
        CLOSED = "closed", _("完了")

    subject_ja = LineField(_("件名"), blank=True)
    subject_en = LineField(_("件名（英語）"), blank=True)
    headquarters = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("本部（司令塔）"), related_name="coordination_cases"
    )
    lead = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("主担当府省"), related_name="led_coordination_cases"
    )
    joint = models.ManyToManyField(
        Organisation, verbose_name=_("共同府省庁"), blank=True, related_name="joint_coordination_cases"
    )
    state = models.CharField(_("状態"), max_length=10, choices=State, default=State.RAISED)
    next_step = ProseField(_("次の一手"), blank=True, max_length=2000)
    due_on = DayField(_("期限"), null=True, blank=True)
    raised_on = DayField(_("提起した日"))
    closed_on = DayField(_("完了した日"), null=True, blank=True)
    search = bigram_column("subject_ja", "subject_en", "next_step")
    SEARCH_COLUMNS = ("subject_ja", "subject_en", "next_step")

    objects = CoordinationCaseQuerySet.as_manager()

    class Meta:
        ordering = ["raised_on", "id"]
        verbose_name = _("司令塔連携")
        indexes = [
            GinIndex(fields=["search"], name="coordination_search"),
            models.Index(fields=["raised_on", "id"], name="coordination_by_day"),
            models.Index(F("due_on").asc(nulls_last=True), "id", name="coordination_by_due"),
        ]
        constraints = [
            Handled.handling_constraint("coordination_handling"),
            models.CheckConstraint(
                condition=Q(handling__in=[Handling.GOVERNMENT, Handling.RESTRICTED]),
                name="coordination_inside_government",
            ),
            models.CheckConstraint(condition=~Q(subject_ja="", subject_en=""), name="coordination_has_subject"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="coordination_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("raised_on")),
                name="coordination_closed_after_raised",
            ),
        ]

    def __str__(self) -> str:
        return local(self.subject_ja, self.subject_en)

    @classmethod
    def levels(cls) -> list[tuple[str, Any]]:
        return [level for level in super().levels() if level[0] in {Handling.GOVERNMENT, Handling.RESTRICTED}]

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors = {**self._body_errors(), **self._day_errors()}
        if not (self.subject_ja or self.subject_en):
            errors["subject_ja"] = _("日本語か英語で件名を入力してください。")
        if errors:
            raise ValidationError(errors)

    def clean_handling(self) -> None:
        super().clean_handling()
        if self.handling not in {Handling.GOVERNMENT, Handling.RESTRICTED}:
            raise ValidationError({"handling": _("司令塔連携は「政府部内限り」か「関係者限り」です。")})

    def _body_errors(self) -> dict:
        errors = {}
        if self.headquarters_id and self.headquarters.kind not in HEADQUARTERS:
            errors["headquarters"] = _("本部か会議から選んでください。")
        if self.lead_id and self.lead.kind != Organisation.Kind.MINISTRY:
            errors["lead"] = _("府省から選んでください。")
        return errors

    def _day_errors(self) -> dict:
        if self.state == self.State.CLOSED and self.closed_on is None:
            return {"closed_on": _("完了にするときは、完了した日を入力してください。")}
        if self.state != self.State.CLOSED and self.closed_on is not None:
            return {"closed_on": _("完了した日を入力するときは、状態を「完了」にしてください。")}
        if self.closed_on and self.raised_on and self.closed_on < self.raised_on:
            return {"closed_on": _("完了した日が提起した日より前です。")}
        return {}
