"""ホーム: a desk for whoever signs in, a few honest lines for whoever has not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access, admits
from accounts.models import Role
from diplomacy.ui import desk
from meetings.models import Meeting
from meetings.rows import COLUMNS, meeting_lines

MOST_PUBLIC = 6
MOST_WAITING = 20
FIRST_VISIT_LOOKS_BACK = timedelta(days=7)


@require_safe
@access(Access.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return render(request, "home/public.html", {"rows": public_meetings(user)})
    if not admits(Access.READER, user):
        return redirect("accounts:administration")
    return render(request, "home/desk.html", desk_of(user, timezone.now()))


def public_meetings(visitor: Any) -> list[dict[str, Any]]:
    upcoming = Meeting.objects.visible_to(visitor).upcoming(timezone.localdate())
    return meeting_lines(upcoming.values(*COLUMNS)[:MOST_PUBLIC], visitor)


def desk_of(user: Any, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    since = user.seen_before_at or now - FIRST_VISIT_LOOKS_BACK
    waiting, coming = desk.waiting(user, today), desk.coming(user, today)
    return {
        "works_here": user.role == Role.STAFF,
        "is_at_post": user.role in {Role.ATTACHE, Role.OFFICER},
        "shortcuts": desk.shortcuts(user),
        "waiting": waiting[:MOST_WAITING],
        "waiting_count": len(waiting),
        "coming": coming,
        "changes": desk.changes(user, since),
        "since": since,
    }
