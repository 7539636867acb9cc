"""What the lists of outreach can be narrowed by: pages, files and the API use these alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import RecordFilter, TextFilter
from outreach.models import Editorial
from partners.offered import ministries, visible_partners, visible_themes


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
