"""What the lists about partners can be narrowed by: pages, files and the API use these alike.

A condition that names another record knows only those the reader may see: another id is refused as any unknown one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import FiscalYearFilter, RecordFilter, TextFilter
from diplomacy.ui.forms import DateInput
from partners import encounters
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    IndicatorValue,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
    Theme,
)
from partners.offered import every_partner, ministries, visible_organisations, visible_partners, visible_themes
from partners.regions import REGIONS

WITHIN = [
    (str(months), label)
    for months, label in ((3, _("3か月以内")), (6, _("6か月以内")), (12, _("1年以内")), (24, _("2年以内")))
]
NOT_MET = [
    (str(months), label)
    for months, label in (
        (12, _("1年以上会っていない")),
        (24, _("2年以上会っていない")),
        (36, _("3年以上会っていない")),
    )
]


def choices(label: Any, of: Any, **more: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, choices=of.choices, widget=forms.CheckboxSelectMultiple, **more
    )


def programmes() -> list[tuple[str, str]]:
    """Asked for when somebody chooses: the programmes that have projects."""
    named = Project.objects.order_by("programme").values_list("programme", flat=True).distinct()
    return [(name, name) for name in named]


class NamedFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")

    def filter_text(self, facts: Any, name: str, text: str) -> Any:
        return facts.named_like(text)


class ThemeFilter(django_filters.FilterSet):
    parent = django_filters.UUIDFilter(label=_("上位のテーマ"))
    origin = django_filters.ChoiceFilter(choices=Theme.Origin.choices)

    class Meta:
        model = Theme
        fields: list[str] = []


class InsideFilter(django_filters.FilterSet):
    """`inside` are conditions on what only government knows: others are not offered them, nor answered."""

    inside: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None and not getattr(self.request.user, "is_government", False):
            for name in self.inside:
                del self.filters[name]


class PartnerFilter(NamedFilter, InsideFilter):
    inside = ("priority", "desk")
    kind = choices(_("種別"), Partner.Kind)
    region = django_filters.ChoiceFilter(label=_("地域"), choices=list(REGIONS.items()), empty_label=_("すべて"))
    has_agreement = django_filters.ChoiceFilter(
        label=_("協定"),
        choices=[("yes", _("あり")), ("no", _("なし"))],
        method="filter_agreement",
        empty_label=_("すべて"),
    )
    not_met = django_filters.ChoiceFilter(
        label=_("会合の間隔"), choices=NOT_MET, method="filter_not_met", empty_label=_("すべて")
    )
    priority = choices(_("優先度"), Relation.Priority, method="filter_priority")
    desk = RecordFilter(label=_("担当府省"), records=ministries)

    class Meta:
        model = Partner
        fields: list[str] = []

    def filter_agreement(self, partners: Any, name: str, answer: str) -> Any:
        bound = Q(pk__in=Agreement.objects.standing().order_by().values("partner"))
        return partners.filter(bound if answer == "yes" else ~bound)

    def filter_not_met(self, partners: Any, name: str, months: str) -> Any:
        today = timezone.localdate()
        first = today - relativedelta(months=int(months))
        return partners.exclude(encounters.met_between(first, today, self.request.user))

    def filter_priority(self, partners: Any, name: str, priorities: list[str]) -> Any:
        relations = Relation.objects.visible_to(self.request.user).filter(priority__in=priorities)
        return partners.filter(pk__in=relations.order_by().values("partner"))


class OrganisationFilter(NamedFilter):
    kind = choices(_("種別"), Organisation.Kind)
    status = choices(_("状態"), Organisation.Status)
    country = RecordFilter(label=_("国"), records=every_partner)
    parent = RecordFilter(label=_("上位の機関"), records=visible_organisations)

    class Meta:
        model = Organisation
        fields: list[str] = []


class AgreementFilter(NamedFilter):
    partner = RecordFilter(label=_("相手"), records=visible_partners)
    status = choices(_("状態"), Agreement.Status)
    ends_within = django_filters.ChoiceFilter(
        label=_("満了"), choices=WITHIN, method="filter_ends", empty_label=_("すべて")
    )
    notice_within = django_filters.ChoiceFilter(
        label=_("通告期限"), choices=WITHIN, method="filter_notice", empty_label=_("すべて")
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def filter_ends(self, agreements: Any, name: str, months: str) -> Any:
        today = timezone.localdate()
        return agreements.ending_by(today + relativedelta(months=int(months)), today)

    def filter_notice(self, agreements: Any, name: str, months: str) -> Any:
        today = timezone.localdate()
        return agreements.notice_due_by(today + relativedelta(months=int(months)), today)


class ProjectFilter(NamedFilter):
    partner = RecordFilter(label=_("相手"), records=visible_partners, method="filter_partner")
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    programme = django_filters.ChoiceFilter(label=_("事業"), choices=programmes, empty_label=_("すべて"))
    fiscal_year = FiscalYearFilter(label=_("採択年度"))
    stage = choices(_("段階"), Project.Stage)
    institution = TextFilter(label=_("日本側・相手側の機関"), method="filter_institution")

    class Meta:
        model = Project
        fields: list[str] = []

    def filter_partner(self, projects: Any, name: str, partner: Partner) -> Any:
        return projects.with_partner(partner.pk)

    def filter_theme(self, projects: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return projects.on_themes(Theme.objects.under(theme).order_by().values("pk"))

    def filter_institution(self, projects: Any, name: str, text: str) -> Any:
        return projects.at_institution(text)


class BaseFilter(django_filters.FilterSet):
    organisation = RecordFilter(label=_("設置機関"), records=visible_organisations)
    country = RecordFilter(label=_("国"), records=visible_partners)
    kind = choices(_("種別"), Base.Kind)

    class Meta:
        model = Base
        fields: list[str] = []


class IndicatorFilter(django_filters.FilterSet):
    partner = django_filters.UUIDFilter(label=_("国・機関"))
    indicator = django_filters.ChoiceFilter(label=_("指標"), choices=IndicatorValue.Indicator.choices)
    year = django_filters.NumberFilter(label=_("年"), min_value=1900, max_value=2100)

    class Meta:
        model = IndicatorValue
        fields: list[str] = []


class OfPartnerFilter(django_filters.FilterSet):
    partner = RecordFilter(label=_("国・機関"), records=visible_partners)


class AcademicAgreementFilter(NamedFilter, OfPartnerFilter):
    organisation = RecordFilter(label=_("日本側の大学・機関"), records=visible_organisations)
    running = django_filters.ChoiceFilter(
        label=_("期間"), choices=[("yes", _("継続中"))], method="filter_running", empty_label=_("すべて")
    )

    class Meta:
        model = AcademicAgreement
        fields: list[str] = []

    def filter_running(self, agreements: Any, name: str, answer: str) -> Any:
        return agreements.running(timezone.localdate())


class RelationFilter(OfPartnerFilter):
    priority = choices(_("優先度"), Relation.Priority)

    class Meta:
        model = Relation
        fields: list[str] = []


class PersonFilter(NamedFilter, OfPartnerFilter):
    organisation = RecordFilter(label=_("機関"), records=visible_organisations, method="filter_organisation")
    in_office = django_filters.DateFilter(label=_("在職している日"), method="filter_in_office", widget=DateInput)

    class Meta:
        model = Person
        fields: list[str] = []

    def filter_organisation(self, people: Any, name: str, organisation: Organisation) -> Any:
        """With a day given too, the post there is the one held on that day."""
        on = self.form.cleaned_data.get("in_office")
        return people.in_office(self.request.user, organisation=organisation, on=on)

    def filter_in_office(self, people: Any, name: str, day: date) -> Any:
        return people.in_office(self.request.user, on=day)


class PostFilter(django_filters.FilterSet):
    person = django_filters.UUIDFilter(label=_("人"))
    organisation = django_filters.UUIDFilter(label=_("機関"))

    class Meta:
        model = Post
        fields: list[str] = []


class SecondmentFilter(OfPartnerFilter):
    """Not by person: who is seconded may be hidden where the secondment is not."""

    organisation = RecordFilter(label=_("派遣元・派遣先"), records=visible_organisations, method="filter_organisation")
    on = django_filters.DateFilter(label=_("派遣中の日"), method="filter_on", widget=DateInput)

    class Meta:
        model = Secondment
        fields: list[str] = []

    def filter_organisation(self, secondments: Any, name: str, organisation: Organisation) -> Any:
        return secondments.with_organisation(organisation)

    def filter_on(self, secondments: Any, name: str, day: date) -> Any:
        return secondments.running(day)


class StanceFilter(OfPartnerFilter):
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    kind = choices(_("スタンス"), Stance.Kind)

    class Meta:
        model = Stance
        fields: list[str] = []

    def filter_theme(self, stances: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return stances.filter(theme__in=Theme.objects.under(theme).order_by().values("pk"))


class RiskFilter(django_filters.FilterSet):
    stance = django_filters.UUIDFilter(label=_("スタンス"))
    kind = django_filters.MultipleChoiceFilter(label=_("種類"), choices=Risk.Kind.choices)

    class Meta:
        model = Risk
        fields: list[str] = []
