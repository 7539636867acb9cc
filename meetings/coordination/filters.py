from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.listing.filters import RecordFilter, SortFilter, TextFilter
from diplomacy.listing.orders import by_reading
from meetings.models import CoordinationCase
from meetings.models.coordination import HEADQUARTERS
from partners.models import Organisation
from partners.offered import ministries

WHEN_CHOICES = [("open", _("進行中")), ("overdue", _("期限超過"))]


def headquarters(request: Any) -> QuerySet:
    found = Organisation.objects.visible_to(request.user).in_japan().filter(kind__in=HEADQUARTERS)
    return found.order_by(by_reading(), "id").defer("search")


def offered_headquarters(request: Any, case: CoordinationCase) -> QuerySet:
    """What a case may be raised with: those that still sit, and the one it already has."""
    sitting = Q(status=Organisation.Status.ACTIVE)
    return headquarters(request).filter(sitting | Q(pk=case.headquarters_id))


class CoordinationFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    when = django_filters.ChoiceFilter(
        label=_("進み"), choices=WHEN_CHOICES, method="filter_when", empty_label=_("すべて")
    )
    headquarters = RecordFilter(label=_("本部（司令塔）"), records=headquarters)
    lead = RecordFilter(label=_("主担当"), records=ministries)
    state = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=CoordinationCase.State.choices, widget=forms.CheckboxSelectMultiple
    )
    sort = SortFilter(("raised", _("提起した日")), ("due", _("期限")))

    class Meta:
        model = CoordinationCase
        fields: list[str] = []

    def filter_text(self, cases: Any, name: str, text: str) -> Any:
        return cases.worded_like(text)

    def filter_when(self, cases: Any, name: str, when: str) -> Any:
        return cases.open() if when == "open" else cases.overdue(timezone.localdate())
