"""What the lists of meetings and series can be narrowed by: pages, exports, calendars and the API use these alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import FiscalYearFilter, PeriodForm, RecordFilter, SortFilter, TextFilter, fiscal_year
from diplomacy.ui.forms import DateInput
from meetings.models import Meeting, MeetingSeries
from meetings.models.series import Level
from partners.models import Organisation, Partner, Theme
from partners.offered import ministries, visible_themes

UPCOMING, PAST = "upcoming", "past"
WHEN_CHOICES = [(UPCOMING, _("これから")), (PAST, _("終わったもの"))]


def visible_series(request: Any) -> QuerySet:
    return MeetingSeries.objects.visible_to(request.user)


def partners_that_meet(request: Any) -> QuerySet:
    """Hosts of series, and countries where a meeting the reader may see was held."""
    meetings = Meeting.objects.visible_to(request.user).order_by()
    hosts = MeetingSeries.objects.visible_to(request.user).order_by().values("host_partner")
    return Partner.objects.visible_to(request.user).filter(Q(pk__in=hosts) | Q(pk__in=meetings.values("country")))


class MeetingFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    when = django_filters.ChoiceFilter(
        label=_("時期"), choices=WHEN_CHOICES, method="filter_when", empty_label=_("すべて")
    )
    since = django_filters.DateFilter(label=_("期間の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期間の終わり"), method="filter_until", widget=DateInput)
    fiscal_year = FiscalYearFilter(label=_("年度"), method="filter_fiscal_year")
    series = RecordFilter(label=_("系列"), records=visible_series)
    partner = RecordFilter(label=_("相手"), records=partners_that_meet, method="filter_partner")
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    lead = RecordFilter(label=_("主担当"), field_name="lead_ministry", records=ministries)
    concerning = RecordFilter(label=_("主担当または関係府省庁"), records=ministries, method="filter_concerning")
    level = django_filters.MultipleChoiceFilter(
        label=_("レベル"),
        field_name="series__level",
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("種別"),
        field_name="series__kind",
        choices=MeetingSeries.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=Meeting.Status.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Meeting
        fields: list[str] = []
        form = PeriodForm

    def filter_text(self, meetings: Any, name: str, text: str) -> Any:
        return meetings.matching(text, self.request.user)

    def filter_when(self, meetings: Any, name: str, when: str) -> Any:
        today = timezone.localdate()
        return meetings.upcoming(today) if when == UPCOMING else meetings.past(today)

    def filter_since(self, meetings: Any, name: str, since: date) -> Any:
        return meetings.between(since, None)

    def filter_until(self, meetings: Any, name: str, until: date) -> Any:
        return meetings.between(None, until)

    def filter_fiscal_year(self, meetings: Any, name: str, year: int) -> Any:
        return meetings.between(*fiscal_year(year))

    def filter_partner(self, meetings: Any, name: str, partner: Partner) -> Any:
        return meetings.with_partner(partner.pk)

    def filter_theme(self, meetings: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return meetings.on_theme([theme.pk, *theme.children.values_list("pk", flat=True)], self.request.user)

    def filter_concerning(self, meetings: Any, name: str, ministry: Organisation) -> Any:
        return meetings.concerning(ministry.pk)


class MeetingListFilter(MeetingFilter):
    """The filter of the pages, which also carry the order in the address."""

    sort = SortFilter(
        ("date", _("日付")),
        ("title", _("会合名")),
        ("level", _("レベル")),
        ("lead", _("主担当")),
        ("status", _("状態")),
    )


class SeriesFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    kind = django_filters.ChoiceFilter(label=_("種別"), choices=MeetingSeries.Kind.choices, empty_label=_("すべて"))
    level = django_filters.ChoiceFilter(label=_("レベル"), choices=Level.choices, empty_label=_("すべて"))
    lead = RecordFilter(label=_("主担当"), field_name="lead_ministry", records=ministries)

    class Meta:
        model = MeetingSeries
        fields: list[str] = []

    def filter_text(self, series: Any, name: str, text: str) -> Any:
        return series.named_like(text)
