"""The files of what is filtered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import Access, access
from accounts.lists.pages import file_of
from meetings.browsing import Browsing
from meetings.exports import MEETINGS


@require_GET
@access(Access.READER)
def export(request: HttpRequest, form: str) -> HttpResponse:
    return file_of(request, Browsing(request), MEETINGS, form)
