"""The form of one participant, their handling, and the verbs that need no form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read, note_restricted_within
from accounts.record_history import author_of
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings.actions.participants import binned, delete_participant, edit_participant, live, restore_participant
from meetings.forms.participants import ParticipantForm
from meetings.models import Participant
from meetings.views.handling import handling_page
from meetings.views.meeting_page import head, meeting_or_404, refusal, seen_version
from meetings.views.participants import done, form_page, tab_page


def participant_or_404(request: HttpRequest, key: UUID, rows: Callable[..., Any] = live) -> Participant:
    """The row with its meeting as its pages need it."""
    row = get_object_or_404(rows(request.user).with_names(), pk=key)
    row.meeting = meeting_or_404(request, row.meeting_id)
    note_restricted_within(request.user, row)
    return row


def writable_or_refused(request: HttpRequest, key: UUID, rows: Callable[..., Any] = live) -> Participant:
    row = participant_or_404(request, key, rows)
    require(request.user, "meetings.change_participants", row.meeting)
    return row


def address_of(row: Participant) -> str:
    return f"{reverse('meetings:participants', args=[row.meeting_id])}#p-{row.pk}"


@access(Access.READER)
@require_safe
def participant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody is read among those of their meeting."""
    return redirect(address_of(participant_or_404(request, pk)))


@access(Access.STAFF)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = writable_or_refused(request, pk)
    meeting = row.meeting
    data = resolved(request.POST) if request.method == "POST" else None
    form = ParticipantForm(data, instance=row, actor=request.user, meeting=meeting, only=only(data) if data else None)
    try:
        if request.method == "POST" and form.is_valid():
            version = seen_version(request)
            edit_participant(pk, changes=form.changes(), seen_version=version, actor=request.user)
            return done(request, meeting, _("保存しました。"), at=pk)
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    status = 400 if form.errors else 200
    if request.htmx:
        return tab_page(request, meeting, status=status, form=form, editing=str(pk))
    context = head(request, meeting, "participants") | {"form": form, "title": _("参加者を編集"), "row": row}
    context["action"] = reverse("meetings:participant_edit", args=[pk])
    return render(request, "meetings/participant_form.html", context, status=status)


def _conflict_page(request: HttpRequest, form: ParticipantForm, conflict: Conflict) -> HttpResponse:
    row = conflict.current
    note_restricted_read(request.user, row)
    who, when = author_of(row, next(iter(conflict.mine)))
    fresh = ParticipantForm(instance=row, actor=request.user, meeting=row.meeting)
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("meetings:participant_edit", args=[row.pk]),
        "back": address_of(row),
        "title": str(row),
    }
    template = "meetings/conflict.html#form" if request.htmx else "meetings/conflict.html"
    return render(request, template, context, status=409)


@access(Access.STAFF)
@form_page
def handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = participant_or_404(request, pk)
    require(request.user, "meetings.change_handling", row.meeting)
    return handling_page(request, row.meeting, row, address_of(row), called=str(row))


@access(Access.STAFF)
@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = writable_or_refused(request, pk)

    def remove() -> str:
        gone = delete_participant(pk, seen_version=seen_version(request), actor=request.user, now=timezone.now())
        return f"{reverse('meetings:participant_restore', args=[pk])}?version={gone.version}"

    return _deed(request, row, remove, _("削除しました。"))


@access(Access.STAFF)
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a deletion; the address names the version the row had when deleted."""
    row = writable_or_refused(request, pk, rows=binned)

    def bring_back() -> None:
        restore_participant(pk, seen_version=seen_version(request), actor=request.user)

    return _deed(request, row, bring_back, _("元に戻しました。"))


def _deed(request: HttpRequest, row: Participant, deed: Callable[[], str | None], text: str) -> HttpResponse:
    """Do it and go back to the tab, or say why nothing was done. What the deed returns leads back."""
    back = reverse("meetings:participants", args=[row.meeting_id])
    try:
        undo = deed() or ""
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except Conflict:
        changed = _("他の人がこの記録を変更しました。最新の内容を確かめてください。")
        return refusal(request, [changed], 409, back=back)
    except ValidationError as fault:
        return refusal(request, fault.messages, 400, back=back)
    return done(request, row.meeting, text, undo_url=undo)
