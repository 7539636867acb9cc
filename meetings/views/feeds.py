"""Calendar feeds: the page where a person opens and revokes them, and the feed itself."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access
from diplomacy.api.etags import etag_of, names
from diplomacy.export import ical
from meetings.actions.feeds import open_feed, revoke_feed
from meetings.feeds import body_of, feed_of, note_reading
from meetings.forms.feed import FeedForm
from meetings.models import CalendarFeed


@access(Access.READER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The new address is in the answer to the POST and nowhere else: no redirect, no cache, no referrer."""
    form = FeedForm(request.POST if request.method == "POST" else None, user=request.user)
    address, status = "", 200
    if request.method == "POST":
        if form.is_valid():
            address = _open(request, form)
        status = 200 if address else 422
    mine = CalendarFeed.objects.live().of(request.user).select_related("series")
    context = {"form": form if not address else FeedForm(user=request.user), "feeds": mine, "address": address}
    return render(request, "meetings/feeds.html", context, status=status)


def _open(request: HttpRequest, form: FeedForm) -> str:
    try:
        _feed, secret = open_feed(actor=request.user, **form.cleaned_data)
    except ValidationError as fault:
        form.add_error(None, fault)
        return ""
    return settings.SITE_URL + reverse("meetings:feed", args=[secret])


@access(Access.READER)
@require_POST
def feed_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        revoke_feed(pk, actor=request.user, now=timezone.now())
    except CalendarFeed.DoesNotExist:
        raise Http404 from None
    return redirect("meetings:feeds")


@access(Access.SECRET_ADDRESS)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    now = timezone.now()
    found = feed_of(secret, now=now)
    if found is None:
        return HttpResponseNotFound()
    note_reading(found, now=now)
    body = body_of(found, today=timezone.localdate(now))
    etag = etag_of(body)
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
    if names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type=ical.MEDIA_TYPE, headers=headers)
