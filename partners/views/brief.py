"""The two-page brief of a partner: a page to choose for whom, with what will stand in it, and the file itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.handouts import Handout, usual
from partners.brief.make import brief_of, make_brief
from partners.forms.brief import BriefForm
from partners.models import Partner


@require_safe
@access(Access.READER)
def brief(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Without a query, what the person most likely wants."""
    partner = partner_or_404(request, pk)
    asked = "audience" in request.GET
    form = BriefForm(request.GET if asked else None, partner=partner, actor=request.user)
    if not asked:
        return page(request, partner, form, usual(request.user))
    return page(request, partner, form, form.wish() if form.is_valid() else None)


@require_GET
@access(Access.READER)
def brief_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    partner = partner_or_404(request, pk)
    form = BriefForm(request.GET, partner=partner, actor=request.user)
    if form.is_valid():
        try:
            made = make_brief(partner, form.wish(), actor=request.user, now=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            name = content_disposition_header(True, made.name) or "attachment"
            headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
            return HttpResponse(made.content, content_type=made.media_type, headers=headers)
    return page(request, partner, form, None)


def partner_or_404(request: HttpRequest, pk: UUID) -> Partner:
    partners = Partner.objects.visible_to(request.user).with_desk()
    return get_object_or_404(partners, pk=pk)


def page(request: HttpRequest, partner: Partner, form: BriefForm, wish: Handout | None) -> HttpResponse:
    """The form, and under it the brief as it would be made now."""
    context: dict[str, Any] = {"partner": partner, "form": form}
    if wish:
        try:
            sheet, paper = brief_of(partner, wish, actor=request.user, now=timezone.now())
            context |= {"sheet": sheet, "paper": paper}
        except ValidationError as fault:
            if not form.is_bound:
                raise
            form.add_error(None, fault)
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "partners/brief.html", context, status=status)
