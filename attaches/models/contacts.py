from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handled, Handling
from accounts.models import Role, User
from accounts.records import Identified, Timestamped, tracked
from attaches.querysets.contacts import ContactQuerySet
from attaches.querysets.follow_ups import FollowUpQuerySet
from diplomacy.days import DayField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.dates import written
from diplomacy.versioned.models import Versioned
from partners.models import Organisation, Partner, Person, Theme

MOST_PEOPLE = 100


class Way(models.TextChoices):
    MEETING = "meeting", _("面談")
    CALL = "call", _("電話")
    MAIL = "mail", _("メール")
    EVENT = "event", _("行事")
    VISIT = "visit", _("訪問")


@tracked(exclude=["search"])
class Contact(Identified, Timestamped, Versioned, Handled):
    """面談記録: what one of a post heard from whom. It belongs to `owner`, the author's embassy, mission or ministry.

    `number` runs per owner and is quoted among its own people; others are not shown it, as it would tell how many
    there are. `key` is what the author's form sent along: the same key is the same contact. One that is withdrawn
    stays for its owner to see.
    """

    number = models.PositiveIntegerField(_("番号"), editable=False)
    key = models.UUIDField(editable=False)
    author = models.ForeignKey(User, models.PROTECT, verbose_name=_("記録者"), editable=False, related_name="+")
    met_on = DayField(_("日付"))
    met_at = models.TimeField(_("時刻"), null=True, blank=True)
    way = models.CharField(_("方法"), max_length=8, choices=Way, default=Way.MEETING)
    place = LineField(_("場所"), blank=True, max_length=200)
    partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=pgettext_lazy("面談", "国・機関"), null=True, blank=True, related_name="+"
    )
    people = models.ManyToManyField(Person, verbose_name=pgettext_lazy("面談", "相手"), related_name="+")
    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    said = ProseField(_("話したこと"))
    meaning = ProseField(_("意味・所見"), blank=True)
    withdrawn_at = models.DateTimeField(_("取下げ"), null=True, editable=False)
    withdrawn_because = LineField(_("取下げの理由"), blank=True, editable=False)
    is_sample = models.BooleanField(_("見本"), default=False, editable=False)
    search = bigram_column("said", "meaning", "place")
    SEARCH_COLUMNS = ("said", "meaning", "place")

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on", "-id"]
        verbose_name = _("面談記録")
        indexes = [
            GinIndex(fields=["search"], name="contact_search"),
            # As lists page, downwards and upwards: without nulls the order is the same, but not to the planner.
            models.Index(F("met_on").desc(nulls_last=True), F("id").desc(nulls_last=True), name="contact_latest_first"),
            models.Index(F("met_on").desc(), F("id").desc(), name="contact_newest_first"),
            models.Index(F("owner"), F("met_on").desc(), F("id").desc(), name="contact_of_owner"),
            models.Index(F("partner"), F("met_on").desc(), F("id").desc(), name="contact_with_partner"),
        ]
        constraints = [
            Handled.handling_constraint("contact_handling"),
            models.CheckConstraint(
                condition=~Q(handling=Handling.PUBLIC) & Q(owner__isnull=False), name="contact_belongs_to_somebody"
            ),
            models.CheckConstraint(condition=~Q(said=""), name="contact_says_something"),
            models.UniqueConstraint(fields=["owner", "number"], name="contact_number_once"),
            models.UniqueConstraint(fields=["author", "key"], name="contact_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {written(self.met_on)}"

    @classmethod
    def levels(cls) -> list[tuple[str, Any]]:
        """A contact is never public."""
        return [choice for choice in Handling.choices if choice[0] != Handling.PUBLIC]

    @staticmethod
    def levels_for(author: User) -> list[tuple[str, Any]]:
        """What its author may choose in the form: an embassy keeps it or names who else reads it."""
        own = (Handling.SHARED, Handling.SHARED.label)
        return [own] if author.role == Role.ATTACHE else [(Handling.GOVERNMENT, Handling.GOVERNMENT.label), own]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
        if self.handling == Handling.PUBLIC:
            raise ValidationError({"handling": _("面談記録は公開できません。")})


@tracked(exclude=["search"])
class FollowUp(Identified, Timestamped, Versioned):
    """フォローアップ: what a body undertook after a contact, until when, and what became of it. Read by whoever reads
    the contact; closed only with a result."""

    class State(models.TextChoices):
        OPEN = "open", _("対応中")
        DONE = "done", _("完了")
        DROPPED = "dropped", _("取りやめ")

    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name=_("面談記録"), related_name="follow_ups")
    what = LineField(_("次の一手"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("担当機関"), related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, verbose_name=_("担当者"), null=True, blank=True, related_name="+")
    due_on = DayField(_("期限"))
    state = models.CharField(_("状態"), max_length=8, choices=State, default=State.OPEN, editable=False)
    result = ProseField(_("結果"), blank=True)
    result_on = DayField(_("結果の日付"), null=True, blank=True)
    search = bigram_column("what", "result")
    SEARCH_COLUMNS = ("what", "result")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("フォローアップ")
        indexes = [
            GinIndex(fields=["search"], name="follow_up_search"),
            models.Index(fields=["due_on", "id"], name="follow_up_by_due"),
            models.Index(fields=["person", "due_on", "id"], condition=Q(state="open"), name="follow_up_of_person"),
            models.Index(fields=["organisation", "due_on", "id"], condition=Q(state="open"), name="follow_up_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="open", result="", result_on__isnull=True))
                | (~Q(state="open") & ~Q(result="") & Q(result_on__isnull=False)),
                name="follow_up_closed_with_result",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today

    def clean(self) -> None:
        super().clean()
        if self.person and self.person.organisation_id != self.organisation_id:
            raise ValidationError({"person": _("担当者は、担当機関の人から選んでください。")})
