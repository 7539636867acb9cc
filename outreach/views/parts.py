"""What hangs on a dispatch (itinerary, talks, media): added and taken away on its page, edited on a page of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Access, access, require
from accounts.record_history import author_of, changes_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import OVERTAKEN, overtaken
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from outreach.actions import parts as actions
from outreach.forms.dispatches import PART_FORMS
from outreach.models import Dispatch
from outreach.views.dispatches import KIND, act, dispatch_or_404, page
from outreach.views.records import form_page


def dispatch_to_change(request: HttpRequest, pk: UUID, part: str) -> Dispatch:
    dispatch = dispatch_or_404(request, pk)
    require(request.user, KIND.change, dispatch)
    if part not in PART_FORMS:
        raise Http404
    return dispatch


def part_or_404(request: HttpRequest, dispatch: Dispatch, part: str, row: UUID) -> Any:
    found = actions.PARTS[part].objects.visible_to(request.user).filter(dispatch=dispatch)
    return get_object_or_404(found, pk=row)


@require_POST
@access(Access.DESK)
def add(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    dispatch_to_change(request, pk, part)
    form = PART_FORMS[part](request.POST, prefix=part)
    drawn = {name: one(prefix=name) for name, one in PART_FORMS.items()} | {part: form}

    def do(values: dict[str, Any]) -> None:
        actions.add_part(pk, part, fields=values, actor=request.user)

    answer = act(request, pk, form, "part_form", do, _("登録しました。"))
    if answer.status_code == 400:
        return page(request, dispatch_or_404(request, pk), status=400, part_forms=drawn, refused=form, may_add=True)
    return answer


@form_page
@access(Access.DESK)
def edit(request: HttpRequest, pk: UUID, part: str, row: UUID) -> HttpResponse:
    dispatch = dispatch_to_change(request, pk, part)
    found = part_or_404(request, dispatch, part, row)
    data = resolved(request.POST) if request.method == "POST" else None
    form = PART_FORMS[part](data, instance=found, only=only(data) if data is not None else None)
    try:
        if form.is_valid():
            by = {"seen_version": seen_version(request), "actor": request.user}
            actions.edit_part(pk, part, row, changes=form.changes(), **by)
            toast(request, _("保存しました。"))
            return redirect(f"{KIND.page(dispatch)}#{part}")
    except Conflict as conflict:
        return _conflict_page(request, dispatch, part, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    return _edit_page(request, dispatch, part, found, form)


def _edit_page(request: HttpRequest, dispatch: Dispatch, part: str, row: Any, form: Any) -> HttpResponse:
    context = {
        "dispatch": dispatch,
        "row": row,
        "label": row._meta.verbose_name,
        "part": part,
        "form": form,
        "kind": KIND,
        "back": KIND.page(dispatch),
        "changes": changes_of(row, request.user, under=[dispatch]),
    }
    return render(request, "outreach/part.html", context, status=400 if form.is_bound else 200)


def _conflict_page(request: HttpRequest, dispatch: Dispatch, part: str, form: Any, conflict: Conflict) -> HttpResponse:
    row = part_or_404(request, dispatch, part, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, PART_FORMS[part](instance=row), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("outreach:part_edit", args=[dispatch.pk, part, row.pk]),
        "back": KIND.page(dispatch),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@require_POST
@access(Access.DESK)
def remove(request: HttpRequest, pk: UUID, part: str, row: UUID) -> HttpResponse:
    dispatch = dispatch_to_change(request, pk, part)
    try:
        actions.remove_part(pk, part, row, seen_version=seen_version(request), actor=request.user)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except Conflict:
        return _refused(request, dispatch, overtaken(), OVERTAKEN)
    except ValidationError as fault:
        return _refused(request, dispatch, fault.messages[0], 400)
    toast(request, _("削除しました。"))
    return redirect("outreach:dispatch", pk)


def _refused(request: HttpRequest, dispatch: Dispatch, text: str, status: int) -> HttpResponse:
    return render(request, "partners/refusal.html", {"text": text, "back": KIND.page(dispatch)}, status=status)
