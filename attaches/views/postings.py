"""在任: who is posted at which embassy and mission."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from attaches.models import Posting


@access(Access.READER)
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    return redirect("attaches:contacts")


@access(Access.READER)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    running = Posting.objects.visible_to(request.user).running(timezone.localdate()).with_names()
    return render(request, "attaches/postings.html", {"postings": running.order_by("organisation__sorted_by", "id")})
