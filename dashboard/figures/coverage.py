"""Which themes are on the agenda of which series, and which are on none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Count

from meetings.models import AgendaItem, Meeting
from partners.matrix import theme_shown
from partners.models import Theme

YEARS = 3


@dataclass(frozen=True)
class Coverage:
    """By series and theme how many meetings had it on their agenda; `branches` the same by branch."""

    themes: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    branches: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    blank: list[UUID] = field(default_factory=list)


def since(today: date) -> date:
    return today - relativedelta(years=YEARS)


def coverage(user: Any, today: date) -> Coverage:
    """Over the meetings of the last three years and those to come; blank are themes without any of them."""
    themes, branches = _counted(user, today, Theme()), _counted(user, today, None)
    there = {theme for _series, theme in themes}
    rows = Theme.objects.visible_to(user).order_by("position", "name_ja").values_list("pk", "parent")
    leaves = [(pk, parent) for pk, parent in rows if parent]
    return Coverage(themes, branches, [pk for pk, _parent in leaves if pk not in there])


def _counted(user: Any, today: date, branch: Theme | None) -> dict[tuple[UUID, UUID], int]:
    meetings = Meeting.objects.visible_to(user).between(since(today), None).order_by().values("pk")
    items = AgendaItem.objects.visible_to(user).live().filter(meeting__in=meetings).exclude(themes=None).order_by()
    counted = items.annotate(shown=theme_shown("themes", branch)).values("meeting__series", "shown")
    rows = counted.annotate(found=Count("meeting", distinct=True)).values_list("meeting__series", "shown", "found")
    return {(series, theme): found for series, theme, found in rows}
