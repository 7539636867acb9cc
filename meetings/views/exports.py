"""The files of what is filtered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import Access, access
from meetings.browsing import Browsing
from meetings.exports import MEETINGS, Export, export_file
from meetings.listing import Listing


@require_GET
@access(Access.READER)
def export(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(request, Browsing(request), MEETINGS, form)


def file_of(request: HttpRequest, listing: Listing, export: Export, form: str) -> HttpResponse:
    """What is filtered as a file, or the filter's page where it cannot be read."""
    now = timezone.now()
    if not listing.is_valid:
        return render(request, "meetings/filter.html", {"browsing": listing}, status=400)
    content, content_type = export_file(listing, export, form, now=now)
    name = f"{export.name}-{timezone.localtime(now):%Y%m%d-%H%M}.{form}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
