from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Sourced, Timestamped, tracked
from attaches.querysets.postings import PostingQuerySet
from diplomacy.days import DayField
from diplomacy.terms import Term
from diplomacy.text import LineField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models import Organisation, Person

KINDS = (Organisation.Kind.EMBASSY, Organisation.Kind.MISSION)


@tracked()
class Posting(Identified, Timestamped, Sourced, Versioned):
    """One person's term as attaché at an embassy in Tokyo, or as officer at a mission abroad.

    Through `account` the person signs in; the account's term follows the posting's. One person holds one posting at
    a time: the database refuses a second. `successor` is who came next, read backwards from `predecessor`.
    """

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人"), related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("大使館・在外公館"), related_name="+")
    account = models.ForeignKey(
        User, models.SET_NULL, verbose_name=_("アカウント"), null=True, blank=True, related_name="+"
    )
    title_ja = LineField(_("職名"), blank=True, max_length=100)
    title_en = LineField(_("職名（英語）"), blank=True, max_length=100)
    starts_on = DayField(_("着任"))
    ends_on = DayField(_("離任"), null=True, blank=True)
    predecessor = models.OneToOneField(
        "self", models.SET_NULL, verbose_name=_("前任"), null=True, blank=True, related_name="successor"
    )

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "id"]
        verbose_name = _("在任")
        indexes = [models.Index(fields=["organisation", "starts_on"], name="posting_by_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="posting_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="posting_not_its_own_predecessor"),
            ExclusionConstraint(
                name="posting_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Term("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"

    @property
    def title(self) -> str:
        return local(self.title_ja, self.title_en)

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("離任が着任より前です。")
        if self.organisation_id and self.organisation.kind not in KINDS:
            errors["organisation"] = _("在日大使館か在外公館を選んでください。")
        if self.account and self.account.organisation_id != self.organisation_id:
            errors["account"] = _("この大使館・公館のアカウントを選んでください。")
        if self.predecessor and self.predecessor.organisation_id != self.organisation_id:
            errors["predecessor"] = _("同じ大使館・公館の前任を選んでください。")
        if errors:
            raise ValidationError(errors)
