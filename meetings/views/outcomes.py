"""決定と行動: the tab of a meeting. Plain forms do everything; htmx asks the same addresses for the part alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.ui.toasts import toast, toast_now
from meetings.actions.outcomes import live, record_action, record_decision
from meetings.forms.outcomes import ActionForm, DecisionForm, OutcomeForm
from meetings.models import ActionItem, Decision, Meeting
from meetings.outcomes.shown import action_cards, decision_cards
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404

form_page = require_http_methods(["GET", "HEAD", "POST"])
FORMS: dict[str, tuple[type[OutcomeForm], Any, str]] = {
    "action": (ActionForm, record_action, "meetings:action_add"),
    "decision": (DecisionForm, record_decision, "meetings:decision_add"),
}


@access(Access.READER)
@require_safe
def tab(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    return tab_page(request, meeting)


def tab_page(request: HttpRequest, meeting: Meeting, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The tab as it stands, with a form in place of a row where one is being edited.

    `forms`: `new_action`, `new_decision`, or `form` with `editing`, the key of the row it stands for.
    """
    decisions = Decision.objects.in_visible(meeting, request.user).live().in_order()
    actions = ActionItem.objects.in_visible(meeting, request.user).live().with_names()
    numbers = {row.item.pk: row.number for row in agenda_shown(request, meeting).rows}
    writes = request.user.has_perm("meetings.change_outcomes", meeting)
    context = head(request, meeting, "outcomes") | {
        "decisions": decision_cards(decisions.select_related("item"), numbers),
        "actions": action_cards(actions, numbers, meeting, request.user, writes=writes),
        "writes_outcomes": writes,
        **(_new_forms(request, meeting) if writes else {}),
        **forms,
    }
    shown = [card.row for card in (*context["decisions"], *context["actions"])]
    note_restricted_read(request.user, *shown)
    template = "meetings/outcomes.html#outcomes" if request.htmx else "meetings/outcomes.html"
    return render(request, template, context, status=status)


@access(Access.READER)
@require_safe
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision is read among those of its meeting."""
    row = get_object_or_404(live(Decision, request.user), pk=pk)
    return redirect(f"{reverse('meetings:outcomes', args=[row.meeting_id])}#d-{pk}")


def _new_forms(request: HttpRequest, meeting: Meeting) -> dict[str, OutcomeForm]:
    return {
        f"new_{kind}": form(actor=request.user, meeting=meeting, only=form.QUICK, auto_id=f"new-{kind}-%s")
        for kind, (form, _record, _route) in FORMS.items()
    }


def done(request: HttpRequest, meeting: Meeting, text: str, *, undo_url: str = "", at: Any = "") -> HttpResponse:
    """After a write: the tab's part for htmx, else back to the tab with a message."""
    if request.htmx:
        return toast_now(tab_page(request, meeting), text, undo_url=undo_url)
    toast(request, text, undo_url=undo_url)
    anchor = f"#{at}" if at else ""
    return redirect(reverse("meetings:outcomes", args=[meeting.pk]) + anchor)


@access(Access.STAFF)
@form_page
def add_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _add(request, pk, "decision")


@access(Access.STAFF)
@form_page
def add_action(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _add(request, pk, "action")


def _add(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """By the short form of the tab (`quick`), or by all fields on a page of their own."""
    meeting = meeting_or_404(request, pk)
    require(request.user, "meetings.change_outcomes", meeting)
    make, record, route = FORMS[kind]
    quick = "quick" in request.POST
    names = {"only": make.QUICK, "auto_id": f"new-{kind}-%s"} if quick else {}
    form = make(request.POST or None, actor=request.user, meeting=meeting, **names)
    if request.method == "POST" and form.is_valid():
        try:
            new = record(meeting.pk, fields=form.changes(), actor=request.user)
            text = _("決定を登録しました。") if kind == "decision" else _("行動を登録しました。")
            return done(request, meeting, text, at=f"{kind[0]}-{new.pk}")
        except ValidationError as fault:
            form.add_error(None, fault)
    status = 400 if form.errors else 200
    if quick:
        return tab_page(request, meeting, status=status, **{f"new_{kind}": form})
    title = _("決定を追加") if kind == "decision" else _("行動を追加")
    context = head(request, meeting, "outcomes") | {"form": form, "kind": kind, "title": title}
    context["action"] = reverse(route, args=[meeting.pk])
    return render(request, "meetings/outcome_form.html", context, status=status)
