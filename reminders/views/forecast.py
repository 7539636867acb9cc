from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from reminders.forecast import forecast
from reminders.subjects import subjects


@require_safe
@access(Access.GOVERNMENT)
def forecast_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who will be told what and when about one object; the object's own page includes the same part."""
    for subject in subjects():
        card = subject.cards(request.user, [pk]).get(pk)
        if card is not None:
            context = {"card": card, "forecast": forecast(subject, pk, now=timezone.now())}
            return render(request, "reminders/forecast.html", context)
    raise Http404
