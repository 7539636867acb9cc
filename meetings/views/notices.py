"""通知: who will be told what about the meeting, and when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from meetings.models import ClearanceRound, Meeting
from meetings.reminders import UpcomingMeetings
from meetings.rounds.reminders import ClearanceDue
from meetings.views.meeting_page import head, meeting_or_404
from reminders.forecast import Forecast, forecast, forecasts
from reminders.subjects import subject_named


@access(Access.GOVERNMENT)
@require_safe
def notices(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    foreseen = forecast(subject_named(UpcomingMeetings.name), meeting.pk, now=timezone.now())
    context = head(request, meeting, "notices") | {"forecast": foreseen, "clearances": _of_clearances(request, meeting)}
    return render(request, "meetings/notices.html", context)


def _of_clearances(request: HttpRequest, meeting: Meeting) -> list[tuple[ClearanceRound, Forecast]]:
    """Of the open rounds; what was opened and urged at once has gone out already."""
    rounds = ClearanceRound.objects.visible_to(request.user).filter(meeting=meeting).open().order_by("deadline", "pk")
    shown = list(rounds)
    foreseen = forecasts(ClearanceDue(), [round.pk for round in shown], now=timezone.now()) if shown else {}
    return [(round, foreseen[round.pk]) for round in shown]
