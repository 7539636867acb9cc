"""国を比べる: whom, and side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from diplomacy.listing.filters import RecordField
from diplomacy.ui.forms import Combobox
from partners.comparison import MOST, Side, chosen, compare
from partners.offered import visible_partners


def form_for(request: HttpRequest) -> forms.Form:
    form = forms.Form(auto_id="compare-%s")
    offered = RecordField(
        offered=lambda: visible_partners(request),
        label=_("比べる国・機関を加える"),
        empty_label=_("選択してください"),
        widget=Combobox,
        required=False,
    )
    form.fields["p"] = offered
    offered.widget.choices = offered.choices
    return form


@require_safe
@access(Access.READER)
def show(request: HttpRequest) -> HttpResponse:
    sides, error = [], ""
    try:
        partners = chosen(request.GET.getlist("p"), request.user)
        sides = compare(partners, request.user, timezone.localdate()) if partners else []
    except ValidationError as fault:
        error = fault.messages[0]
    context = {
        "sides": [(side, _without(sides, side)) for side in sides],
        "error": error,
        "form": form_for(request) if len(sides) < MOST else None,
        "indicators": _labels(sides),
    }
    return render(request, "partners/compare.html", context, status=400 if error else 200)


def _without(sides: list[Side], side: Side) -> str:
    left = QueryDict(mutable=True)
    left.setlist("p", [str(one.partner.pk) for one in sides if one is not side])
    return left.urlencode()


def _labels(sides: list[Side]) -> list[tuple[str, list[Any]]]:
    """Each indicator with every side's figure of it, or nothing."""
    labels = dict.fromkeys(figure.label for side in sides for figure in side.figures)
    return [
        (label, [next((one for one in side.figures if one.label == label), None) for side in sides]) for label in labels
    ]
