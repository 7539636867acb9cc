"""Begin or end following a meeting, or all sessions of a series."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Access, access, require
from diplomacy.ui.toasts import toast
from meetings.models import MeetingSeries, Watch
from meetings.views.meeting_page import meeting_or_404


@access(Access.READER)
@require_POST
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    _set(request, meeting=meeting_or_404(request, pk))
    return redirect("meetings:detail", pk=pk)


@access(Access.READER)
@require_POST
def series_watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    _set(request, series=get_object_or_404(MeetingSeries.objects.visible_to(request.user), pk=pk))
    return redirect("meetings:series", pk=pk)


def _set(request: HttpRequest, **subject: Any) -> None:
    require(request.user, "meetings.watch", *subject.values())
    if request.POST.get("watch") == "on":
        Watch.objects.get_or_create(user=request.user, **subject)
        toast(request, _("ウォッチを始めました。"))
    else:
        Watch.objects.filter(user=request.user, **subject).delete()
        toast(request, _("ウォッチをやめました。"))
