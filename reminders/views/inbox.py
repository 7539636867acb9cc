"""お知らせ: a person's own notifications."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access
from diplomacy.paging.keys import BadToken, page_of
from diplomacy.ui.toasts import toast
from reminders.actions.inbox import mark_all_read, mark_read
from reminders.inbox import NEWEST_FIRST, lines
from reminders.models import Notification
from reminders.subjects import subject_named


@require_safe
@access(Access.SIGNED_IN)
def inbox(request: HttpRequest) -> HttpResponse:
    only_unread = request.GET.get("unread") == "1"
    rows = Notification.objects.visible_to(request.user)
    if only_unread:
        rows = rows.unread()
    context: dict[str, Any] = {"only_unread": only_unread, "now": timezone.now().isoformat()}
    status = 200
    try:
        page = page_of(rows, NEWEST_FIRST, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadToken:
        page, status = page_of(rows, NEWEST_FIRST), 400
        context["problem"] = _("この続きの位置は使えません。初めから表示しています。")
    keep = "unread=1&" if only_unread else ""
    context |= {
        "lines": lines(page.rows, request.user),
        "previous": f"{keep}before={page.before}" if page.before else "",
        "next": f"{keep}after={page.after}" if page.after else "",
    }
    return render(request, "reminders/inbox.html", context, status=status)


@require_safe
@access(Access.SIGNED_IN)
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go where the message leads; whoever follows it has read it."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    cards = subject_named(notification.subject).cards(request.user, [notification.object_id])
    if request.method == "GET":
        mark_read(notification, now=timezone.now())
    return redirect(cards[notification.object_id].url)


@require_POST
@access(Access.SIGNED_IN)
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    mark_read(get_object_or_404(Notification.objects.visible_to(request.user), pk=pk), now=timezone.now())
    return redirect("reminders:inbox")


@require_POST
@access(Access.SIGNED_IN)
def read_all(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    count = mark_all_read(actor=request.user, until=shown_at(request) or now, now=now)
    text = ngettext("%(count)s件を既読にしました。", "%(count)s件を既読にしました。", count)
    toast(request, text % {"count": count})
    return redirect("reminders:inbox")


def shown_at(request: HttpRequest) -> datetime | None:
    """When the page was made whose button was pressed."""
    try:
        shown = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        return None
    return shown if shown and timezone.is_aware(shown) else None
