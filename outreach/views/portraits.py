"""The portrait of an expert: sent, replaced, taken away, handed out to who reads the entry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.ui.toasts import toast
from diplomacy.uploads.handing import picture_answer, refuse_missing
from diplomacy.versioned.attempting import DONE, OVERTAKEN, attempted, overtaken
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.seen import seen_version
from outreach.actions.portraits import remove_portrait, set_portrait
from outreach.forms.experts import PortraitForm
from outreach.kinds import KINDS
from outreach.models import Portrait
from outreach.views.records import form_page, record_or_404


def expert_to_change(request: HttpRequest, pk: UUID) -> Any:
    expert = record_or_404(request, KINDS["expert"], pk)
    require(request.user, KINDS["expert"].change, expert)
    note_restricted_read(request.user, expert)
    return expert


@form_page
@access(Access.STAFF)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    expert = expert_to_change(request, pk)
    form = PortraitForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":

        def put(given: dict[str, Any]) -> None:
            set_portrait(pk, upload=given["file"], seen_version=seen_version(request), actor=request.user)

        status = attempted(form, put)
        if status == DONE:
            toast(request, _("顔写真を保存しました。"))
            return redirect("outreach:expert", pk)
    context = {"form": form, "expert": expert, "kind": KINDS["expert"]}
    return render(request, "outreach/portrait.html", context, status=status)


@require_POST
@access(Access.STAFF)
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    expert_to_change(request, pk)
    try:
        remove_portrait(pk, seen_version=seen_version(request), actor=request.user)
    except Conflict:
        context = {"text": overtaken(), "back": reverse("outreach:expert", args=[pk])}
        return render(request, "partners/refusal.html", context, status=OVERTAKEN)
    toast(request, _("顔写真を外しました。"))
    return redirect("outreach:expert", pk)


@require_safe
@access(Access.GOVERNMENT)
def hand_out(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    portrait = get_object_or_404(Portrait.objects.visible_to(request.user).select_related("expert"), pk=pk)
    refuse_missing(portrait.pk)
    note_restricted_read(request.user, portrait.expert)
    return picture_answer(portrait.pk, media_type=portrait.media_type, cached="private, no-store")
