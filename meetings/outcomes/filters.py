"""What the registers of decisions and of actions can be narrowed by: pages, exports and the API use these alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.listing.filters import FiscalYearFilter, PeriodForm, RecordFilter, SortFilter, TextFilter, fiscal_year
from diplomacy.ui.forms import DateInput
from meetings.filters import visible_series
from meetings.models import ActionItem, Decision, Meeting, MeetingSeries
from meetings.models.outcomes import Side
from partners.models import Organisation, Partner, Theme
from partners.offered import ministries, visible_themes

OVERDUE, SOON = "overdue", "soon"
SOON_DAYS = 30
WHEN_CHOICES = [(OVERDUE, _("期限超過")), (SOON, _("30日以内"))]


def partners_that_host(request: Any) -> QuerySet:
    """The other side of a series of its own."""
    hosts = MeetingSeries.objects.visible_to(request.user).order_by().values("host_partner")
    return Partner.objects.visible_to(request.user).filter(pk__in=hosts)


def owners(request: Any) -> QuerySet:
    """The ministries, and whoever owes an action that the reader sees."""
    visible = Organisation.objects.visible_to(request.user)
    named = ActionItem.objects.visible_to(request.user).live().exclude(responsible=None).order_by()
    return visible.filter(Q(pk__in=visible.ministries()) | Q(pk__in=named.values("responsible"))).order_by("name_ja")


class OutcomeFilter(django_filters.FilterSet):
    """What both registers share: the words, and the meeting it comes from."""

    q = TextFilter(method="filter_text")
    series = RecordFilter(label=_("系列"), field_name="meeting__series", records=visible_series)
    partner = RecordFilter(label=_("相手"), records=partners_that_host, method="filter_partner")
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    lead = RecordFilter(label=_("会合の主担当"), field_name="meeting__lead_ministry", records=ministries)
    meeting = django_filters.ModelChoiceFilter(
        label=_("会合"),
        queryset=lambda request: Meeting.objects.visible_to(request.user),
        widget=forms.HiddenInput,
    )

    def filter_text(self, rows: Any, name: str, text: str) -> Any:
        return rows.worded_like(text)

    def filter_partner(self, rows: Any, name: str, partner: Partner) -> Any:
        return rows.with_partner(partner.pk)

    def filter_theme(self, rows: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return rows.on_theme([theme.pk, *theme.children.values_list("pk", flat=True)])


class ActionFilter(OutcomeFilter):
    when = django_filters.ChoiceFilter(
        label=_("期限"), choices=WHEN_CHOICES, method="filter_when", empty_label=_("すべて")
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=ActionItem.Status.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    side = django_filters.ChoiceFilter(label=_("側"), choices=Side.choices, empty_label=_("すべて"))
    owner = RecordFilter(label=pgettext_lazy("行動", "担当"), field_name="responsible", records=owners)
    since = django_filters.DateFilter(label=_("期限の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期限の終わり"), method="filter_until", widget=DateInput)
    fiscal_year = FiscalYearFilter(label=_("期限の年度"), method="filter_fiscal_year")
    sort = SortFilter(("due", _("期限")))

    class Meta:
        model = ActionItem
        fields: list[str] = []
        form = PeriodForm

    def filter_when(self, actions: Any, name: str, when: str) -> Any:
        """Only open ones are late or pressing."""
        today = timezone.localdate()
        if when == OVERDUE:
            return actions.overdue(today)
        return actions.open().filter(due_by__gte=today, due_by__lte=today + timedelta(days=SOON_DAYS))

    def filter_since(self, actions: Any, name: str, since: date) -> Any:
        return actions.due_between(since, None)

    def filter_until(self, actions: Any, name: str, until: date) -> Any:
        return actions.due_between(None, until)

    def filter_fiscal_year(self, actions: Any, name: str, year: int) -> Any:
        return actions.due_between(*fiscal_year(year))


class DecisionFilter(OutcomeFilter):
    since = django_filters.DateFilter(label=_("期間の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期間の終わり"), method="filter_until", widget=DateInput)
    sort = SortFilter(("date", _("会合の日付")), ("entered", _("登録")))

    class Meta:
        model = Decision
        fields: list[str] = []
        form = PeriodForm

    def filter_since(self, decisions: Any, name: str, since: date) -> Any:
        return decisions.filter(meeting__start_date__gte=since)

    def filter_until(self, decisions: Any, name: str, until: date) -> Any:
        return decisions.filter(meeting__start_date__lte=until)
