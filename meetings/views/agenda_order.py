"""Where an item of an agenda stands: by a step, by a form, by dragging, and the order of all siblings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Access, access
from meetings.actions import arranging
from meetings.forms.agenda import PlaceForm
from meetings.outline import outline
from meetings.views.agenda import done, item_or_404
from meetings.views.meeting_page import answers_refusals, seen_version, writable_or_refused


def spot_of(request: HttpRequest) -> dict[str, Any]:
    """Where the new item goes: under `parent`, behind `after`; nothing said: at the end of the top level."""
    spot: dict[str, Any] = {}
    for name in ("parent", "after"):
        if text := request.POST.get(name):
            spot[name] = uuid_of(text)
    return spot


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValidationError(_("どの議題かが分かりません。ページを開き直してください。")) from None


@access(Access.STAFF)
@require_POST
@answers_refusals
def move(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """By one step (`step`), to another place by form (`target`, `where`), or by dragging (`parent`, `after`)."""
    meeting = writable_or_refused(request, pk)
    row = item_or_404(request, meeting, item)
    version = seen_version(request)
    if step := request.POST.get("step"):
        arranging.step_item(row.pk, step=step, seen_version=version, actor=request.user)
    elif "where" in request.POST:
        form = PlaceForm(request.POST, rows=outline(meeting, request.user).rows, item=row)
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        arranging.move_item(row.pk, **form.place(row), seen_version=version, actor=request.user)
    else:
        spot = {"parent": None, "after": None} | spot_of(request)
        arranging.move_item(row.pk, **spot, seen_version=version, actor=request.user)
    return done(request, meeting, "" if request.htmx else _("移動しました。"), at=row.pk)


@access(Access.STAFF)
@require_POST
@answers_refusals
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new order of the siblings under `parent`; `seen` is the order the page showed."""
    meeting = writable_or_refused(request, pk)
    arranging.reorder(
        meeting.pk,
        parent=uuid_of(request.POST["parent"]) if request.POST.get("parent") else None,
        order=[uuid_of(key) for key in request.POST.getlist("order")],
        seen=[uuid_of(key) for key in request.POST.getlist("seen")],
        actor=request.user,
    )
    return done(request, meeting)
