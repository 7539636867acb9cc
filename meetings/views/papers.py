"""The agenda as a file: a page to choose what for whom, and the file itself."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from meetings.forms.paper import PaperForm
from meetings.papers import make_paper
from meetings.views.meeting_page import head, meeting_or_404


@access(Access.READER)
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    form = PaperForm(meeting=meeting, actor=request.user)
    return render(request, "meetings/paper.html", head(request, meeting, "") | {"form": form})


@access(Access.READER)
@require_GET
def paper_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    form = PaperForm(request.GET, meeting=meeting, actor=request.user)
    if form.is_valid():
        try:
            made = make_paper(meeting, form.wish(), actor=request.user, now=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            name = content_disposition_header(True, made.name) or "attachment"
            headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
            return HttpResponse(made.content, content_type=made.media_type, headers=headers)
    return render(request, "meetings/paper.html", head(request, meeting, "") | {"form": form}, status=400)
