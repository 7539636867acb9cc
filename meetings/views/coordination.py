"""司令塔連携: cases with other headquarters, read inside government, kept by the secretariat."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.access import Access, access
from accounts.lists import pages
from accounts.reading import note_restricted_read
from accounts.record_history import author_of, changes_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from meetings.actions.coordination import edit_case, open_case, set_case_handling
from meetings.coordination.exports import CASES
from meetings.coordination.register import COLUMNS, TONES, CoordinationRegister, case_lines
from meetings.forms.coordination import CoordinationForm, CoordinationHandlingForm
from meetings.models import CoordinationCase

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.GOVERNMENT)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    return pages.list_page(request, CoordinationRegister(request), COLUMNS, case_lines, "meetings/coordination.html")


@access(Access.GOVERNMENT)
@require_safe
def filter_panel(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, CoordinationRegister(request))


@access(Access.GOVERNMENT)
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    return pages.file_of(request, CoordinationRegister(request), CASES, form)


def case_or_404(request: HttpRequest, pk: UUID) -> CoordinationCase:
    case = get_object_or_404(CoordinationCase.objects.visible_to(request.user).with_bodies(), pk=pk)
    note_restricted_read(request.user, case)
    return case


@access(Access.GOVERNMENT)
@require_safe
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, today = case_or_404(request, pk), timezone.localdate()
    context = {
        "row": row,
        "tone": TONES[CoordinationCase.State(row.state)],
        "overdue": row.is_open and row.due_on is not None and row.due_on < today,
        "days": (today - row.raised_on).days if row.is_open else None,
        "changes": changes_of(row, request.user),
        "may_change": request.user.has_perm("meetings.change_coordination"),
    }
    return render(request, "meetings/coordination_case.html", context)


@access(Access.SECRETARIAT)
@form_page
def add(request: HttpRequest) -> HttpResponse:
    form = CoordinationForm(request.POST or None, request=request, initial={"raised_on": timezone.localdate()})
    try:
        if request.method == "POST" and form.is_valid():
            made = open_case(fields=form.cleaned_data, actor=request.user)
            toast(request, _("登録しました。"))
            return redirect("meetings:coordination_case", pk=made.pk)
    except ValidationError as fault:
        form.add_error(None, fault)
    status = 400 if form.errors else 200
    return render(request, "meetings/coordination_form.html", {"form": form}, status=status)


@access(Access.SECRETARIAT)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_or_404(request, pk)
    data = resolved(request.POST) if request.method == "POST" else None
    form = CoordinationForm(data, instance=row, request=request, only=only(data) if data else None)
    try:
        if request.method == "POST" and form.is_valid():
            edit_case(pk, changes=form.changes(), seen_version=seen_version(request), actor=request.user)
            toast(request, _("保存しました。"))
            return redirect("meetings:coordination_case", pk=pk)
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ValidationError as fault:
        form.add_error(None, fault)
    status = 400 if form.errors else 200
    context = {"form": form, "row": case_or_404(request, pk)}
    return render(request, "meetings/coordination_form.html", context, status=status)


def _conflict_page(request: HttpRequest, form: Any, conflict: Conflict) -> HttpResponse:
    row = case_or_404(request, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, CoordinationForm(instance=row, request=request), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("meetings:coordination_edit", args=[row.pk]),
        "back": reverse("meetings:coordination_case", args=[row.pk]),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.SECRETARIAT)
@form_page
def handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = case_or_404(request, pk)
    form, status = CoordinationHandlingForm(request.POST or None, record=row, actor=request.user), 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                set_case_handling(pk, **form.cleaned_data, seen_version=seen_version(request), actor=request.user)
                toast(request, _("取扱区分を変更しました。"))
                return redirect("meetings:coordination_case", pk=pk)
        except Conflict:
            status = 409
            changed = _("他の人がこの記録を変更しました。最新の内容を確かめてから、もう一度設定してください。")
            form.add_error(None, changed)
        except ValidationError as fault:
            form.add_error(None, fault)
    return render(request, "meetings/coordination_handling.html", {"form": form, "row": row}, status=status)
