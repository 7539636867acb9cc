"""Papers shared with the circle: put up, handed out, taken away."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access
from attaches.actions import circle_papers as actions
from attaches.circle.papers import handed_out
from attaches.forms.circle import PaperForm
from attaches.models import CirclePaper
from attaches.views.circle import event_page, event_to_run
from attaches.views.refusals import done
from diplomacy.ui.toasts import toast


@require_POST
@access(Access.STAFF)
def paper_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    event = event_to_run(request, pk)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        values = dict(form.cleaned_data)
        try:
            upload = values.pop("file")
            actions.share_paper(pk, upload=upload, **values, actor=request.user, now=timezone.now())
            toast(request, _("資料を共有しました。"))
            return redirect(reverse("attaches:circle_event", args=[pk]) + "#papers")
        except ValidationError as fault:
            form.add_error(None, fault)
    return event_page(request, event, status=400, paper_form=form)


@require_safe
@access(Access.NETWORK)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(CirclePaper.objects.visible_to(request.user).select_related("event"), pk=pk)
    return handed_out(found, user=request.user, body=request.method == "GET")


@require_POST
@access(Access.STAFF)
def paper_remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(CirclePaper.objects.visible_to(request.user), pk=pk)
    event_to_run(request, found.event_id)
    back = reverse("attaches:circle_event", args=[found.event_id]) + "#papers"
    return done(request, lambda: actions.take_away_paper(pk, actor=request.user), _("資料を取り下げました。"), back)
