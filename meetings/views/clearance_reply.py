"""One position in a round: what was circulated, who said what about it, and the reply of one's own ministry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import drafts
from meetings.actions import clearance as actions
from meetings.actions.clearance_rest import agree_to_rest
from meetings.forms.clearance import ReplyForm
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound
from meetings.permissions import responsible_id
from meetings.position_sheet import texts_of
from meetings.rounds.replies import said_about
from meetings.views.clearance_page import (
    agenda_and_matrix,
    answers_refusals,
    form_page,
    round_context,
    round_or_404,
    to_round,
)
from meetings.views.meeting_page import seen_version

NOT_REPLIED = 0
PART = "reply"


@access(Access.GOVERNMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def clearance_entry(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    round = round_or_404(request, pk)
    row = _entry_or_404(request, round, entry)
    if request.method == "POST":
        return _save(request, round, row)
    if not _may_reply(request, round, row):
        return _page(request, round, row, None)
    draft = drafts.find(request.user, drafts.key_for(row, PART))
    restored = drafts.as_posted(draft) if draft and "draft" in request.GET else None
    return _page(request, round, row, ReplyForm(restored, instance=_standing(request, row)))


def _entry_or_404(request: HttpRequest, round: ClearanceRound, entry: UUID) -> ClearanceItem:
    rows = ClearanceItem.objects.visible_to(request.user).with_position()
    found = get_object_or_404(rows.filter(round=round), pk=entry)
    found.round = round
    return found


def _may_reply(request: HttpRequest, round: ClearanceRound, entry: ClearanceItem) -> bool:
    own = responsible_id(entry.position.item) == request.user.organisation_id
    return entry.is_open and not own and request.user.has_perm("meetings.reply_clearance", round)


def _standing(request: HttpRequest, entry: ClearanceItem) -> ClearanceReply:
    """What the person's ministry has said so far; an empty reply where it has not."""
    live = entry.replies.live().filter(ministry=request.user.organisation_id).first()
    return live or ClearanceReply(entry=entry, kind="", version=NOT_REPLIED)


def _page(
    request: HttpRequest, round: ClearanceRound, entry: ClearanceItem, form: ReplyForm | None, status: int = 200
) -> HttpResponse:
    note_restricted_read(request.user, entry.position, entry.position.item)
    key = drafts.key_for(entry, PART)
    context = {
        "round": round,
        "entry": entry,
        "item": entry.position.item,
        "texts": [text for text in texts_of(entry.version) if text.html],
        "outdated": entry.is_open and entry.position.revision != entry.version.revision,
        "said": said_about(round, entry, now=timezone.now()),
        "form": form,
        "draft_key": key,
        "draft": drafts.find(request.user, key) if form and not form.is_bound else None,
    }
    if request.htmx and status == 200:
        return render(request, "meetings/clearance_entry.html#entry", context)
    return render(request, "meetings/clearance_entry.html", round_context(request, round) | context, status=status)


def _save(request: HttpRequest, round: ClearanceRound, entry: ClearanceItem) -> HttpResponse:
    require(request.user, "meetings.reply_clearance", round)
    data = resolved(request.POST)
    form = ReplyForm(data, instance=_standing(request, entry), only=only(data))
    try:
        if form.is_valid():
            actions.reply(
                entry.pk,
                **form.said(_standing(request, entry)),
                seen_version=seen_version(request),
                actor=request.user,
                now=timezone.now(),
            )
            drafts.discard(request.user, drafts.key_for(entry, PART))
            toast(request, _("回答しました。"))
            return to_round(round)
    except Conflict as conflict:
        return _conflict_page(request, entry, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    return _page(request, round, entry, form, status=400)


def _conflict_page(request: HttpRequest, entry: ClearanceItem, form: ReplyForm, conflict: Conflict) -> HttpResponse:
    address = reverse("meetings:clearance_entry", args=[entry.round_id, entry.pk])
    context: dict[str, Any] = {
        "resolution": resolution(form, ReplyForm(instance=conflict.current), conflict),
        "who": conflict.current.replied_by or _("他の人"),
        "when": conflict.current.replied_at,
        "action": address,
        "back": address,
        "title": str(entry.position.item),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
@answers_refusals
def clearance_rest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """残りすべて意見なし: asked once more with the list of what is agreed to."""
    round = round_or_404(request, pk)
    require(request.user, "meetings.reply_clearance", round)
    if request.method == "POST":
        number = agree_to_rest(
            round.pk, entries=_keys(request.POST.getlist("entry")), actor=request.user, now=timezone.now()
        )
        text = ngettext("%(count)s件に意見なしと回答しました。", "%(count)s件に意見なしと回答しました。", number)
        toast(request, text % {"count": number})
        return redirect("meetings:clearance_round", pk=round.pk)
    _agenda, table = agenda_and_matrix(request, round, timezone.now())
    return form_page(request, round, "clearance_rest", {"rows": table.waiting_for(request.user.organisation_id)})


def _keys(values: list[str]) -> list[UUID]:
    try:
        return [UUID(value) for value in values]
    except ValueError:
        raise ValidationError(_("どの対処方針かが分かりません。ページを開き直してください。")) from None
