"""参加者: the tab of a meeting. Plain forms do everything; htmx asks the same addresses for the part alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read, note_restricted_within
from diplomacy.export.sheets import FORMATS
from diplomacy.listing.filters import LONGEST_TEXT
from diplomacy.ui.toasts import toast, toast_now
from meetings.actions.participants import add_participant, binned, reorder_participants
from meetings.forms.participants import ParticipantForm, called, people_on_file
from meetings.models import Meeting, Participant
from meetings.ordering import StaleOrder, moved
from meetings.participants.exports import export_participants
from meetings.participants.shown import delegations, participants_of
from meetings.preparation import OVER, delegations_set
from meetings.views.meeting_page import head, meeting_or_404, refusal

MOST_FOUND = 20

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.READER)
@require_safe
def tab(request: HttpRequest, pk: UUID) -> HttpResponse:
    return tab_page(request, meeting_or_404(request, pk))


def tab_page(
    request: HttpRequest, meeting: Meeting, *, status: int = 200, side: str = Participant.Side.OURS, **forms: Any
) -> HttpResponse:
    """The tab as it stands, with a form in place of a row where one is being edited.

    `forms`: `new`, or `form` with `editing`, the key of the row it stands for. `side` is offered first to a new one.
    """
    rows = participants_of(meeting, request.user)
    writes = request.user.has_perm("meetings.change_participants", meeting)
    asked = request.user.is_government and meeting.status not in OVER
    context = head(request, meeting, "participants") | {
        "sides": delegations(rows),
        "shown": len(rows),
        "unsettled": asked and delegations_set([meeting.pk], request.user).get(meeting.pk) is False,
        "writes_participants": writes,
        **({"new": _new(request, meeting, initial={"side": side})} if writes else {}),
        **forms,
    }
    template = "meetings/participants.html#participants" if request.htmx else "meetings/participants.html"
    return render(request, template, context, status=status)


def done(request: HttpRequest, meeting: Meeting, text: str, *, undo_url: str = "", at: Any = "") -> HttpResponse:
    """After a write: the tab's part for htmx, else back to the tab with a message."""
    if request.htmx:
        return toast_now(tab_page(request, meeting), text, undo_url=undo_url)
    toast(request, text, undo_url=undo_url)
    anchor = f"#p-{at}" if at else ""
    return redirect(reverse("meetings:participants", args=[meeting.pk]) + anchor)


def _new(request: HttpRequest, meeting: Meeting, *args: Any, **kwargs: Any) -> ParticipantForm:
    """The short form of the tab."""
    quick = {"only": ParticipantForm.QUICK, "auto_id": "new-%s"}
    return ParticipantForm(*args, actor=request.user, meeting=meeting, **quick, **kwargs)


@access(Access.STAFF)
@form_page
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By the short form of the tab (`quick`), or by all fields on a page of their own."""
    meeting = meeting_or_404(request, pk)
    require(request.user, "meetings.change_participants", meeting)
    quick = "quick" in request.POST
    make = _new if quick else _full
    form = make(request, meeting, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = add_participant(meeting.pk, fields=form.changes(), actor=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            text = _("参加者を登録しました。")
            if request.htmx:
                return toast_now(tab_page(request, meeting, side=new.side), text)
            return done(request, meeting, text, at=new.pk)
    status = 400 if form.errors else 200
    if quick:
        return tab_page(request, meeting, status=status, new=form)
    context = head(request, meeting, "participants") | {"form": form, "title": _("参加者を追加")}
    context["action"] = reverse("meetings:participant_add", args=[meeting.pk])
    return render(request, "meetings/participant_form.html", context, status=status)


def _full(request: HttpRequest, meeting: Meeting, *args: Any) -> ParticipantForm:
    return ParticipantForm(*args, actor=request.user, meeting=meeting)


@access(Access.STAFF)
@require_POST
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One step up or down in the order of precedence; `seen` is the order that the page showed."""
    meeting = meeting_or_404(request, pk)
    require(request.user, "meetings.change_participants", meeting)
    back = reverse("meetings:participants", args=[meeting.pk])
    try:
        seen = [UUID(key) for key in request.POST.getlist("seen")]
        key, wanted = _step(request, seen)
        side = request.POST.get("side", "")
        reorder_participants(meeting.pk, side=side, order=wanted, seen=seen, actor=request.user)
    except StaleOrder:
        text = _("並び順が他の人により変更されています。最新の並びを確かめてください。")
        return refusal(request, [text], 409, back=back)
    except (ValueError, ValidationError):
        text = _("どの参加者かが分かりません。ページを開き直してください。")
        return refusal(request, [text], 400, back=back)
    return done(request, meeting, _("席次を変更しました。"), at=key)


def _step(request: HttpRequest, seen: list[UUID]) -> tuple[UUID, list[UUID]]:
    """Who is moved, and the order after it; a step beyond either end leads nowhere."""
    up = "up" in request.POST
    key = UUID(request.POST.get("up" if up else "down", ""))
    at = seen.index(key)
    after = at - 2 if up else at + 1
    if after >= len(seen) or (up and at == 0):
        return key, seen
    return key, moved(seen, key, after=seen[after] if after >= 0 else None)


@access(Access.STAFF)
@require_safe
def bin_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    require(request.user, "meetings.change_participants", meeting)
    rows = list(binned(request.user).filter(meeting=meeting).with_names().order_by("-deleted_at", "id"))
    note_restricted_within(request.user, rows)
    return render(request, "meetings/participant_bin.html", head(request, meeting, "participants") | {"rows": rows})


@access(Access.READER)
@require_GET
def export(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The participants as CSV or XLSX."""
    if form not in FORMATS:
        raise Http404
    meeting, now = meeting_or_404(request, pk), timezone.now()
    content, content_type = export_participants(meeting, form, request.user, now=now)
    name = f"participants-{timezone.localtime(now):%Y%m%d-%H%M}.{form}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@access(Access.STAFF)
@require_GET
def people(request: HttpRequest) -> JsonResponse:
    """People on file by name, for the field that is searched while typing."""
    text = request.GET.get("q", "")[:LONGEST_TEXT].replace("\0", "").strip()
    found = people_on_file(request.user).named_like(text).order_by("sorted_by", "id")[:MOST_FOUND] if text else []
    note_restricted_read(request.user, *found)
    return JsonResponse([{"value": str(one.pk), "text": called(one)} for one in found], safe=False)
