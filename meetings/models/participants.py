from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled
from accounts.models import User
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.readings import ReadingField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from meetings.models.meeting import Meeting
from meetings.participants.querysets import ParticipantQuerySet
from partners.models import Organisation, Person


@tracked(exclude=["search"])
class Participant(Identified, Timestamped, Sourced, Versioned, Handled):
    """Who sits at a meeting, for which side, in which role and at which place in the order of precedence.

    Somebody on file is named by their record, and read by whoever reads that record; anybody else by the names here.
    `position` runs from 1 without gaps among the rows of one side that are not deleted; a deleted one keeps its row
    for 30 days, so that it can be brought back.
    """

    class Side(models.TextChoices):
        OURS = "ours", _("日本側")
        THEIRS = "theirs", _("相手側")
        OTHER = "other", _("主催者・オブザーバー")

    class Role(models.TextChoices):
        HEAD = "head", _("団長")
        ALTERNATE = "alternate", _("団長代理")
        MEMBER = "member", pgettext_lazy("代表団", "団員")
        SPEAKER = "speaker", _("発言者")
        ADVISER = "adviser", _("顧問")
        INTERPRETER = "interpreter", _("通訳")
        SECRETARIAT = "secretariat", _("事務局")

    class Attendance(models.TextChoices):
        EXPECTED = "expected", pgettext_lazy("出欠", "予定")
        ATTENDED = "attended", pgettext_lazy("出欠", "出席")
        ABSENT = "absent", pgettext_lazy("出欠", "欠席")
        SUBSTITUTED = "substituted", _("代理出席")

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("会合"), related_name="participants")
    side = models.CharField(pgettext_lazy("代表団", "側"), max_length=6, choices=Side, default=Side.OURS)
    position = models.PositiveSmallIntegerField(_("席次"), default=1, editable=False)
    role = models.CharField(_("役割"), max_length=11, choices=Role, default=Role.MEMBER)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("登録済みの人"), null=True, blank=True, related_name="participations"
    )
    name_ja = LineField(_("氏名"), blank=True, max_length=200)
    reading = ReadingField(_("ふりがな"), blank=True, max_length=200)
    name_en = LineField(_("氏名（ローマ字）"), blank=True, max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("所属機関"), null=True, blank=True, related_name="meeting_seats"
    )
    organisation_text = LineField(_("所属（登録のない機関）"), blank=True, max_length=200)
    title_ja = LineField(_("会合での役職"), blank=True, max_length=200)
    title_en = LineField(_("会合での役職（英語）"), blank=True, max_length=200)
    attendance = models.CharField(_("出欠"), max_length=11, choices=Attendance, default=Attendance.EXPECTED)
    note = ProseField(_("備考"), blank=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    deleted_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    search = bigram_column("name_ja", "reading", "name_en", "organisation_text")
    SEARCH_COLUMNS = ("name_ja", "reading", "name_en", "organisation_text")
    NAMES = ("name_ja", "reading", "name_en")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "side", "position", "id"]
        verbose_name = _("参加者")
        indexes = [
            GinIndex(fields=["search"], name="participant_search"),
            models.Index(fields=["meeting", "side", "position"], name="participant_in_order"),
            models.Index(
                fields=["meeting"], condition=Q(side="ours", role="head", deleted_at=None), name="participant_our_head"
            ),
        ]
        constraints = [
            Handled.handling_constraint("participant_handling"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name_ja="", reading="", name_en="")
                | (Q(person__isnull=True) & ~Q(name_ja="", name_en="")),
                name="participant_is_named_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(organisation_text=""),
                name="participant_has_one_organisation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person_id and self.person else local(self.name_ja, self.name_en)

    @property
    def names(self) -> Any:
        """The record that holds the names: of the person on file, or this one."""
        return self.person or self

    @property
    def body(self) -> str:
        """The organisation they come from."""
        return str(self.organisation) if self.organisation else self.organisation_text

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        errors: dict[str, Any] = {}
        named = [name for name in self.NAMES if getattr(self, name)]
        if self.person_id and named:
            errors[named[0]] = _("登録済みの人を選んだときは、氏名とふりがなは空欄にしてください。")
        if not self.person_id and not (self.name_ja or self.name_en):
            errors["name_ja"] = _("登録済みの人を選ぶか、氏名を入力してください。")
        if self.organisation_id and self.organisation_text:
            errors["organisation_text"] = _("所属機関を選んだときは、空欄にしてください。")
        if errors:
            raise ValidationError(errors)
