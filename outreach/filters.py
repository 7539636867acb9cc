"""What the lists of outreach can be narrowed by: pages, files and the API use these alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import FiscalYearFilter, RecordFilter, TextFilter, fiscal_year
from diplomacy.ui.forms import DateInput
from outreach.models import Dispatch, Editorial, Tongue
from partners.offered import ministries, visible_organisations, visible_partners, visible_themes
from partners.regions import REGIONS


class EditorialFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    state = django_filters.MultipleChoiceFilter(
        label=_("段階"), choices=Editorial.State.choices, widget=forms.CheckboxSelectMultiple
    )
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    owner = RecordFilter(label=_("責任府省"), records=ministries)

    def filter_text(self, texts: Any, name: str, text: str) -> Any:
        return texts.matching(text)

    def filter_theme(self, texts: Any, name: str, theme: Any) -> Any:
        return texts.on_theme(theme)


class OfferFilter(EditorialFilter):
    pass


class StoryFilter(EditorialFilter):
    partner = RecordFilter(label=_("国・機関"), records=visible_partners, method="filter_partner")

    def filter_partner(self, stories: Any, name: str, partner: Any) -> Any:
        return stories.with_partner(partner.pk)


class ExpertFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    language = django_filters.ChoiceFilter(
        label=_("講演できる言語"), choices=Tongue.choices, empty_label=_("すべて"), method="filter_language"
    )
    region = django_filters.ChoiceFilter(
        label=_("詳しい地域"), choices=list(REGIONS.items()), empty_label=_("すべて"), method="filter_region"
    )
    institution = RecordFilter(label=_("所属機関"), records=visible_organisations)
    on = django_filters.DateFilter(label=_("この日に引受け可能"), widget=DateInput, method="filter_day")

    def filter_text(self, experts: Any, name: str, text: str) -> Any:
        return experts.matching(text)

    def filter_theme(self, experts: Any, name: str, theme: Any) -> Any:
        return experts.on_theme(theme)

    def filter_language(self, experts: Any, name: str, language: str) -> Any:
        return experts.speaking(language)

    def filter_region(self, experts: Any, name: str, region: str) -> Any:
        return experts.knowing(region)

    def filter_day(self, experts: Any, name: str, day: Any) -> Any:
        return experts.available_on(day)


class DispatchFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    state = django_filters.MultipleChoiceFilter(
        label=_("段階"), choices=Dispatch.State.choices, widget=forms.CheckboxSelectMultiple
    )
    partner = RecordFilter(label=_("派遣先"), records=visible_partners)
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    year = FiscalYearFilter(label=_("年度"), method="filter_year")

    def filter_text(self, dispatches: Any, name: str, text: str) -> Any:
        return dispatches.matching(text)

    def filter_theme(self, dispatches: Any, name: str, theme: Any) -> Any:
        return dispatches.on_theme(theme)

    def filter_year(self, dispatches: Any, name: str, year: int) -> Any:
        return dispatches.filter(starts_on__range=fiscal_year(year))


def visible_dispatches(request: Any) -> Any:
    return Dispatch.objects.visible_to(request.user) if request else Dispatch.objects.none()


class PartFilter(django_filters.FilterSet):
    dispatch = RecordFilter(label=_("専門家派遣"), records=visible_dispatches)
