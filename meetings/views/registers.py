"""決定と行動の一覧: the registers across meetings, the panels of their filters, and their files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists import pages
from meetings.outcomes import exports
from meetings.outcomes.registers import ActionRegister, DecisionRegister
from meetings.outcomes.rows import ACTION_COLUMNS, DECISION_COLUMNS, action_lines, decision_lines


@require_safe
@access(Access.READER)
def actions(request: HttpRequest) -> HttpResponse:
    return pages.list_page(request, ActionRegister(request), ACTION_COLUMNS, action_lines, "meetings/actions.html")


@require_safe
@access(Access.READER)
def decisions(request: HttpRequest) -> HttpResponse:
    register = DecisionRegister(request)
    return pages.list_page(request, register, DECISION_COLUMNS, decision_lines, "meetings/decisions.html")


@require_safe
@access(Access.READER)
def actions_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, ActionRegister(request))


@require_safe
@access(Access.READER)
def decisions_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, DecisionRegister(request))


@require_GET
@access(Access.READER)
def actions_export(request: HttpRequest, form: str) -> HttpResponse:
    return pages.file_of(request, ActionRegister(request), exports.ACTIONS, form)


@require_GET
@access(Access.READER)
def decisions_export(request: HttpRequest, form: str) -> HttpResponse:
    return pages.file_of(request, DecisionRegister(request), exports.DECISIONS, form)
