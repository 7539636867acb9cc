"""The same filtered meetings by month and by year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from diplomacy.listing.filters import fiscal_year
from diplomacy.ui.dates import written
from meetings.browsing import Browsing
from meetings.calendar import BadPeriod, last_day, month_named, months_away, weeks_of, year_named, year_picture
from meetings.rows import COLUMNS, meeting_lines

MOST_SHOWN = 500


def lines_between(browsing: Browsing, first: date, last: date) -> list[dict[str, Any]]:
    found = browsing.meetings.between(first, last).order_by("start_date", "id")
    return meeting_lines(found.values(*COLUMNS)[:MOST_SHOWN], browsing.user)


@require_safe
@access(Access.READER)
def month(request: HttpRequest) -> HttpResponse:
    """Days with their meetings; what is known by its month stands above them, what only by its year is hinted at."""
    browsing, today = Browsing(request), timezone.localdate()
    try:
        first = month_named(request.GET.get("month", ""), today)
    except BadPeriod:
        browsing.page_error = _("月は「2026-12」のように指定してください。")
        first = today.replace(day=1)
    lines = [] if browsing.page_error else lines_between(browsing, first, last_day(first))
    by_day = [line for line in lines if line["precision"] == "day"]
    context = {
        "browsing": browsing,
        "month": first,
        "name": written(first, precision="month"),
        "weeks": weeks_of(first, by_day, today),
        "lines": by_day,
        "by_month": [line for line in lines if line["precision"] == "month"],
        "by_year": [line for line in lines if line["precision"] == "year"],
        "count": len(lines),
        "cut": len(lines) == MOST_SHOWN,
        "previous": browsing.query_with(month=f"{months_away(first, -1):%Y-%m}"),
        "next": browsing.query_with(month=f"{months_away(first, 1):%Y-%m}"),
        "now": browsing.query_with(month=f"{today:%Y-%m}"),
    }
    return render(request, "meetings/calendar.html", context, status=browsing.status)


@require_safe
@access(Access.READER)
def year(request: HttpRequest) -> HttpResponse:
    """A picture by level with its table; a 年度 in the filter turns the year into the fiscal one."""
    browsing, today = Browsing(request), timezone.localdate()
    try:
        shown = year_named(request.GET.get("year", ""), today)
    except BadPeriod:
        browsing.page_error = _("年は「2026」のように西暦4桁で指定してください。")
        shown = today.year
    fiscal = browsing.form.cleaned_data.get("fiscal_year") if browsing.is_valid else None
    first, last = fiscal_year(fiscal) if fiscal else (date(shown, 1, 1), date(shown, 12, 31))
    lines = [] if browsing.page_error else lines_between(browsing, first, last)
    placed = [line for line in lines if line["precision"] != "year"]
    name = "fiscal_year" if fiscal else "year"
    context = {
        "browsing": browsing,
        "name": _year_name(fiscal, shown),
        "picture": year_picture(placed, first, last),
        "lines": lines,
        "by_year": [line for line in lines if line["precision"] == "year"],
        "count": len(lines),
        "cut": len(lines) == MOST_SHOWN,
        "previous": browsing.query_with(**{name: str((fiscal or shown) - 1)}),
        "next": browsing.query_with(**{name: str((fiscal or shown) + 1)}),
    }
    return render(request, "meetings/timeline.html", context, status=browsing.status)


def _year_name(fiscal: int | None, shown: int) -> str:
    if fiscal:
        return _("%(year)s年度") % {"year": fiscal}
    return written(date(shown, 1, 1), precision="year")
