"""引継ぎ: what the successor on a posting finds, to read, to print, to take along."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from attaches.handover.opening import posting_or_404
from attaches.handover.paper import make_handover
from attaches.handover.parts import parts_of
from attaches.models import Posting


@access(Access.NETWORK)
@require_safe
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    posting, today = posting_or_404(request, pk), timezone.localdate()
    after = Posting.objects.visible_to(request.user).filter(predecessor=posting).select_related("person").first()
    context = {"posting": posting, "successor": after, "parts": parts_of(posting, request.user, today)}
    return render(request, "attaches/handover.html", context)


@access(Access.NETWORK)
@require_GET
def handover_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    made = make_handover(posting_or_404(request, pk), form, actor=request.user, now=timezone.now())
    name = content_disposition_header(True, made.name) or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)
