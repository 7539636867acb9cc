"""在任: who is posted at which embassy and mission; entered by the foreign ministry."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from accounts.record_history import author_of, changes_of
from attaches.actions.postings import edit_posting, enter_posting, remove_posting
from attaches.directory import bodies_of, directory
from attaches.forms.postings import PostingForm
from attaches.models import Posting
from attaches.models.postings import KINDS
from diplomacy.search.providers import readable
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from partners.models import Organisation

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.READER)
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    return redirect("attaches:contacts")


@access(Access.READER)
@require_safe
def postings(request: HttpRequest) -> HttpResponse:
    kind, text = request.GET.get("kind", ""), readable(request.GET.get("q", ""))
    bodies = directory(request.user, timezone.localdate(), kind=kind, text=text)
    note_restricted_read(request.user, *[one.person for body in bodies for one in body.postings])
    kinds = [("", _("すべて")), *[(one.value, one.label) for one in KINDS]]
    context = {"bodies": bodies, "text": text, "kind": kind, "kinds": kinds}
    return render(request, "attaches/postings.html", context)


@access(Access.READER)
@require_safe
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One embassy or mission: who is there, who was, who came next."""
    organisation = get_object_or_404(bodies_of(request.user), pk=pk)
    rows = list(Posting.objects.visible_to(request.user).filter(organisation=organisation).with_names())
    note_restricted_read(request.user, *[one.person for one in rows])
    context = {
        "organisation": organisation,
        "rows": [(one, _next(one, rows)) for one in sorted(rows, key=lambda one: one.starts_on, reverse=True)],
        "today": timezone.localdate(),
        "writes": request.user.has_perm("attaches.change_postings"),
    }
    return render(request, "attaches/posting_body.html", context)


def _next(posting: Posting, rows: list[Posting]) -> Posting | None:
    return next((one for one in rows if one.predecessor_id == posting.pk), None)


@access(Access.STAFF)
@form_page
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    organisation = get_object_or_404(bodies_of(request.user), pk=pk)
    require(request.user, "attaches.change_postings")
    before = Posting.objects.visible_to(request.user).filter(organisation=organisation).order_by("-starts_on").first()
    form = PostingForm(
        request.POST or None,
        organisation=organisation,
        actor=request.user,
        instance=Posting(),
        initial={"predecessor": before},
    )
    if request.method == "POST" and form.is_valid():
        try:
            enter_posting(organisation, fields=form.fields_given(), new_person=form.new_person(), actor=request.user)
            return _done(request, organisation, _("在任を登録しました。"))
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "organisation": organisation}
    return render(request, "attaches/posting_form.html", context, status=400 if form.errors else 200)


def posting_or_404(request: HttpRequest, pk: UUID) -> Posting:
    posting = get_object_or_404(Posting.objects.visible_to(request.user).with_names(), pk=pk)
    require(request.user, "attaches.change_postings")
    note_restricted_read(request.user, posting.person)
    return posting


@access(Access.STAFF)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    posting = posting_or_404(request, pk)
    data = resolved(request.POST) if request.method == "POST" else None
    form = _form(request, posting, data)
    try:
        if data is not None and form.is_valid():
            edit_posting(pk, changes=form.changes(), seen_version=seen_version(request), actor=request.user)
            return _done(request, posting.organisation, _("保存しました。"))
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    posting = posting_or_404(request, pk)
    context = {"form": form, "organisation": posting.organisation, "posting": posting}
    context["changes"] = changes_of(posting, request.user)
    return render(request, "attaches/posting_form.html", context, status=400 if form.errors else 200)


def _form(request: HttpRequest, posting: Posting, data: Any = None) -> PostingForm:
    cut = only(data) if data is not None else None
    return PostingForm(data, instance=posting, organisation=posting.organisation, actor=request.user, only=cut)


def _conflict_page(request: HttpRequest, form: PostingForm, conflict: Conflict) -> HttpResponse:
    row = posting_or_404(request, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, _form(request, row), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("attaches:posting_edit", args=[row.pk]),
        "back": reverse("attaches:posting_body", args=[row.organisation_id]),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.STAFF)
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    posting = posting_or_404(request, pk)
    form, status = _form(request, posting, request.POST), 400
    try:
        remove_posting(pk, seen_version=seen_version(request), actor=request.user)
        return _done(request, posting.organisation, _("削除しました。"))
    except Conflict:
        status = 409
        form.add_error(None, _("他の人がこの記録を変更しました。最新の内容を確かめてください。"))
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "organisation": posting.organisation, "posting": posting}
    return render(request, "attaches/posting_form.html", context, status=status)


def _done(request: HttpRequest, organisation: Organisation, text: str) -> HttpResponse:
    toast(request, text)
    return redirect("attaches:posting_body", pk=organisation.pk)
