"""Records about a partner: read, added, edited, removed, and how far each may go. One view for all kinds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.handling import Handled
from accounts.reading import note_restricted_within
from accounts.record_history import author_of, changes_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from partners.actions.records import (
    create_record,
    edit_record,
    permission_to_change,
    remove_record,
    set_record_handling,
)
from partners.forms.handling import HandlingForm
from partners.kinds import KINDS, Kind
from partners.models import Partner, Risk, Secondment, Stance
from partners.record_facts import facts

form_page = require_http_methods(["GET", "HEAD", "POST"])


def kind_or_404(name: str) -> Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


def record_or_404(request: HttpRequest, kind: Kind, pk: UUID) -> Any:
    row = get_object_or_404(kind.visible_to(request.user), pk=pk)
    note_restricted_within(request.user, row)
    return row


@require_safe
@access(Access.READER)
def record(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """The page of a record that has none of its own shape; the others' are led to."""
    of_kind = kind_or_404(kind)
    row = record_or_404(request, of_kind, pk)
    if (address := of_kind.page(row)) != request.path:
        return redirect(address)
    context = {"record": row, "kind": of_kind, "facts": facts(row, of_kind.shown)} | _rights(request, row)
    if isinstance(row, Stance):
        context["risks"] = list(Risk.objects.visible_to(request.user).filter(stance=row).select_related("owner"))
    if isinstance(row, Secondment):
        context["person"] = Secondment.objects.with_names(request.user).get(pk=row.pk).person
    note_restricted_within(request.user, context.get("risks"), context.get("person"))
    return render(request, "partners/record.html", context)


def _rights(request: HttpRequest, row: Any) -> dict[str, Any]:
    user = request.user
    return {
        "may_change": user.has_perm(permission_to_change(row), row),
        "may_handle": isinstance(row, Handled) and user.has_perm("partners.change_record_handling", row),
    }


@form_page
@access(Access.STAFF)
def add(request: HttpRequest, kind: str, parent: UUID) -> HttpResponse:
    of_kind = kind_or_404(kind)
    if of_kind.parent is None:
        raise Http404
    above = get_object_or_404(of_kind.parent._default_manager.visible_to(request.user), pk=parent)
    note_restricted_within(request.user, above)
    require(request.user, "partners.add_record" if isinstance(above, Partner) else "partners.change_record", above)
    many = of_kind.hangs_on == "partners"
    blank = of_kind.model() if many else of_kind.model(**{of_kind.hangs_on: above})
    form = of_kind.form(
        request.POST or None,
        instance=blank,
        actor=request.user,
        parent=above,
        initial={"partners": [above]} if many else {},
    )
    if request.method == "POST" and form.is_valid():
        place = {} if many else {of_kind.hangs_on: above}
        try:
            made = create_record(of_kind.model, parent=above, fields={**form.cleaned_data, **place}, actor=request.user)
            toast(request, _("登録しました。"))
            return redirect(of_kind.page(made))
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "kind": of_kind, "parent": above, "back": _back(above)}
    return render(request, "partners/record_form.html", context, status=400 if form.errors else 200)


def _back(parent: Any) -> str:
    return next(kind.page(parent) for kind in KINDS.values() if kind.model is type(parent))


@form_page
@access(Access.STAFF)
def edit(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = kind_or_404(kind)
    row = record_or_404(request, of_kind, pk)
    require(request.user, permission_to_change(row), row)
    data = resolved(request.POST) if request.method == "POST" else None
    form = _form(of_kind, row, request.user, data)
    status = 200
    if data is not None:
        status = 400
        try:
            if form.is_valid():
                edit_record(
                    of_kind.model,
                    pk,
                    changes=form.changes(),
                    seen_version=seen_version(request),
                    actor=request.user,
                )
                toast(request, _("保存しました。"))
                return redirect(of_kind.page(row))
        except Conflict as conflict:
            return _conflict_page(request, of_kind, form, conflict)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as fault:
            form.add_error(None, fault)
    standing = record_or_404(request, of_kind, pk)
    context = {"form": form, "kind": of_kind, "record": standing, "back": of_kind.page(standing)}
    return render(request, "partners/record_form.html", context | _rights(request, standing), status=status)


def _form(kind: Kind, row: Any, actor: Any, data: Any = None) -> Any:
    only_these = only(data) if data is not None else None
    return kind.form(data, instance=row, actor=actor, parent=kind.parent_of(row), only=only_these)


def _conflict_page(request: HttpRequest, kind: Kind, form: Any, conflict: Conflict) -> HttpResponse:
    row = record_or_404(request, kind, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, _form(kind, row, request.user), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("partners:record_edit", args=[kind.name, row.pk]),
        "back": kind.page(row),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@require_POST
@access(Access.STAFF)
def remove(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = kind_or_404(kind)
    row = record_or_404(request, of_kind, pk)
    require(request.user, permission_to_change(row), row)
    if not of_kind.removable:
        raise Http404
    back = of_kind.page(row) if of_kind.parent is None else _back(of_kind.parent_of(row))
    try:
        remove_record(of_kind.model, pk, seen_version=seen_version(request), actor=request.user)
    except Conflict:
        return _refusal(request, of_kind, row, _("他の人がこの記録を変更しました。最新の内容を確かめてください。"), 409)
    except ValidationError as fault:
        return _refusal(request, of_kind, row, fault.messages[0], 400)
    toast(request, _("削除しました。"))
    return redirect(back)


def _refusal(request: HttpRequest, kind: Kind, row: Any, text: str, status: int) -> HttpResponse:
    return render(request, "partners/refusal.html", {"text": text, "back": kind.page(row)}, status=status)


@form_page
@access(Access.STAFF)
def handling(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = kind_or_404(kind)
    if not issubclass(of_kind.model, Handled):
        raise Http404
    row = record_or_404(request, of_kind, pk)
    require(request.user, "partners.change_record_handling", row)
    form = HandlingForm(request.POST or None, record=row, actor=request.user)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                set_record_handling(
                    of_kind.model, pk, **form.cleaned_data, seen_version=seen_version(request), actor=request.user
                )
                toast(request, _("取扱区分を変更しました。"))
                return redirect(of_kind.page(row))
        except Conflict:
            status = 409
            form.add_error(
                None, _("他の人がこの記録を変更しました。最新の内容を確かめてから、もう一度設定してください。")
            )
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "kind": of_kind, "record": row, "back": of_kind.page(row)}
    return render(request, "partners/handling.html", context, status=status)


@require_safe
@access(Access.GOVERNMENT)
def history(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = kind_or_404(kind)
    row = record_or_404(request, of_kind, pk)
    changes = changes_of(row, request.user, under=filter(None, [of_kind.parent_of(row)]))
    context = {"record": row, "kind": of_kind, "changes": changes, "back": of_kind.page(row)}
    return render(request, "partners/history.html", context)
