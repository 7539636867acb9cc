"""各省協議: a round is opened, and its matrix read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access
from diplomacy.ui.dates import written
from diplomacy.ui.toasts import toast
from meetings.actions import clearance as actions
from meetings.clearance import business_deadline
from meetings.forms.clearance import OpenForm
from meetings.models import ClearanceRound, Meeting
from meetings.rounds.candidates import Candidate, askable, candidates, near_ministries
from meetings.rounds.matrix import Matrix, matrix
from meetings.views.clearance_page import TAB, round_context, round_or_404, to_round
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404


@access(Access.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For who may put at least one of the meeting's positions to clearance."""
    meeting = meeting_or_404(request, pk)
    agenda = agenda_shown(request, meeting)
    offered = candidates(meeting, agenda, request.user)
    if not offered and not _may_open(request, meeting):
        raise PermissionDenied("meetings.open_clearance")
    ministries = askable(meeting, request.user)
    if request.method != "POST":
        initial = {
            "positions": [str(one.key) for one in offered if one.offered and one.due],
            "ministries": near_ministries(meeting, request.user),
        }
        form = OpenForm(candidates=offered, ministries=ministries, initial=initial)
        return _open_page(request, meeting, form, offered)
    data = request.POST.copy()
    if moved := data.get("business_day"):
        data["deadline_date"] = moved
    form = OpenForm(data, candidates=offered, ministries=ministries)
    return _opened(request, meeting, form, offered)


def _may_open(request: HttpRequest, meeting: Meeting) -> bool:
    """The lead of the meeting is told what is missing; others have nothing to do here."""
    return meeting.lead_ministry_id is not None and meeting.lead_ministry_id == request.user.organisation_id


def _opened(request: HttpRequest, meeting: Meeting, form: OpenForm, offered: list[Candidate]) -> HttpResponse:
    now = timezone.now()
    try:
        if form.is_valid():
            values = form.values()
            before = business_deadline(values["deadline"])
            if before is not None and before > now and "on_closed_day" not in request.POST:
                return _open_page(request, meeting, form, offered, before=before)
            round = actions.open_round(meeting.pk, actor=request.user, now=now, **values)
            toast(request, _("協議を始めました。協議先の府省に知らせます。"))
            return to_round(round)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    return _open_page(request, meeting, form, offered, status=400)


def _open_page(
    request: HttpRequest,
    meeting: Meeting,
    form: OpenForm,
    offered: list[Candidate],
    *,
    before: datetime | None = None,
    status: int = 200,
) -> HttpResponse:
    """`before` is the same hour on a business day, where the chosen one is closed: nothing is saved until decided."""
    context = head(request, meeting, TAB) | {
        "form": form,
        "left_out": [one for one in offered if not one.offered],
        "offers_some": any(one.offered for one in offered),
    }
    if before and form.deadline:
        zone = ZoneInfo(form.cleaned_data["deadline_zone"])
        earlier = before.astimezone(zone)
        context |= {
            "closed_day": written(form.deadline.date()),
            "business_day": earlier.date().isoformat(),
            "business_day_told": f"{written(earlier.date())} {earlier:%H:%M}",
        }
    return render(request, "meetings/clearance_open.html", context, status=status)


@access(Access.GOVERNMENT)
@require_safe
def clearance_round(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The matrix: where each ministry stands on each position."""
    round = round_or_404(request, pk)
    context = round_context(request, round)
    agenda = agenda_shown(request, context["meeting"])
    table = matrix(round, agenda, request.user, now=timezone.now())
    context |= {"matrix": table, "formats": _formats(round), **_verbs(request, round, table)}
    return render(request, "meetings/clearance_round.html", context)


def _formats(round: ClearanceRound) -> list[tuple[str, str]]:
    return [(label, reverse("meetings:clearance_export", args=[round.pk, label.lower()])) for label in ("XLSX", "CSV")]


def _verbs(request: HttpRequest, round: ClearanceRound, table: Matrix) -> dict[str, object]:
    mine = table.waiting_for(request.user.organisation_id) if round.is_open else []
    return {
        "leads": round.is_open and request.user.has_perm("meetings.close_clearance", round),
        "rest": len(mine) if request.user.has_perm("meetings.reply_clearance", round) else 0,
        "silent": table.silent if round.is_open else [],
        "edited": [row for row in table.rows if row.outdated],
    }
