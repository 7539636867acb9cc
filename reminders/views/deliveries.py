"""送信記録: how delivery goes, for the administrator. What the messages say is not shown here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from diplomacy.paging.keys import BadToken, page_of
from diplomacy.ui.toasts import toast
from reminders import heartbeat
from reminders.actions.resending import RESENDABLE, resend
from reminders.filters import DeliveryFilter
from reminders.inbox import NEWEST_FIRST
from reminders.models import Notification


@require_safe
@access(Access.ADMIN)
def deliveries(request: HttpRequest) -> HttpResponse:
    found = DeliveryFilter(request.GET, Notification.objects.select_related("recipient"))
    status = 200 if found.is_valid() else 400
    rows = found.qs if found.is_valid() else Notification.objects.none()
    try:
        page = page_of(rows, NEWEST_FIRST, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    except BadToken:
        page, status = page_of(rows, NEWEST_FIRST), 400
    last = heartbeat.last_sweep()
    context = {
        "filter": found,
        "rows": page.rows,
        "resendable": RESENDABLE,
        "last": last,
        "is_late": heartbeat.is_late(last.at if last else None, now=timezone.now()),
        "previous": with_key(request, "before", page.before),
        "next": with_key(request, "after", page.after),
    }
    return render(request, "reminders/deliveries.html", context, status=status)


def with_key(request: HttpRequest, name: str, token: str) -> str:
    if not token:
        return ""
    query = request.GET.copy()
    for other in ("after", "before"):
        query.pop(other, None)
    query[name] = token
    return query.urlencode()


@require_POST
@access(Access.ADMIN)
def resend_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    notification = get_object_or_404(Notification, pk=pk)
    require(request.user, "reminders.resend", notification)
    try:
        resend(notification, actor=request.user, now=timezone.now())
    except ValidationError as problem:
        toast(request, problem.messages[0], level=messages.ERROR)
    else:
        toast(request, _("次の送信で再送します。"))
    return redirect("reminders:deliveries")
