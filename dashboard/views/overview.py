"""ダッシュボード: the overview and the pages behind its figures."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from accounts.reading import note_restricted_rows
from dashboard import names
from dashboard.figures import coverage, rhythm
from dashboard.figures.proposals import proposed
from dashboard.filters import CoverageFilter, ProposalFilter
from dashboard.figures.snapshot import AGREEMENT_MONTHS
from dashboard.overview import MOST_SHOWN, Overview
from diplomacy.ui.dates import written
from diplomacy.ui.titles import local
from meetings.cadence import courses, next_by_cadence
from meetings.coordination.register import COLUMNS as CASE_COLUMNS
from meetings.coordination.register import case_lines
from meetings.models import AgendaItem, Meeting, MeetingSeries
from partners.clock import clock_of
from partners.matrix import columns_of
from partners.models import Agreement, Partner

MOST_ITEMS = 500


@require_safe
@access(Access.OVERVIEW)
def home(request: HttpRequest) -> HttpResponse:
    shown = Overview(request.user, timezone.now())
    quiet = shown.quiet[:MOST_SHOWN]
    context = {
        "shown": shown,
        "figures": shown.figures(),
        "late": shown.late_lines()[:MOST_SHOWN],
        "late_count": len(shown.ahead.late),
        "picture": shown.picture(),
        "blank": shown.blank_rows()[:MOST_SHOWN],
        "ministries": shown.ministry_rows()[:MOST_SHOWN],
        "partners": shown.partner_rows()[:MOST_SHOWN],
        "quiet": _quiet_rows(quiet, request.user),
        "agreements": _agreement_rows(shown)[:MOST_SHOWN],
        "over": _series_rows(shown.over_cadence[:MOST_SHOWN], request.user),
        "fates": shown.proposals.total,
        "cases": _case_lines(shown),
        "snapshot": shown.last_snapshot(),
        "case_count": shown.open_cases().count(),
    }
    return render(request, "dashboard/home.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def ahead(request: HttpRequest) -> HttpResponse:
    """The next 90 days with what is ready, all or those that are late."""
    shown = Overview(request.user, timezone.now())
    only_late = request.GET.get("late") == "yes"
    lines = shown.late_lines() if only_late else shown.coming_lines
    context = {"shown": shown, "lines": lines, "only_late": only_late, "picture": shown.picture()}
    return render(request, "dashboard/ahead.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def commitments(request: HttpRequest) -> HttpResponse:
    shown = Overview(request.user, timezone.now())
    context = {"ministries": shown.ministry_rows(), "partners": shown.partner_rows(), "total": shown.commitments.total}
    return render(request, "dashboard/commitments.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Series × themes: branches, or the themes under one; the blank ones with who steers them."""
    shown = Overview(request.user, timezone.now())
    asked = CoverageFilter(request.GET, request=request)
    branch = asked.form.cleaned_data.get("branch") if asked.is_valid() else None
    cells = shown.coverage.themes if branch else shown.coverage.branches
    columns = columns_of(branch, request.user)
    keys = {column.pk for column in columns}
    series = list(dict.fromkeys(one for one, theme in cells if theme in keys))
    named = names.series(series, request.user)
    base = f"{reverse('meetings:list')}?since={coverage.since(shown.today):%Y-%m-%d}"
    rows = [
        {
            "pk": pk,
            "name": named[pk],
            "cells": [(cells.get((pk, theme.pk), 0), f"{base}&series={pk}&theme={theme.pk}") for theme in columns],
        }
        for pk in sorted((one for one in series if one in named), key=lambda one: named[one])
    ]
    context = {
        "branch": branch,
        "columns": columns,
        "rows": rows,
        "blank": shown.blank_rows(),
        "form": asked.form,
        "counted_at": shown.counted_at,
        "age": shown.age,
    }
    return render(request, "dashboard/coverage.html", context, status=200 if asked.is_valid() else 400)


@require_safe
@access(Access.OVERVIEW)
def series(request: HttpRequest) -> HttpResponse:
    """Series over their cadence."""
    shown = Overview(request.user, timezone.now())
    context = {"rows": _series_rows(shown.over_cadence, request.user)}
    return render(request, "dashboard/series.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def quiet(request: HttpRequest) -> HttpResponse:
    """Partners gone quiet."""
    shown = Overview(request.user, timezone.now())
    context = {"rows": _quiet_rows(shown.quiet, request.user)}
    return render(request, "dashboard/quiet.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def proposals(request: HttpRequest) -> HttpResponse:
    """Japan's proposals by series and year, and the items behind a cell."""
    shown = Overview(request.user, timezone.now())
    asked = ProposalFilter(request.GET, proposed(request.user), request=request)
    found = shown.proposals
    named = names.series(found.series, request.user)
    rows = [
        {
            "name": named[pk],
            "pk": pk,
            "cells": [(found.cells.get((pk, year)), shown.proposal_address(pk, year)) for year in found.years],
        }
        for pk in sorted((one for one in found.series if one in named), key=lambda one: named[one])
    ]
    narrowed = asked.is_valid() and any(asked.form.cleaned_data.values())
    context = {
        "total": found.total,
        "years": found.years,
        "rows": rows,
        "items": _item_rows(asked.qs, request.user) if narrowed else [],
        "narrowed": narrowed,
        "form": asked.form,
        "counted_at": shown.counted_at,
        "age": shown.age,
    }
    return render(request, "dashboard/proposals.html", context, status=200 if asked.is_valid() else 400)


# --- Rows that are looked up as they are now ---


def _quiet_rows(quiet: list[rhythm.Quiet], user: Any) -> list[dict[str, Any]]:
    rows = Partner.objects.visible_to(user).filter(pk__in=rhythm.partners_of(quiet)).select_related("desk")
    found = {one.pk: one for one in rows.defer("search", "desk__search")}
    return [
        {"partner": found[one.partner], "last": written(one.last) if one.last else _("記録なし")}
        for one in quiet
        if one.partner in found
    ]


def _series_rows(keys: list[Any], user: Any) -> list[dict[str, Any]]:
    today = timezone.localdate()
    found = {one.pk: one for one in MeetingSeries.objects.visible_to(user).filter(pk__in=keys).with_bodies()}
    course = courses(list(found), user, today)
    return [
        {
            "series": found[pk],
            "course": course[pk],
            "estimate": next_by_cadence(course[pk], found[pk].cadence_months, today),
        }
        for pk in keys
        if pk in found
    ]


def _agreement_rows(shown: Overview) -> list[dict[str, Any]]:
    """Those whose term runs out within a year, soonest first."""
    if not shown.agreements:
        return []
    by = shown.today + relativedelta(months=AGREEMENT_MONTHS)
    rows = Agreement.objects.visible_to(shown.user).standing().ending_by(by, shown.today)
    timed = [(one, clock_of(one, shown.today)) for one in rows.select_related("partner__desk").defer("search")]
    ordered = sorted(((one, clock) for one, clock in timed if clock), key=lambda pair: pair[1].ends_on)
    return [{"agreement": one, "clock": clock} for one, clock in ordered]


def _case_lines(shown: Overview) -> list[dict[str, Any]]:
    """The oldest first."""
    return case_lines(shown.open_cases().order_by("raised_on", "id").values(*CASE_COLUMNS)[:MOST_SHOWN], shown.user)


def _item_rows(items: Any, user: Any) -> list[dict[str, Any]]:
    meeting = ("meeting", "meeting__title_ja", "meeting__title_en", "meeting__handling")
    dates = ("meeting__start_date", "meeting__end_date", "meeting__date_precision")
    columns = ("id", "title_ja", "title_en", "fate", "handling", "is_sample", *meeting, *dates)
    ordered = items.order_by(F("meeting__start_date").desc(nulls_last=True), "id")
    rows = list(ordered.values(*columns)[:MOST_ITEMS])
    note_restricted_rows(user, AgendaItem, [(row["id"], row["handling"]) for row in rows])
    note_restricted_rows(user, Meeting, [(row["meeting"], row["meeting__handling"]) for row in rows])
    fates = dict(AgendaItem.Fate.choices)
    return [
        {
            "title": local(row["title_ja"], row["title_en"]),
            "url": reverse("meetings:detail", args=[row["meeting"]]),
            "meeting": local(row["meeting__title_ja"], row["meeting__title_en"]),
            "date": written(*(row[name] for name in dates)),
            "fate": fates[row["fate"]],
            "handling": row["handling"],
            "is_sample": row["is_sample"],
        }
        for row in rows
    ]
