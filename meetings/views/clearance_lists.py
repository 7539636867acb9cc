"""The rounds of a meeting, those that concern a ministry, and a round's matrix as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists import pages
from diplomacy.export.sheets import FORMATS
from meetings.models import ClearanceRound
from meetings.rounds.candidates import candidates
from meetings.rounds.exports import ROUNDS, export_matrix
from meetings.rounds.lists import lines
from meetings.rounds.register import COLUMNS, RoundRegister, round_lines
from meetings.views.clearance_page import TAB, agenda_and_matrix, round_or_404
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404


@access(Access.GOVERNMENT)
@require_safe
def clearances(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The rounds of a meeting, the newest first."""
    meeting = meeting_or_404(request, pk)
    agenda = agenda_shown(request, meeting)
    rounds = ClearanceRound.objects.visible_to(request.user).filter(meeting=meeting).with_parties()
    context = head(request, meeting, TAB) | {
        "lines": lines(list(rounds), request.user, now=timezone.now()),
        "may_open": request.user.has_perm("meetings.change_agenda", meeting)
        and bool(candidates(meeting, agenda, request.user)),
    }
    return render(request, "meetings/clearances.html", context)


@access(Access.GOVERNMENT)
@require_safe
def clearance_waiting(request: HttpRequest) -> HttpResponse:
    """協議: what waits for the reader's ministry, what it waits for, and all the others."""
    return pages.list_page(request, RoundRegister(request), COLUMNS, round_lines, "meetings/clearance_waiting.html")


@access(Access.GOVERNMENT)
@require_safe
def clearance_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, RoundRegister(request))


@access(Access.GOVERNMENT)
@require_GET
def clearances_export(request: HttpRequest, form: str) -> HttpResponse:
    """The list as CSV or XLSX."""
    return pages.file_of(request, RoundRegister(request), ROUNDS, form)


@access(Access.GOVERNMENT)
@require_GET
def clearance_export(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The matrix as CSV or XLSX, with every reply in words."""
    if form not in FORMATS:
        raise Http404
    round, now = round_or_404(request, pk), timezone.now()
    _agenda, table = agenda_and_matrix(request, round, now)
    content, content_type = export_matrix(round, table, form, request.user, now=now)
    name = f"clearance-{timezone.localtime(now):%Y%m%d-%H%M}.{form}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
