"""The picture of a story: sent, replaced, taken away, handed out."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from diplomacy.ui.toasts import toast
from diplomacy.uploads.handing import picture_answer, refuse_missing
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
        status = 400
        try:
            if form.is_valid():
                upload = form.cleaned_data.pop("file")
                set_picture(
                    pk, upload=upload, fields=form.cleaned_data, seen_version=seen_version(request), actor=request.user
                )
                toast(request, _("写真を保存しました。"))
                return redirect("outreach:story", pk)
        except Conflict:
            status = 409
            form.add_error(None, _("他の人がこの間に変更しました。最新の内容を確かめてください。"))
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as fault:
            form.add_error(None, fault)
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
        return _refused(request, pk, _("他の人がこの間に変更しました。最新の内容を確かめてください。"), 409)
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
