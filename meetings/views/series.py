"""会合の系列: which there are, how each runs, and what feeds into what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from accounts.lists.pages import wants_fragment
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from meetings.cadence import courses, next_by_cadence
from meetings.filters import SeriesFilter
from meetings.models import Meeting, MeetingSeries, SeriesLink, Watch
from meetings.rows import COLUMNS, meeting_lines

PAGE_SIZE = 100
MOST_SESSIONS = 50
BY_NAME = (Key("name_ja"), Key("id"))


@require_safe
@access(Access.READER)
def series_list(request: HttpRequest) -> HttpResponse:
    visible = MeetingSeries.objects.visible_to(request.user).with_bodies()
    narrowed = SeriesFilter(request.GET, visible, request=request)
    page, error = Page([]), ""
    if narrowed.is_valid():
        tokens = {name: request.GET.get(name, "") for name in ("after", "before")}
        try:
            page = page_of(narrowed.qs, BY_NAME, size=PAGE_SIZE, **tokens)
        except BadToken:
            error = _("このページの位置を読み取れません。一覧の最初から開き直してください。")
    found = courses([series.pk for series in page.rows], request.user, timezone.localdate())
    context = {
        "form": narrowed.form,
        "rows": [{"series": series, "course": found[series.pk]} for series in page.rows],
        "error": error,
        "previous": _query(request, before=page.before),
        "next": _query(request, after=page.after),
    }
    template = "meetings/series_list.html#results" if wants_fragment(request) else "meetings/series_list.html"
    status = 200 if narrowed.is_valid() and not error else 400
    response = render(request, template, context, status=status)
    response["Vary"] = "HX-Request"
    return response


def _query(request: HttpRequest, **place: str) -> str:
    """The address of another page of the list, or nothing where there is none."""
    (name, token), *_none = place.items()
    if not token:
        return ""
    params = request.GET.copy()
    for key in ("after", "before"):
        params.pop(key, None)
    params[name] = token
    return params.urlencode()


@require_safe
@access(Access.READER)
def series_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    series = get_object_or_404(MeetingSeries.objects.visible_to(user).with_bodies(), pk=pk)
    sessions = Meeting.objects.visible_to(user).filter(series=series)
    course = courses([series.pk], user, today)[series.pk]
    links = SeriesLink.objects.visible_to(user).with_series()
    context = {
        "series": series,
        "course": course,
        "watching": Watch.objects.filter(user=user, series=series).exists(),
        "estimate": next_by_cadence(course, series.cadence_months, today),
        "rows": meeting_lines(sessions.values(*COLUMNS)[:MOST_SESSIONS], user),
        "more": max(course.sessions - MOST_SESSIONS, 0),
        "links_up": links.filter(from_series=series),
        "links_down": links.filter(to_series=series),
    }
    return render(request, "meetings/series.html", context)
