"""世界地図: one figure at the capitals, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from dashboard.figures.kept import Keeper
from dashboard.figures.world import MEASURES
from diplomacy.ui.land import land_path
from partners.models import Partner

# The map begins in the Atlantic, so that Japan stands in its middle and no ocean it looks across is cut.
WEST = -25.0
SMALLEST, LARGEST = 2.0, 8.0


class FigureForm(forms.Form):
    figure = forms.ChoiceField(
        label=_("数えるもの"), choices=[(name, one.label) for name, one in MEASURES.items()], required=False
    )


@dataclass(frozen=True)
class Point:
    """In degrees: to the right from the western edge, downward from the equator."""

    partner: Partner
    count: int
    address: str
    x: float = 0.0
    y: float = 0.0
    radius: float = 0.0
    placed: bool = False


@require_safe
@access(Access.OVERVIEW)
def world(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    form = FigureForm(request.GET)
    chosen = (form.cleaned_data["figure"] if form.is_valid() else "") or next(iter(MEASURES))
    measure = MEASURES[chosen]
    kept = Keeper(request.user, now).get(f"world:{chosen}:{today}", lambda: measure.count(request.user, today))
    points = _points(kept.value, measure, request.user, today)
    context = {
        "form": form,
        "chosen": chosen,
        "measures": [(name, one.label) for name, one in MEASURES.items()],
        "label": measure.label,
        "points": sorted((one for one in points if one.placed), key=lambda one: -one.radius),
        "rows": points,
        "land": land_path(),
        "counted_at": kept.at,
        "age": kept.age(now),
    }
    return render(request, "dashboard/world.html", context, status=200 if form.is_valid() else 400)


def _points(counts: Any, measure: Any, user: Any, today: Any) -> list[Point]:
    """The highest figures first; who has no capital on file stands in the table alone."""
    partners = Partner.objects.visible_to(user).counterparts().filter(pk__in=counts).defer("search")
    most = max(counts.values(), default=1)
    found = [_point(one, counts[one.pk], most, measure.address(one.pk, today)) for one in partners]
    return sorted(found, key=lambda one: (-one.count, one.partner.sorted_by))


def _point(partner: Partner, count: int, most: int, address: str) -> Point:
    if partner.latitude is None or partner.longitude is None:
        return Point(partner, count, address)
    x = (float(partner.longitude) - WEST) % 360
    radius = round(SMALLEST + (LARGEST - SMALLEST) * sqrt(count / most), 1)
    return Point(partner, count, address, round(x, 1), round(-float(partner.latitude), 1), radius, placed=True)
