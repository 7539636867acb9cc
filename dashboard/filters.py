"""What the overview can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dashboard.figures.proposals import reached
from diplomacy.listing.filters import FIRST_YEAR, LAST_YEAR, RecordFilter
from meetings.filters import visible_series
from meetings.models import AgendaItem, MeetingSeries
from meetings.outcomes.filters import partners_that_host
from partners.lists.crossing import branches
from partners.models import Organisation, Partner, Theme
from partners.offered import visible_themes


def leading_ministries(request: Any) -> QuerySet:
    led = MeetingSeries.objects.visible_to(request.user).order_by().values("lead_ministry")
    return Organisation.objects.visible_to(request.user).filter(pk__in=led).order_by("name_ja")


class DiagramFilter(django_filters.FilterSet):
    """Which series the relationship diagram shows."""

    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    lead = RecordFilter(label=_("主担当"), field_name="lead_ministry", records=leading_ministries)
    partner = RecordFilter(label=_("相手"), records=partners_that_host, method="filter_partner")

    class Meta:
        model = MeetingSeries
        fields: list[str] = []

    def filter_theme(self, series: Any, name: str, theme: Theme) -> Any:
        """Series with an agenda item that the reader sees on the theme; a branch stands for the themes under it."""
        themes = Theme.objects.under(theme).order_by().values("pk")
        items = AgendaItem.objects.visible_to(self.request.user).live().filter(themes__in=themes)
        return series.filter(pk__in=items.order_by().values("meeting__series"))

    def filter_partner(self, series: Any, name: str, partner: Partner) -> Any:
        return series.filter(host_partner=partner)


class CoverageFilter(django_filters.FilterSet):
    """Which themes stand as columns: the branches, or those under one."""

    branch = RecordFilter(label=_("テーマの分野"), records=branches, method="leave")

    class Meta:
        model = MeetingSeries
        fields: list[str] = []

    def leave(self, series: Any, name: str, value: Any) -> Any:
        return series


OUTCOMES = [("proposed", _("提出")), ("adopted", _("採用")), ("decided", _("決定に反映"))]


class ProposalFilter(django_filters.FilterSet):
    """The items behind a cell of the table of proposals."""

    series = RecordFilter(label=_("系列"), field_name="meeting__series", records=visible_series)
    year = django_filters.NumberFilter(
        label=_("年"), field_name="meeting__start_date__year", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    outcome = django_filters.ChoiceFilter(
        label=_("結果"), choices=OUTCOMES, method="filter_outcome", empty_label=_("すべて")
    )
    fate = django_filters.ChoiceFilter(label=_("扱い"), choices=AgendaItem.Fate.choices[1:], empty_label=_("すべて"))

    class Meta:
        model = AgendaItem
        fields: list[str] = []

    def filter_outcome(self, items: Any, name: str, outcome: str) -> Any:
        return items.filter(reached(outcome, self.request.user))
