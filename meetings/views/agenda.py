"""The agenda's doors. Everything works with plain forms; the script asks the same addresses and gets the table back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access, polling, require
from accounts.reading import note_restricted_read
from accounts.record_history import author_of
from diplomacy.markdown.render import markdown
from diplomacy.ui.toasts import toast, toast_now
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import drafts, position_sheet, presence
from meetings.actions import agenda as actions
from meetings.actions import arranging
from meetings.agenda_table import columns, table_rows
from meetings.forms.agenda import CELLS, ItemForm, PlaceForm
from meetings.models import AgendaItem, Meeting
from meetings.outline import Outline, outline
from meetings.views.meeting_page import (
    agenda_shown,
    answers_refusals,
    head,
    meeting_or_404,
    note_agenda_read,
    refusal,
    seen_version,
    seen_versions,
    writable_or_refused,
)
from partners.panels import gathered

form_page = require_http_methods(["GET", "HEAD", "POST"])


def item_or_404(request: HttpRequest, meeting: Meeting, item_id: UUID) -> AgendaItem:
    items = AgendaItem.objects.in_visible(meeting, request.user).live()
    item = get_object_or_404(items.select_related("lead_ministry", "proposer"), pk=item_id)
    item.meeting = meeting
    return item


def table(request: HttpRequest, meeting: Meeting, agenda: Outline, *, known: str = "") -> HttpResponse:
    """The agenda's table as it stands, for the script to merge; only its foot where the page has the rest (`known`)."""
    states = position_sheet.states(meeting, agenda, request.user)
    token = position_sheet.stamped(agenda.token, states)
    part = "foot" if known == token else "agenda"
    if part == "agenda":
        note_agenda_read(request, agenda)
    writes = request.user.has_perm("meetings.change_agenda", meeting)
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "token": token,
        "inside": states is not None,
        "columns": columns(writes, states),
        "table_rows": table_rows(meeting, agenda, writes=writes, states=states) if part == "agenda" else [],
        "writes": writes,
        "editors": presence.editors(agenda.rows, besides=request.user),
        "now": timezone.now(),
    }
    return render(request, f"meetings/detail.html#{part}", context)


def done(request: HttpRequest, meeting: Meeting, text: str = "", *, undo_url: str = "", at: Any = "") -> HttpResponse:
    """After a write: the table for the script, else back to the page with a message."""
    if request.htmx:
        answer = table(request, meeting, outline(meeting, request.user))
        return toast_now(answer, text, undo_url=undo_url) if text else answer
    if text:
        toast(request, text, undo_url=undo_url)
    anchor = f"#i-{at}" if at else ""
    return redirect(reverse("meetings:detail", args=[meeting.pk]) + anchor)


@access(Access.READER)
@polling
@require_safe
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others did since the page was drawn (`token`): the table, or only its foot. Asked every few seconds.

    `editing` says which item the reader has open; others then see it.
    """
    meeting = meeting_or_404(request, pk)
    agenda = outline(meeting, request.user)
    shown = {str(row.item.pk): row.item.pk for row in agenda.rows}
    if request.GET.get("editing") in shown and request.user.has_perm("meetings.change_agenda", meeting):
        presence.announce(shown[request.GET["editing"]], request.user)
    return table(request, meeting, agenda, known=request.GET.get("token", ""))


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
            new = actions.add_item(meeting.pk, fields=form.changes(), actor=request.user, **_spot(request))
            return done(request, meeting, _("議題を追加しました。"), at=new.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    parent = request.POST.get("parent") or request.GET.get("parent", "")
    context = head(request, meeting, "detail") | {"form": form, "parent": parent}
    if request.method == "POST" and request.htmx:
        return refusal(request, [text for texts in form.errors.values() for text in texts], 400)
    context["agenda"] = agenda_shown(request, meeting)
    return render(request, "meetings/add_item.html", context, status=400 if form.errors else 200)


def _spot(request: HttpRequest) -> dict[str, Any]:
    """Where the new item goes: under `parent`, behind `after`; nothing said: at the end of the top level."""
    spot: dict[str, Any] = {}
    for name in ("parent", "after"):
        if text := request.POST.get(name):
            spot[name] = _uuid(text)
    return spot


def _uuid(text: str) -> UUID:
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
        spot = {"parent": None, "after": None} | _spot(request)
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
        parent=_uuid(request.POST["parent"]) if request.POST.get("parent") else None,
        order=[_uuid(key) for key in request.POST.getlist("order")],
        seen=[_uuid(key) for key in request.POST.getlist("seen")],
        actor=request.user,
    )
    return done(request, meeting)


@access(Access.STAFF)
@require_POST
@answers_refusals
def duplicate(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    copy = actions.duplicate_item(item_or_404(request, meeting, item).pk, actor=request.user)
    return done(request, meeting, _("議題を複製しました。"), at=copy.pk)


@access(Access.STAFF)
@require_POST
@answers_refusals
def delete(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    row = item_or_404(request, meeting, item)
    return delete_all(request, meeting, {row.pk: seen_version(request)})


def delete_all(request: HttpRequest, meeting: Meeting, versions: dict[UUID, int]) -> HttpResponse:
    gone = actions.delete_items(meeting.pk, versions=versions, actor=request.user, now=timezone.now())
    text = ngettext("議題を%(count)s件削除しました。", "議題を%(count)s件削除しました。", len(gone))
    undo = urlencode([("item", f"{row.pk}:{row.version}") for row in gone])
    address = f"{reverse('meetings:agenda_restore', args=[meeting.pk])}?{undo}"
    return done(request, meeting, text % {"count": len(gone)}, undo_url=address)


@access(Access.STAFF)
@require_POST
@answers_refusals
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo deletions: each `item` is an id with the version it had when deleted."""
    meeting = writable_or_refused(request, pk)
    versions = seen_versions(request.GET.getlist("item") + request.POST.getlist("item"))
    for key, version in versions.items():
        actions.restore_item(key, seen_version=version, actor=request.user)
    return done(request, meeting, _("議題を元に戻しました。"), at=next(iter(versions), ""))


@access(Access.STAFF)
@require_safe
def agenda_bin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deleted items, for 30 days."""
    meeting = writable_or_refused(request, pk)
    rows = actions.binned(request.user).filter(meeting=meeting).select_related("deleted_by")
    note_restricted_read(request.user, *rows)
    tops = [row for row in rows.order_by("-deleted_at", "pk") if not row.ancestors or not _went_along(row, rows)]
    return render(request, "meetings/bin.html", head(request, meeting, "detail") | {"rows": tops})


def _went_along(row: AgendaItem, rows: Any) -> bool:
    """Whether it was deleted together with the item above it, and so comes back with it."""
    return any(other.pk == row.parent_id and other.deleted_at == row.deleted_at for other in rows)
