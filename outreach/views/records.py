"""Records of outreach: added, edited, and who changed them. One view for all kinds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_within
from accounts.record_history import author_of, changes_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from outreach.kinds import KINDS, Kind
from outreach.origins import origin_or_404

form_page = require_http_methods(["GET", "HEAD", "POST"])


def record_or_404(request: HttpRequest, kind: Kind, pk: UUID) -> Any:
    row = get_object_or_404(kind.visible_to(request.user), pk=pk)
    note_restricted_within(request.user, row)
    return row


@form_page
@access(Access.DESK)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    of_kind = KINDS[kind]
    require(request.user, of_kind.add)
    origin, begun = origin_or_404(of_kind.origins, request.GET, request.user)
    note_restricted_within(request.user, origin)
    form = of_kind.form(request.POST or None, instance=of_kind.model(), initial=begun, actor=request.user, parent=None)
    if request.method == "POST" and form.is_valid():
        try:
            made = of_kind.create(fields={**form.cleaned_data, **origin}, actor=request.user)
            toast(request, _("登録しました。"))
            return redirect(of_kind.page(made))
        except ValidationError as fault:
            form.add_error(None, fault)
    status = 400 if request.method == "POST" else 200
    context = {"form": form, "kind": of_kind, "origins": origin.values()}
    return render(request, "outreach/form.html", context, status=status)


@form_page
@access(Access.DESK)
def edit(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = KINDS[kind]
    row = record_or_404(request, of_kind, pk)
    require(request.user, of_kind.change, row)
    data = resolved(request.POST) if request.method == "POST" else None
    form = _form(of_kind, row, request.user, data)
    status = 200
    if data is not None:
        status = 400
        try:
            if form.is_valid():
                changes, seen = form.changes(), seen_version(request)
                of_kind.edit(pk, changes=changes, seen_version=seen, actor=request.user)
                toast(request, _("保存しました。"))
                return redirect(of_kind.page(row))
        except Conflict as conflict:
            return _conflict_page(request, of_kind, form, conflict)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "kind": of_kind, "record": record_or_404(request, of_kind, pk)}
    return render(request, "outreach/form.html", {**context, "back": of_kind.page(row)}, status=status)


def _form(kind: Kind, row: Any, actor: Any, data: Any = None) -> Any:
    only_these = only(data) if data is not None else None
    return kind.form(data, instance=row, actor=actor, parent=None, only=only_these)


def _conflict_page(request: HttpRequest, kind: Kind, form: Any, conflict: Conflict) -> HttpResponse:
    row = record_or_404(request, kind, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, _form(kind, row, request.user), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse(f"outreach:{kind.name}_edit", args=[row.pk]),
        "back": kind.page(row),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@require_safe
@access(Access.GOVERNMENT)
def history(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = KINDS[kind]
    row = record_or_404(request, of_kind, pk)
    context = {"record": row, "kind": of_kind, "changes": changes_of(row, request.user), "back": of_kind.page(row)}
    return render(request, "outreach/history.html", context)
