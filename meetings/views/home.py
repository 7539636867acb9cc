"""ホーム: a desk for whoever signs in; who has not is led to the public site in their language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import Access, access, admits
from accounts.models import Role
from diplomacy.ui import desk, menu

MOST_WAITING = 20
FIRST_VISIT_LOOKS_BACK = timedelta(days=7)


@require_safe
@access(Access.PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        return redirect(menu.registry.front_page, get_language())
    if not admits(Access.READER, user):
        return redirect("accounts:administration")
    return render(request, "home/desk.html", desk_of(user, timezone.now()))


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
