"""会合を探す: the list, the panel of its filter, and the files of what is filtered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from meetings.browsing import Browsing
from meetings.listing import Listing
from meetings.rows import COLUMNS, meeting_lines


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for the results alone; a page restored from the history is a whole one."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request


@require_safe
@access(Access.READER)
def meeting_list(request: HttpRequest) -> HttpResponse:
    browsing = Browsing(request)
    page = browsing.page(*COLUMNS)
    context = {
        "browsing": browsing,
        "count": browsing.counted,
        "rows": meeting_lines(page.rows, request.user),
        "previous": browsing.query_with(before=page.before) if page.before else "",
        "next": browsing.query_with(after=page.after) if page.after else "",
    }
    template = "meetings/list.html#results" if wants_fragment(request) else "meetings/list.html"
    response = render(request, template, context, status=browsing.status)
    response["Vary"] = "HX-Request"
    return response


@require_safe
@access(Access.READER)
def filter_panel(request: HttpRequest) -> HttpResponse:
    """The full form, asked for when somebody opens it: its choices would double the weight of every list."""
    return panel(request, Browsing(request))


def panel(request: HttpRequest, browsing: Listing) -> HttpResponse:
    template = "meetings/filter.html#panel" if wants_fragment(request) else "meetings/filter.html"
    return render(request, template, {"browsing": browsing})
