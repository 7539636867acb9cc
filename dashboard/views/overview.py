"""ダッシュボード: the overview and the pages behind its figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.reading import note_export
from dashboard import names
from dashboard.figures import coverage
from dashboard.figures.proposals import proposed
from dashboard.filters import CoverageFilter, ProposalFilter
from dashboard.overview import MOST_SHOWN, Overview
from dashboard.paper import overview_paper
from dashboard.rows import agreement_rows, case_rows, item_rows, quiet_rows, series_rows
from diplomacy.papers import WRITERS
from diplomacy.papers.naming import file_name
from partners.matrix import columns_of


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
        "quiet": quiet_rows(quiet, request.user),
        "agreements": agreement_rows(shown)[:MOST_SHOWN],
        "over": series_rows(shown.over_cadence[:MOST_SHOWN], request.user, shown.today),
        "fates": shown.proposals.total,
        "cases": case_rows(shown, MOST_SHOWN),
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
            "cells": [
                (theme, cells.get((pk, theme.pk), 0), f"{base}&series={pk}&theme={theme.pk}") for theme in columns
            ],
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
    context = {"rows": series_rows(shown.over_cadence, request.user, shown.today)}
    return render(request, "dashboard/series.html", context | {"counted_at": shown.counted_at, "age": shown.age})


@require_safe
@access(Access.OVERVIEW)
def quiet(request: HttpRequest) -> HttpResponse:
    """Partners gone quiet."""
    shown = Overview(request.user, timezone.now())
    context = {"rows": quiet_rows(shown.quiet, request.user)}
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
        "items": item_rows(asked.qs, request.user) if narrowed else [],
        "item_count": asked.qs.count() if narrowed else 0,
        "narrowed": narrowed,
        "form": asked.form,
        "counted_at": shown.counted_at,
        "age": shown.age,
    }
    return render(request, "dashboard/proposals.html", context, status=200 if asked.is_valid() else 400)


@require_GET
@access(Access.OVERVIEW)
def home_file(request: HttpRequest, form: str) -> HttpResponse:
    """The whole on paper, over what every council member may read."""
    now = timezone.now()
    paper = overview_paper(request.user, now)
    write, media_type = WRITERS[form]
    note_export(request.user, "dashboard.overview", len(paper.blocks), form=form)
    name = content_disposition_header(True, file_name(paper.title, paper.marking, form)) or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(write(paper), content_type=media_type, headers=headers)
