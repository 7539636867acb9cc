"""会合を探す: the list, and the panel of its filter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from accounts.lists import pages
from meetings.browsing import Browsing
from meetings.rows import COLUMNS, meeting_lines


@require_safe
@access(Access.READER)
def meeting_list(request: HttpRequest) -> HttpResponse:
    return pages.list_page(request, Browsing(request), COLUMNS, meeting_lines, "meetings/list.html")


@require_safe
@access(Access.READER)
def filter_panel(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, Browsing(request))
