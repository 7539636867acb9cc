"""通知: who will be told what about the meeting, and when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from meetings.reminders import UpcomingMeetings
from meetings.views.meeting_page import head, meeting_or_404
from reminders.forecast import forecast
from reminders.subjects import subject_named


@access(Access.GOVERNMENT)
@require_safe
def notices(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    foreseen = forecast(subject_named(UpcomingMeetings.name), meeting.pk, now=timezone.now())
    return render(request, "meetings/notices.html", head(request, meeting, "notices") | {"forecast": foreseen})
