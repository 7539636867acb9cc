"""What clearances can be narrowed by: the list, its files and the API use these alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import PeriodForm, RecordFilter, SortFilter, TextFilter
from diplomacy.ui.forms import DateInput
from meetings.filters import visible_series
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound
from meetings.rounds.sides import SIDES, on_side
from partners.offered import ministries

OPEN = "open"
STATES = [(value or OPEN, label) for value, label in ClearanceRound.Outcome.choices]


class RoundListFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    side = django_filters.ChoiceFilter(
        label=_("協議の見方"), choices=list(SIDES.items()), method="filter_side", widget=forms.HiddenInput
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=STATES, method="filter_state", widget=forms.CheckboxSelectMultiple
    )
    series = RecordFilter(label=_("系列"), field_name="meeting__series", records=visible_series)
    lead = RecordFilter(label=_("協議元"), records=ministries)
    ministry = RecordFilter(label=_("協議先"), records=ministries, method="filter_ministry")
    since = django_filters.DateFilter(
        label=_("期限の始まり"), field_name="deadline__date", lookup_expr="gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("期限の終わり"), field_name="deadline__date", lookup_expr="lte", widget=DateInput
    )
    sort = SortFilter(("deadline", _("回答期限")), ("opened", _("協議開始")))

    class Meta:
        model = ClearanceRound
        fields: list[str] = []
        form = PeriodForm

    def filter_text(self, rounds: Any, name: str, text: str) -> Any:
        return rounds.worded_like(text, self.request.user)

    def filter_side(self, rounds: Any, name: str, side: str) -> Any:
        return on_side(rounds, side, self.request.user)

    def filter_state(self, rounds: Any, name: str, states: list[str]) -> Any:
        return rounds.filter(outcome__in=["" if state == OPEN else state for state in states]) if states else rounds

    def filter_ministry(self, rounds: Any, name: str, ministry: Any) -> Any:
        return rounds.asking(ministry.pk)


class RoundFilter(RoundListFilter):
    """A program also asks by meeting."""

    meeting = django_filters.UUIDFilter(label=_("会合"))
    open = django_filters.BooleanFilter(label=_("協議中"), field_name="closed_at", lookup_expr="isnull")


class EntryFilter(django_filters.FilterSet):
    round = django_filters.UUIDFilter(label=_("協議"))
    position = django_filters.UUIDFilter(label=_("対処方針"))

    class Meta:
        model = ClearanceItem
        fields: list[str] = []


class ReplyFilter(django_filters.FilterSet):
    round = django_filters.UUIDFilter(label=_("協議"), field_name="entry__round")
    entry = django_filters.UUIDFilter(label=_("協議の対象"))
    ministry = django_filters.UUIDFilter(label=_("府省"))
    kind = django_filters.MultipleChoiceFilter(label=_("回答"), choices=ClearanceReply.Kind.choices)
    live = django_filters.BooleanFilter(label=_("現在の回答"), field_name="replaced_at", lookup_expr="isnull")

    class Meta:
        model = ClearanceReply
        fields: list[str] = []
