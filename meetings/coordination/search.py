from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diplomacy.search.providers import Hit
from meetings.models import CoordinationCase
from meetings.search import other_of


class CoordinationFinder:
    name, label, order = "coordination", _("司令塔連携"), 26

    def rows(self, text: str, user: Any) -> QuerySet:
        found = CoordinationCase.objects.visible_to(user).worded_like(text).order_by("-raised_on", "id")
        return found.select_related("headquarters").defer("search", "headquarters__search")

    def hits(self, rows: Sequence[CoordinationCase]) -> Iterable[Hit]:
        for case in rows:
            yield Hit(
                str(case),
                reverse("meetings:coordination_case", args=[case.pk]),
                other_of(case.subject_ja, case.subject_en),
                (str(case.headquarters), str(case.get_state_display())),
                case.handling,
                case.is_sample,
                (case,),
            )
