"""決定と行動の一覧: the registers across meetings, the panels of their filters, and their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from meetings.listing import Listing
from meetings.outcomes import exports
from meetings.outcomes.registers import ActionRegister, DecisionRegister
from meetings.outcomes.rows import ACTION_COLUMNS, DECISION_COLUMNS, action_lines, decision_lines
from meetings.views.browse import panel, wants_fragment
from meetings.views.exports import file_of


@require_safe
@access(Access.READER)
def actions(request: HttpRequest) -> HttpResponse:
    browsing = ActionRegister(request)
    return _shown(request, browsing, ACTION_COLUMNS, action_lines, "meetings/actions.html")


@require_safe
@access(Access.READER)
def decisions(request: HttpRequest) -> HttpResponse:
    browsing = DecisionRegister(request)
    return _shown(request, browsing, DECISION_COLUMNS, decision_lines, "meetings/decisions.html")


def _shown(
    request: HttpRequest, browsing: Listing, columns: tuple[str, ...], lines: Any, template: str
) -> HttpResponse:
    page = browsing.page(*columns)
    context = {
        "browsing": browsing,
        "count": browsing.counted,
        "rows": lines(page.rows, request.user),
        "previous": browsing.query_with(before=page.before) if page.before else "",
        "next": browsing.query_with(after=page.after) if page.after else "",
    }
    part = f"{template}#results" if wants_fragment(request) else template
    response = render(request, part, context, status=browsing.status)
    response["Vary"] = "HX-Request"
    return response


@require_safe
@access(Access.READER)
def actions_filter(request: HttpRequest) -> HttpResponse:
    return panel(request, ActionRegister(request))


@require_safe
@access(Access.READER)
def decisions_filter(request: HttpRequest) -> HttpResponse:
    return panel(request, DecisionRegister(request))


@require_GET
@access(Access.READER)
def actions_export(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(request, ActionRegister(request), exports.ACTIONS, form)


@require_GET
@access(Access.READER)
def decisions_export(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(request, DecisionRegister(request), exports.DECISIONS, form)
