"""How a list answers: its page or only its results, the panel of its filter, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.lists.files import Export, export_file
from accounts.lists.listing import Listing

# Rows of the named columns in the words that the reader sees.
Lines = Callable[[list[dict[str, Any]], Any], list[dict[str, Any]]]


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone; a page restored from the history is a whole one."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


def list_page(
    request: HttpRequest, listing: Listing, columns: tuple[str, ...], lines: Lines, template: str, **more: Any
) -> HttpResponse:
    page = listing.page(*columns)
    context = {
        "browsing": listing,
        "count": listing.counted,
        "rows": lines(page.rows, request.user),
        "previous": listing.query_with(before=page.before) if page.before else "",
        "next": listing.query_with(after=page.after) if page.after else "",
        **more,
    }
    part = f"{template}#results" if wants_fragment(request) else template
    response = render(request, part, context, status=listing.status)
    response["Vary"] = "HX-Request"
    return response


def filter_panel(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The full form, asked for when somebody opens it: its choices would double the weight of every list."""
    template = "lists/filter.html#panel" if wants_fragment(request) else "lists/filter.html"
    return render(request, template, {"browsing": listing})


def file_of(request: HttpRequest, listing: Listing, export: Export, form: str) -> HttpResponse:
    """What is filtered as a file, or the filter's page where it cannot be read."""
    now = timezone.now()
    if not listing.is_valid:
        return render(request, "lists/filter.html", {"browsing": listing}, status=400)
    content, content_type = export_file(listing, export, form, now=now)
    name = "-".join(filter(None, [export.name, listing.exported_by, f"{timezone.localtime(now):%Y%m%d-%H%M}.{form}"]))
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Cache-Control": "no-store",
        },
    )
