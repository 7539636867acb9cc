"""One figure for each partner, for the map and its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboard.figures.commitments import commitments
from dashboard.figures.coverage import since
from meetings.models import Meeting
from partners.models import Agreement, Project

Counts = dict[UUID, int]


def meetings(user: Any, today: date) -> Counts:
    """Sessions of the partner's series or held in it, of the last three years and to come."""
    found: Counter[UUID] = Counter()
    rows = Meeting.objects.visible_to(user).between(since(today), None).order_by()
    for host, country, count in rows.values_list("series__host_partner", "country").annotate(Count("pk")):
        for partner in {host, country} - {None}:
            found[partner] += count
    return found


def projects(user: Any, today: date) -> Counts:
    rows = Project.objects.visible_to(user).exclude(partners=None).order_by()
    return dict(rows.values_list("partners").annotate(Count("pk", distinct=True)))


def agreements(user: Any, today: date) -> Counts:
    rows = Agreement.objects.visible_to(user).filter(status=Agreement.Status.IN_FORCE).order_by()
    return dict(rows.values_list("partner").annotate(Count("pk")))


def promised(user: Any, today: date) -> Counts:
    return {pk: tally.open for pk, tally in commitments(user, today).partners.items() if tally.open}


@dataclass(frozen=True)
class Measure:
    """`address` leads to the rows behind the figure of a partner."""

    label: Any
    count: Callable[[Any, date], Counts]
    address: Callable[[UUID, date], str]


def _list(route: str, query: str) -> Callable[[UUID, date], str]:
    return lambda partner, today: f"{reverse(route)}?partner={partner}&{query.format(since=since(today))}"


MEASURES = {
    "meetings": Measure(_("会合（この3年と今後）"), meetings, _list("meetings:list", "since={since:%Y-%m-%d}")),
    "projects": Measure(pgettext_lazy("数えるもの", "案件"), projects, _list("partners:projects", "")),
    "agreements": Measure(_("発効中の協定"), agreements, _list("partners:agreements", "status=in_force")),
    "commitments": Measure(_("対応中の約束"), promised, _list("meetings:actions", "status=open")),
}
