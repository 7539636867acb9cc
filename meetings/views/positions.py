"""対処方針: all positions of a meeting in reading order, edited where they are read, and a page for each.

Everything works with plain forms; the script asks the same addresses and gets the paper back that it shows.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access, polling, require
from accounts.reading import note_restricted_read
from accounts.record_history import author_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import drafts, presence
from meetings.actions.position import edit_position
from meetings.earlier import earlier_positions
from meetings.forms.position import PositionForm, starting_from
from meetings.history import position_changes
from meetings.models import AgendaItem, Meeting, Position
from meetings.models.position import TEXTS
from meetings.outline import outline
from meetings.position_sheet import Paper, paper, sheet, told_before, unwritten
from meetings.position_versions import comparison
from meetings.views.agenda import item_or_404
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404, note_agenda_read, seen_version

PART = "position"
MOST_EARLIER = 5
form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.GOVERNMENT)
@require_safe
def positions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The annotated agenda."""
    meeting = meeting_or_404(request, pk)
    agenda = agenda_shown(request, meeting)
    found = sheet(meeting, agenda, request.user)
    items = [one.item for one in found.papers]
    note_restricted_read(request.user, *_written(found.papers))
    before = earlier_positions(meeting, items, request.user)
    note_restricted_read(request.user, *{row.pk: row for rows in before.values() for row in rows}.values())
    for one in found.papers:
        one.earlier = told_before(before.get(one.item.pk, []))
    context = head(request, meeting, "positions") | {
        "sheet": found,
        "writes_some": any(one.writes for one in found.papers),
        "editors": presence.editors(agenda.rows, besides=request.user, part=PART),
    }
    return render(request, "meetings/positions.html", context)


@access(Access.GOVERNMENT)
@polling
@require_safe
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others did since the page was drawn (`token`): the papers, or only who is at work on which."""
    meeting = meeting_or_404(request, pk)
    agenda = outline(meeting, request.user)
    found = sheet(meeting, agenda, request.user)
    editing = {str(one.item.pk): one for one in found.papers if one.writes}.get(request.GET.get("editing", ""))
    if editing:
        presence.announce(editing.item.pk, request.user, part=PART)
    same = request.GET.get("token") == found.token
    if not same:
        note_agenda_read(request, agenda)
        note_restricted_read(request.user, *_written(found.papers))
    context = {
        "meeting": meeting,
        "sheet": found,
        "same": same,
        "editors": presence.editors(agenda.rows, besides=request.user, part=PART),
    }
    return render(request, "meetings/_position_changes.html", context)


@access(Access.GOVERNMENT)
@form_page
def position(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """One position: to read and to edit, what was said before, its versions and its history."""
    meeting = meeting_or_404(request, pk)
    row = item_or_404(request, meeting, item)
    if request.method == "POST":
        return _save(request, meeting, row)
    form = None
    written = _position_of(request, row)
    if request.user.has_perm("meetings.change_position", row):
        presence.announce(row.pk, request.user, part=PART)
        form = PositionForm(_typed(request, meeting, row, written), instance=written)
    return _page(request, meeting, row, form)


@access(Access.STAFF)
@form_page
def text(request: HttpRequest, pk: UUID, item: UUID, text: str) -> HttpResponse:
    """The form of one text, for the script; sent, it answers with the paper as it stands."""
    if text not in TEXTS:
        raise Http404
    meeting = meeting_or_404(request, pk)
    row = item_or_404(request, meeting, item)
    require(request.user, "meetings.change_position", row)
    if request.method == "POST":
        return _save(request, meeting, row, name=text)
    presence.announce(row.pk, request.user, part=PART)
    written = _position_of(request, row)
    note_restricted_read(request.user, written)
    return _text_form(request, row, PositionForm(instance=written, only=(text,)))


def _position_of(request: HttpRequest, item: AgendaItem) -> Position:
    """What the reader sees of the item's position; an empty one where that is nothing."""
    found = Position.objects.visible_to(request.user).with_state().filter(item=item).first()
    return found or unwritten(item)


def _typed(request: HttpRequest, meeting: Meeting, item: AgendaItem, written: Position) -> Any:
    """What the form is filled with beside the texts themselves: the person's draft, or an earlier position."""
    if "draft" in request.GET and (draft := drafts.find(request.user, drafts.key_for(item, PART))):
        return drafts.as_posted(draft)
    if wanted := request.GET.get("from"):
        before = earlier_positions(meeting, [item], request.user, most=MOST_EARLIER).get(item.pk, [])
        if chosen := next((one for one in before if str(one.pk) == wanted), None):
            return starting_from(chosen, written)
    return None


def _page(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, form: PositionForm | None, status: int = 200
) -> HttpResponse:
    row = next(line for line in outline(meeting, request.user).rows if line.item.pk == item.pk)
    written = _position_of(request, item)
    exists = not written._state.adding
    before = earlier_positions(meeting, [item], request.user, most=MOST_EARLIER).get(item.pk, [])
    note_restricted_read(request.user, item, written, *before)
    shown = paper(meeting, row, written if exists else None, request.user)
    shown.earlier = told_before(before)
    key = drafts.key_for(item, PART)
    context = head(request, meeting, "positions") | {
        "paper": shown,
        "position": written if exists else None,
        "form": form,
        "draft_key": key,
        "draft": drafts.find(request.user, key) if form and not form.is_bound else None,
        "history": position_changes(written, request.user) if exists else [],
        "comparison": comparison(written, request.GET) if exists else None,
    }
    return render(request, "meetings/position.html", context, status=status)


def _save(request: HttpRequest, meeting: Meeting, item: AgendaItem, name: str = "") -> HttpResponse:
    require(request.user, "meetings.change_position", item)
    data = resolved(request.POST)
    form = PositionForm(data, instance=_position_of(request, item), only=(name,) if name else only(data))
    try:
        if form.is_valid():
            version = seen_version(request)
            edit_position(item.pk, changes=form.changes(), seen_version=version, actor=request.user)
            drafts.discard(request.user, drafts.key_for(item, PART))
            return _done(request, meeting, item)
    except Conflict as conflict:
        return _conflict_page(request, meeting, item, form, conflict)
    except AgendaItem.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    if request.htmx:
        return _text_form(request, item, form, status=400)
    return _page(request, meeting, item, form, status=400)


def _done(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> HttpResponse:
    if not request.htmx:
        toast(request, _("保存しました。"))
        return redirect(f"{_sheet_url(meeting)}#p-{item.pk}")
    row = next(line for line in outline(meeting, request.user).rows if line.item.pk == item.pk)
    written = get_object_or_404(Position.objects.visible_to(request.user).with_state(), item=item)
    context = {"paper": paper(meeting, row, written, request.user), "meeting": meeting, "now": timezone.now()}
    return render(request, "meetings/_paper.html", context)


def _text_form(request: HttpRequest, item: AgendaItem, form: PositionForm, status: int = 200) -> HttpResponse:
    return render(request, "meetings/_position_text.html", {"form": form, "item": item}, status=status)


def _conflict_page(
    request: HttpRequest, meeting: Meeting, item: AgendaItem, form: PositionForm, conflict: Conflict
) -> HttpResponse:
    fresh = PositionForm(instance=conflict.current)
    who, when = author_of(conflict.current, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("meetings:position", args=[meeting.pk, item.pk]),
        "back": _sheet_url(meeting),
        "title": str(item),
    }
    template = "meetings/conflict.html#form" if request.htmx else "meetings/conflict.html"
    return render(request, template, context, status=409)


def _sheet_url(meeting: Meeting) -> str:
    return reverse("meetings:positions", args=[meeting.pk])


def _written(papers: list[Paper]) -> list[Position]:
    return [one.position for one in papers if not one.position._state.adding]
