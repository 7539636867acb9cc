"""The meeting's own form, and a new session of a series."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from accounts.record_history import author_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import drafts
from meetings.actions.meeting import edit_meeting
from meetings.actions.sessions import create_session
from meetings.forms.meeting import CopyForm, MeetingForm
from meetings.models import Meeting, MeetingSeries, Participant
from meetings.outline import Row
from meetings.participants.shown import participants_of
from meetings.sessions import open_commitments, propose
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404, seen_version

MOST_COMMITMENTS = 100

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.STAFF)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    require(request.user, "meetings.change_meeting", meeting)
    if request.method == "POST":
        return _save(request, meeting)
    draft = drafts.find(request.user, drafts.key_for(meeting))
    restored = drafts.as_posted(draft) if draft and "draft" in request.GET else None
    form = MeetingForm(restored, instance=meeting, actor=request.user)
    return _form_page(request, meeting_or_404(request, pk), form)


def _form_page(request: HttpRequest, meeting: Meeting, form: MeetingForm, status: int = 200) -> HttpResponse:
    key = drafts.key_for(meeting)
    context = head(request, meeting, "") | {"form": form, "draft_key": key}
    context["draft"] = None if form.is_bound else drafts.find(request.user, key)
    return render(request, "meetings/edit.html", context, status=status)


def _save(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    data = resolved(request.POST)
    form = MeetingForm(data, instance=meeting, actor=request.user, only=only(data))
    try:
        if form.is_valid():
            edit_meeting(
                meeting.pk,
                changes=form.changes(),
                seen_version=seen_version(request),
                actor=request.user,
                now=timezone.now(),
            )
            drafts.discard(request.user, drafts.key_for(meeting))
            toast(request, _("保存しました。"))
            return redirect("meetings:detail", pk=meeting.pk)
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except Meeting.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    return _form_page(request, meeting_or_404(request, meeting.pk), form, status=400)


def _conflict_page(request: HttpRequest, form: MeetingForm, conflict: Conflict) -> HttpResponse:
    meeting = conflict.current
    note_restricted_read(request.user, meeting)
    who, when = author_of(meeting, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, MeetingForm(instance=meeting, actor=request.user), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("meetings:edit", args=[meeting.pk]),
        "back": reverse("meetings:detail", args=[meeting.pk]),
        "title": str(meeting),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.STAFF)
@form_page
def create(request: HttpRequest) -> HttpResponse:
    """A new session of `?series=`, filled in from the last one; without a series, the choice of one."""
    series = _series(request)
    if series is None:
        return _choose_series(request)
    require(request.user, "meetings.create_meeting", series)
    proposal = propose(series, request.user, today=timezone.localdate())
    rows = agenda_shown(request, proposal.last).rows if proposal.last else []
    note_restricted_read(request.user, *filter(None, [proposal.last]))
    form = MeetingForm(
        request.POST or None, instance=Meeting(series=series), actor=request.user, initial=proposal.fields
    )
    copy, carried = _carried(request, series, proposal.last, rows)
    if request.method == "POST" and form.is_valid() and copy.is_valid():
        try:
            chosen = copy.chosen()
            source = proposal.last if chosen["items"] or chosen["delegation"] else None
            meeting = create_session(
                series,
                fields=form.cleaned_data,
                actor=request.user,
                copy_from=source and source.pk,
                **chosen,
            )
            toast(request, _("会合を登録しました。"))
            return redirect("meetings:detail", pk=meeting.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"series": series, "form": form, "copy": copy, "last": proposal.last, "rows": rows, **carried}
    return render(request, "meetings/create.html", context, status=400 if form.errors or copy.errors else 200)


def _carried(
    request: HttpRequest, series: MeetingSeries, last: Meeting | None, rows: list[Row]
) -> tuple[CopyForm, dict[str, Any]]:
    """The form of what goes on from earlier sessions, and what it offers: open actions, our last delegation."""
    commitments = list(open_commitments(series, request.user)[:MOST_COMMITMENTS])
    note_restricted_read(request.user, *commitments, *{action.meeting for action in commitments})
    sat = participants_of(last, request.user) if last else []
    ours = [row for row in sat if row.side == Participant.Side.OURS]
    copy = CopyForm(request.POST or None, rows=rows, commitments=commitments, delegation=bool(ours))
    return copy, {"commitments": commitments, "delegation": ours}


def _series(request: HttpRequest) -> MeetingSeries | None:
    key = request.GET.get("series", "")
    if not key:
        return None
    try:
        return get_object_or_404(MeetingSeries.objects.visible_to(request.user), pk=UUID(key))
    except ValueError:
        raise Http404 from None


def _choose_series(request: HttpRequest) -> HttpResponse:
    """The series the person may open a session of."""
    rows = MeetingSeries.objects.visible_to(request.user).select_related("lead_ministry")
    mine = [series for series in rows if request.user.has_perm("meetings.create_meeting", series)]
    return render(request, "meetings/choose_series.html", {"rows": mine})
