"""The picture of a story: sent, replaced, taken away, handed out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from diplomacy.ui.toasts import toast
from diplomacy.uploads.handing import picture_answer, refuse_missing
from diplomacy.versioned.attempting import DONE, OVERTAKEN, attempted, overtaken
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.seen import seen_version
from outreach.actions.pictures import remove_picture, set_picture
from outreach.forms.texts import PictureForm
from outreach.models import Picture, Rendition, Story
from outreach.views.records import form_page


def story_or_404(request: HttpRequest, pk: UUID) -> Story:
    story = get_object_or_404(Story.objects.visible_to(request.user).defer("search"), pk=pk)
    require(request.user, "outreach.change_text", story)
    return story


@form_page
@access(Access.STAFF)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    story = story_or_404(request, pk)
    picture = Picture.objects.visible_to(request.user).filter(story=story).first()
    form = PictureForm(request.POST or None, request.FILES or None, instance=picture)
    status = 200
    if request.method == "POST":

        def put(given: dict[str, Any]) -> None:
            upload = given.pop("file")
            set_picture(pk, upload=upload, fields=given, seen_version=seen_version(request), actor=request.user)

        status = attempted(form, put)
        if status == DONE:
            toast(request, _("写真を保存しました。"))
            return redirect("outreach:story", pk)
    context = {"form": form, "story": story, "picture": picture}
    return render(request, "outreach/picture.html", context, status=status)


@require_POST
@access(Access.STAFF)
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    story_or_404(request, pk)
    try:
        remove_picture(pk, seen_version=seen_version(request), actor=request.user)
        toast(request, _("写真を外しました。"))
    except Conflict:
        return _refused(request, pk, overtaken(), OVERTAKEN)
    except ValidationError as fault:
        return _refused(request, pk, fault.messages[0], 400)
    return redirect("outreach:story", pk)


def _refused(request: HttpRequest, pk: UUID, text: str, status: int) -> HttpResponse:
    context = {"text": text, "back": reverse("outreach:story", args=[pk])}
    return render(request, "partners/refusal.html", context, status=status)


@require_safe
@access(Access.PUBLIC)
def hand_out(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A size of a picture that its reader may see. A file never changes under its address, so a browser may keep it;
    nobody in between may, for what is withdrawn."""
    rendition = get_object_or_404(Rendition.objects.visible_to(request.user), pk=pk)
    refuse_missing(rendition.pk)
    return picture_answer(rendition.pk, media_type=rendition.media_type, cached="private, max-age=86400, immutable")
