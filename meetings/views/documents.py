"""資料: the papers of a meeting and of its items. Everything works with plain forms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_within
from accounts.record_history import author_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings import documents as shown
from meetings.actions import documents as actions
from meetings.actions.handling import set_handling
from meetings.forms.documents import DocumentForm, NewDocumentForm, VersionForm
from meetings.models import Document, DocumentVersion, Meeting
from meetings.views.meeting_page import answers_refusals, head, meeting_or_404, seen_version
from partners.forms.handling import HandlingForm

form_page = require_http_methods(["GET", "HEAD", "POST"])
TAB = "documents"


def document_or_404(request: HttpRequest, meeting: Meeting, document_id: UUID) -> Document:
    rows = Document.objects.in_visible(meeting, request.user).live().with_versions()
    document = get_object_or_404(rows.select_related("item", "owner"), pk=document_id)
    document.meeting = meeting
    return document


def writable_or_refused(request: HttpRequest, meeting_id: UUID) -> Meeting:
    meeting = meeting_or_404(request, meeting_id)
    require(request.user, "meetings.change_documents", meeting)
    return meeting


@access(Access.READER)
@require_safe
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    groups = shown.groups(meeting, request.user)
    note_restricted_within(request.user, meeting, groups)
    return render(request, "meetings/documents.html", _head(request, meeting) | {"groups": groups})


def _head(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    may_add = request.user.has_perm("meetings.change_documents", meeting)
    return head(request, meeting, TAB) | {"may_add": may_add}


@access(Access.STAFF)
@form_page
def document_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    item = request.GET.get("item") or None
    form = NewDocumentForm(
        request.POST or None, request.FILES or None, actor=request.user, meeting=meeting, initial={"item": item}
    )
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.add_document(
                meeting.pk,
                fields=form.values(),
                upload=form.cleaned_data["file"],
                actor=request.user,
                now=timezone.now(),
            )
            toast(request, _("資料を登録しました。"))
            return redirect(f"{reverse('meetings:documents', args=[meeting.pk])}#d-{new.pk}")
        except ValidationError as fault:
            form.add_error(None, fault)
    context = _head(request, meeting) | {"form": form}
    return render(request, "meetings/document_add.html", context, status=400 if form.errors else 200)


@access(Access.READER)
@form_page
def document(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """One document with all its versions; for who may write it, to edit."""
    meeting = meeting_or_404(request, pk)
    row = document_or_404(request, meeting, document)
    note_restricted_within(request.user, meeting, row)
    if request.method == "POST":
        return _save(request, meeting, row)
    form = version_form = None
    if request.user.has_perm("meetings.change_documents", meeting):
        form, version_form = DocumentForm(instance=row, actor=request.user, meeting=meeting), VersionForm()
    return _page(request, meeting, row, form, version_form)


def _page(
    request: HttpRequest, meeting: Meeting, row: Document, form: Any, version_form: Any, status: int = 200
) -> HttpResponse:
    context = _head(request, meeting) | {
        "document": row,
        "entry": shown.entry(row),
        "form": form,
        "version_form": version_form,
        "may_handle_document": request.user.has_perm("meetings.handle_document", row),
    }
    return render(request, "meetings/document.html", context, status=status)


def _save(request: HttpRequest, meeting: Meeting, row: Document) -> HttpResponse:
    require(request.user, "meetings.change_documents", meeting)
    data = resolved(request.POST)
    form = DocumentForm(data, instance=row, actor=request.user, meeting=meeting, only=only(data))
    try:
        if form.is_valid():
            version = seen_version(request)
            actions.edit_document(row.pk, changes=form.changes(), seen_version=version, actor=request.user)
            toast(request, _("保存しました。"))
            return redirect("meetings:document", meeting.pk, row.pk)
    except Conflict as conflict:
        return _conflict_page(request, meeting, form, conflict)
    except Document.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    return _page(request, meeting, document_or_404(request, meeting, row.pk), form, VersionForm(), status=400)


def _conflict_page(request: HttpRequest, meeting: Meeting, form: DocumentForm, conflict: Conflict) -> HttpResponse:
    current = conflict.current
    fresh = DocumentForm(instance=current, actor=request.user, meeting=meeting)
    who, when = author_of(current, next(iter(conflict.mine)))
    address = reverse("meetings:document", args=[meeting.pk, current.pk])
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": address,
        "back": address,
        "title": str(current),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.STAFF)
@require_POST
def document_version_add(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    row = document_or_404(request, meeting, document)
    form, status = VersionForm(request.POST, request.FILES), 400
    try:
        if form.is_valid():
            made = actions.add_version(
                row.pk,
                upload=form.cleaned_data["file"],
                note=form.cleaned_data["note"],
                seen_version=seen_version(request),
                actor=request.user,
                now=timezone.now(),
            )
            toast(request, _("第%(number)s版を登録しました。") % {"number": made.number})
            return redirect("meetings:document", meeting.pk, row.pk)
    except Conflict:
        status = 409
        form.add_error(
            None, _("他の人がこの資料を変更しました。下の最新の版を確かめてから、もう一度登録してください。")
        )
    except Document.DoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    row = document_or_404(request, meeting, document)
    edit = DocumentForm(instance=row, actor=request.user, meeting=meeting)
    return _page(request, meeting, row, edit, form, status=status)


@access(Access.READER)
@require_safe
def document_file(request: HttpRequest, pk: UUID, document: UUID, number: int) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    row = document_or_404(request, meeting, document)
    version = get_object_or_404(DocumentVersion.objects.defer("search"), document=row, number=min(number, 10**9))
    version.document = row
    return shown.handed_out(version, user=request.user, body=request.method == "GET")


@access(Access.STAFF)
@form_page
def document_handling(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    row = document_or_404(request, meeting, document)
    require(request.user, "meetings.handle_document", row)
    note_restricted_within(request.user, row)
    form = HandlingForm(request.POST or None, record=row, actor=request.user)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                set_handling(row, **form.cleaned_data, seen_version=seen_version(request), actor=request.user)
                toast(request, _("取扱区分を変更しました。"))
                return redirect("meetings:document", meeting.pk, row.pk)
        except Conflict:
            status = 409
            form.add_error(
                None, _("他の人がこの記録を変更しました。最新の内容を確かめてから、もう一度設定してください。")
            )
        except ValidationError as fault:
            form.add_error(None, fault)
    context = _head(request, meeting) | {"form": form, "record": row}
    context["back"] = reverse("meetings:document", args=[meeting.pk, row.pk])
    return render(request, "meetings/handling.html", context, status=status)


@access(Access.STAFF)
@require_POST
@answers_refusals
def document_delete(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    row = document_or_404(request, meeting, document)
    gone = actions.delete_document(row.pk, seen_version=seen_version(request), actor=request.user, now=timezone.now())
    undo = reverse("meetings:document_restore", args=[meeting.pk, gone.pk])
    toast(request, _("資料を削除しました。"), undo_url=f"{undo}?version={gone.version}")
    return redirect("meetings:documents", meeting.pk)


@access(Access.STAFF)
@require_POST
@answers_refusals
def document_restore(request: HttpRequest, pk: UUID, document: UUID) -> HttpResponse:
    """The undo of a toast carries the version in its address, the bin's form among its fields."""
    meeting = writable_or_refused(request, pk)
    row = get_object_or_404(actions.binned(request.user).filter(meeting=meeting), pk=document)
    actions.restore_document(row.pk, seen_version=seen_version(request), actor=request.user)
    toast(request, _("資料を元に戻しました。"))
    return redirect("meetings:documents", meeting.pk)


@access(Access.STAFF)
@require_safe
def document_bin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deleted documents, for 30 days."""
    meeting = writable_or_refused(request, pk)
    rows = actions.binned(request.user).filter(meeting=meeting).select_related("deleted_by").defer("search")
    rows = list(rows.order_by("-deleted_at", "pk"))
    note_restricted_within(request.user, rows)
    context = _head(request, meeting) | {"rows": rows}
    return render(request, "meetings/document_bin.html", context)
