"""What the list of participants can be narrowed by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.listing.filters import TextFilter
from meetings.models import Participant


class ParticipantFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    meeting = django_filters.UUIDFilter(label=_("会合"))
    side = django_filters.ChoiceFilter(label=pgettext_lazy("代表団", "側"), choices=Participant.Side.choices)
    role = django_filters.MultipleChoiceFilter(label=_("役割"), choices=Participant.Role.choices)
    attendance = django_filters.MultipleChoiceFilter(label=_("出欠"), choices=Participant.Attendance.choices)
    person = django_filters.UUIDFilter(label=_("登録済みの人"))
    organisation = django_filters.UUIDFilter(label=_("所属機関"))

    class Meta:
        model = Participant
        fields: list[str] = []

    def filter_text(self, rows: Any, name: str, text: str) -> Any:
        return rows.named_like(text)
