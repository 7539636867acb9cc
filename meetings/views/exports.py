"""The files of what is filtered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import Access, access
from meetings.browsing import Browsing
from meetings.exports import export_meetings


@require_GET
@access(Access.READER)
def export(request: HttpRequest, form: str) -> HttpResponse:
    browsing, now = Browsing(request), timezone.now()
    if not browsing.is_valid:
        return render(request, "meetings/filter.html", {"browsing": browsing}, status=400)
    content, content_type = export_meetings(browsing, form, now=now)
    name = f"meetings-{timezone.localtime(now):%Y%m%d-%H%M}.{form}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
