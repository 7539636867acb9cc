"""One item of an agenda: read, written in its form or in a cell of the table, added, copied."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from accounts.record_history import author_of
from diplomacy.markdown.render import markdown
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import drafts, presence
from meetings.actions import agenda as actions
from meetings.forms.agenda import CELLS, ItemForm, PlaceForm
from meetings.models import AgendaItem, Meeting
from meetings.views.agenda import done, item_or_404
from meetings.views.agenda_order import spot_of
from meetings.views.meeting_page import (
    agenda_shown,
    answers_refusals,
    head,
    meeting_or_404,
    refusal,
    seen_version,
    writable_or_refused,
)
from partners.panels import gathered

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.READER)
@form_page
def item(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """One item: to read, and for who may write it, to edit."""
    meeting = meeting_or_404(request, pk)
    row = item_or_404(request, meeting, item)
    if request.method == "POST":
        return _save(request, meeting, row)
    form = None
    if request.user.has_perm("meetings.change_agenda", meeting):
        presence.announce(row.pk, request.user)
        draft = drafts.find(request.user, drafts.key_for(row, "item"))
        restored = drafts.as_posted(draft) if draft and "draft" in request.GET else None
        form = ItemForm(restored, instance=row, actor=request.user, meeting=meeting)
    return _item_page(request, meeting, row, form)


def _item_page(
    request: HttpRequest, meeting: Meeting, row: AgendaItem, form: ItemForm | None, status: int = 200
) -> HttpResponse:
    agenda = agenda_shown(request, meeting)
    line = next(line for line in agenda.rows if line.item.pk == row.pk)
    context = head(request, meeting, "detail") | {"item": row, "row": line, "form": form}
    context["panels"] = gathered(row, request.user)
    if request.htmx:
        context |= {"note": markdown(row.note), "writes": form is not None}
        return render(request, "meetings/item.html#read", context)
    if form:
        key = drafts.key_for(row, "item")
        draft = None if form.is_bound else drafts.find(request.user, key)
        context |= {"place": PlaceForm(rows=agenda.rows, item=row), "draft_key": key, "draft": draft}
    else:
        context["note"] = markdown(row.note)
    return render(request, "meetings/item.html", context, status=status)


@access(Access.STAFF)
@form_page
def cell(request: HttpRequest, pk: UUID, item: UUID, cell: str) -> HttpResponse:
    """The form of one cell of the table, for the script."""
    if cell not in CELLS:
        raise Http404
    meeting = writable_or_refused(request, pk)
    row = item_or_404(request, meeting, item)
    if request.method == "POST":
        return _save(request, meeting, row, cell=cell)
    presence.announce(row.pk, request.user)
    note_restricted_read(request.user, row)
    form = ItemForm(instance=row, actor=request.user, meeting=meeting, only=CELLS[cell])
    return render(request, "meetings/_cell.html", {"form": form, "item": row, "meeting": meeting, "cell": cell})


def _save(request: HttpRequest, meeting: Meeting, row: AgendaItem, cell: str = "") -> HttpResponse:
    require(request.user, "meetings.change_agenda", meeting)
    data = resolved(request.POST)
    names = CELLS[cell] if cell else only(data)
    form = ItemForm(data, instance=row, actor=request.user, meeting=meeting, only=names)
    try:
        if form.is_valid():
            version = seen_version(request)
            actions.edit_item(row.pk, changes=form.changes(), seen_version=version, actor=request.user)
            drafts.discard(request.user, drafts.key_for(row, "item"))
            return done(request, meeting, "" if request.htmx else _("保存しました。"), at=row.pk)
    except Conflict as conflict:
        return _conflict_page(request, meeting, form, conflict)
    except AgendaItem.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    if request.htmx:
        context = {"form": form, "item": row, "meeting": meeting, "cell": cell}
        return render(request, "meetings/_cell.html", context, status=400)
    return _item_page(request, meeting, row, form, status=400)


def _conflict_page(request: HttpRequest, meeting: Meeting, form: ItemForm, conflict: Conflict) -> HttpResponse:
    fresh = ItemForm(instance=conflict.current, actor=request.user, meeting=meeting)
    note_restricted_read(request.user, conflict.current)
    who, when = author_of(conflict.current, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("meetings:agenda_item", args=[meeting.pk, conflict.current.pk]),
        "back": reverse("meetings:detail", args=[meeting.pk]),
        "title": str(conflict.current),
    }
    template = "meetings/conflict.html#form" if request.htmx else "meetings/conflict.html"
    return render(request, template, context, status=409)


@access(Access.STAFF)
@form_page
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    quick = ("title_ja", "title_en", "duration_minutes") if "quick" in request.POST else None
    form = ItemForm(request.POST or None, actor=request.user, meeting=meeting, only=quick)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_item(meeting.pk, fields=form.changes(), actor=request.user, **spot_of(request))
            return done(request, meeting, _("議題を追加しました。"), at=new.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    parent = request.POST.get("parent") or request.GET.get("parent", "")
    context = head(request, meeting, "detail") | {"form": form, "parent": parent}
    if request.method == "POST" and request.htmx:
        return refusal(request, [text for texts in form.errors.values() for text in texts], 400)
    context["agenda"] = agenda_shown(request, meeting)
    return render(request, "meetings/add_item.html", context, status=400 if form.errors else 200)


@access(Access.STAFF)
@require_POST
@answers_refusals
def duplicate(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    copy = actions.duplicate_item(item_or_404(request, meeting, item).pk, actor=request.user)
    return done(request, meeting, _("議題を複製しました。"), at=copy.pk)
