"""The page of one action, the forms of actions and decisions, and the verbs that need no form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read, note_restricted_within
from accounts.record_history import author_of
from diplomacy.markdown.render import markdown
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from meetings.actions import results
from meetings.actions.outcomes import binned, delete_outcome, edit_action, edit_decision, live, restore_outcome
from meetings.forms.outcomes import ActionForm, DecisionForm, HandOverForm, OutcomeForm, ReasonForm, ResultForm
from meetings.models import ActionItem, Decision, Meeting
from meetings.models.outcomes import Outcome
from meetings.outcomes.reminders import ActionsDue
from meetings.views.handling import handling_page
from meetings.views.meeting_page import head, meeting_or_404, refusal, seen_version
from meetings.views.outcomes import done, form_page, tab_page
from partners.panels import gathered
from reminders.forecast import forecast
from reminders.subjects import subject_named


def outcome_or_404(request: HttpRequest, kind: type[Outcome], key: UUID, rows: Callable[..., Any] = live) -> Any:
    """The row with its meeting as its pages need it."""
    row = get_object_or_404(rows(kind, request.user), pk=key)
    row.meeting = meeting_or_404(request, row.meeting_id)
    return row


def action_or_404(request: HttpRequest, key: UUID) -> ActionItem:
    return outcome_or_404(request, ActionItem, key, rows=lambda kind, user: live(kind, user).with_names())


# --- One action ----------------------------------------------------------------------------------------------------


@access(Access.READER)
@require_safe
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = action_or_404(request, pk)
    return _action_page(request, row)


def _action_page(request: HttpRequest, row: ActionItem, *, status: int = 200, **forms: Any) -> HttpResponse:
    user, meeting = request.user, row.meeting
    note_restricted_within(user, row)
    writes = user.has_perm("meetings.change_outcomes", meeting)
    visible = ActionItem.objects.visible_to(user).live()
    context = head(request, meeting, "outcomes") | {
        "row": row,
        "detail": markdown(row.detail),
        "result": markdown(row.result),
        "overdue": row.is_overdue(timezone.localdate()),
        "writes_outcomes": writes,
        "reports": user.has_perm("meetings.report_action", row),
        "result_form": ResultForm(instance=row),
        "reason_form": ReasonForm(),
        "came_from": visible.filter(carried_to=row).select_related("meeting").first(),
        "went_on_as": visible.filter(carried_from=row).select_related("meeting").first(),
        "sessions": Meeting.objects.visible_to(user).filter(followed_up=row),
        "panels": gathered(row, user),
        "decision": Decision.objects.visible_to(user).live().filter(pk=row.decision_id).first(),
        **forms,
    }
    note_restricted_within(user, meeting, [context[name] for name in ("came_from", "went_on_as", "decision")])
    note_restricted_within(user, list(context["sessions"]))
    if writes and row.is_open:
        context.setdefault("hand_over_form", HandOverForm(sessions=results.later_sessions(row, user)))
    if user.is_government and row.is_open:
        context["forecast"] = forecast(subject_named(ActionsDue.name), row.pk, now=timezone.now())
    return render(request, "meetings/action.html", context, status=status)


@access(Access.STAFF)
@form_page
def action_result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The result, in place of the row (htmx) or on the action's page."""
    row = action_or_404(request, pk)
    require(request.user, "meetings.report_action", row)
    if request.method != "POST":
        form = ResultForm(instance=row, auto_id=f"result-{row.pk}-%s")
        if request.htmx:
            return tab_page(request, row.meeting, form=form, editing=f"result-{row.pk}")
        return _action_page(request, row)
    form = ResultForm(resolved(request.POST), instance=row)
    try:
        if form.is_valid():
            version, now = seen_version(request), timezone.now()
            results.report_result(row.pk, **form.cleaned_data, seen_version=version, actor=request.user, now=now)
            return done(request, row.meeting, _("結果を登録しました。"), at=f"a-{row.pk}")
    except Conflict as conflict:
        fresh = ResultForm(instance=conflict.current)
        return _conflict_page(request, form, fresh, conflict, reverse("meetings:action_result", args=[pk]))
    except ValidationError as fault:
        form.add_error(None, fault)
    row = action_or_404(request, pk)
    if request.htmx:
        return tab_page(request, row.meeting, status=400, form=form, editing=f"result-{row.pk}")
    return _action_page(request, row, status=400, result_form=form)


# --- Forms ---------------------------------------------------------------------------------------------------------


@access(Access.STAFF)
@form_page
def action_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _edit(request, action_or_404(request, pk), ActionForm, edit_action, "meetings:action_edit")


@access(Access.STAFF)
@form_page
def decision_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_or_404(request, Decision, pk)
    return _edit(request, row, DecisionForm, edit_decision, "meetings:decision_edit")


def _edit(request: HttpRequest, row: Any, make: type[OutcomeForm], save: Any, route: str) -> HttpResponse:
    meeting, key = row.meeting, row.pk
    require(request.user, "meetings.change_outcomes", meeting)
    note_restricted_read(request.user, row)
    address = reverse(route, args=[key])
    data = resolved(request.POST) if request.method == "POST" else None
    form = make(data, instance=row, actor=request.user, meeting=meeting, only=only(data) if data else None)
    try:
        if request.method == "POST" and form.is_valid():
            version = seen_version(request)
            save(key, changes=form.changes(), seen_version=version, actor=request.user)
            return done(request, meeting, _("保存しました。"), at=f"{row._meta.model_name[0]}-{key}")
    except Conflict as conflict:
        fresh = make(instance=conflict.current, actor=request.user, meeting=meeting)
        return _conflict_page(request, form, fresh, conflict, address)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    status = 400 if form.errors else 200
    if request.htmx:
        return tab_page(request, meeting, status=status, form=form, editing=str(key))
    kind = "decision" if make is DecisionForm else "action"
    title = _("決定を編集") if kind == "decision" else _("行動を編集")
    context = head(request, meeting, "outcomes") | {"form": form, "kind": kind, "title": title, "row": row}
    return render(request, "meetings/outcome_form.html", context | {"action": address}, status=status)


def _conflict_page(request: HttpRequest, form: Any, fresh: Any, conflict: Conflict, address: str) -> HttpResponse:
    row = conflict.current
    note_restricted_read(request.user, row)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": address,
        "back": reverse("meetings:outcomes", args=[row.meeting_id]),
        "title": str(row),
    }
    template = "meetings/conflict.html#form" if request.htmx else "meetings/conflict.html"
    return render(request, template, context, status=409)


@access(Access.STAFF)
@form_page
def action_handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = action_or_404(request, pk)
    require(request.user, "meetings.change_handling", row.meeting)
    return handling_page(request, row.meeting, row, reverse("meetings:action", args=[pk]))


@access(Access.STAFF)
@form_page
def decision_handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = outcome_or_404(request, Decision, pk)
    require(request.user, "meetings.change_handling", row.meeting)
    return handling_page(request, row.meeting, row, reverse("meetings:outcomes", args=[row.meeting_id]))


# --- Verbs ---------------------------------------------------------------------------------------------------------


@access(Access.STAFF)
@require_POST
def action_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = action_or_404(request, pk)
    require(request.user, "meetings.report_action", row)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _action_page(request, row, status=400, reason_form=form)

    def drop() -> None:
        said = {"reason": form.cleaned_data["reason"], "seen_version": seen_version(request)}
        results.drop_action(pk, **said, actor=request.user, now=timezone.now())

    return _deed(request, row, drop, _("行動を取りやめました。"))


@access(Access.STAFF)
@require_POST
def action_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = action_or_404(request, pk)
    require(request.user, "meetings.report_action", row)

    def reopen() -> None:
        results.reopen_action(pk, seen_version=seen_version(request), actor=request.user)

    return _deed(request, row, reopen, _("行動を対応中に戻しました。"))


@access(Access.STAFF)
@require_POST
def action_hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = action_or_404(request, pk)
    require(request.user, "meetings.change_outcomes", row.meeting)
    form = HandOverForm(request.POST, sessions=results.later_sessions(row, request.user))
    if not form.is_valid():
        return _action_page(request, row, status=400, hand_over_form=form)

    def hand_over() -> None:
        where = {"meeting_id": form.cleaned_data["meeting"].pk, "seen_version": seen_version(request)}
        results.hand_over(pk, **where, actor=request.user)

    return _deed(request, row, hand_over, _("後の会合に引き継ぎました。"))


@access(Access.STAFF)
@require_POST
def action_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _delete(request, ActionItem, pk, "meetings:action_restore")


@access(Access.STAFF)
@require_POST
def decision_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _delete(request, Decision, pk, "meetings:decision_restore")


def _delete(request: HttpRequest, kind: type[Outcome], pk: UUID, restoring: str) -> HttpResponse:
    row = outcome_or_404(request, kind, pk)
    require(request.user, "meetings.change_outcomes", row.meeting)

    def delete() -> str:
        version, now = seen_version(request), timezone.now()
        gone = delete_outcome(kind, pk, seen_version=version, actor=request.user, now=now)
        return f"{reverse(restoring, args=[pk])}?version={gone.version}"

    return _deed(request, row, delete, _("削除しました。"))


@access(Access.STAFF)
@require_POST
def action_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _restore(request, ActionItem, pk)


@access(Access.STAFF)
@require_POST
def decision_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _restore(request, Decision, pk)


def _restore(request: HttpRequest, kind: type[Outcome], pk: UUID) -> HttpResponse:
    """Undo a deletion; the address names the version the row had when deleted."""
    row = outcome_or_404(request, kind, pk, rows=binned)
    require(request.user, "meetings.change_outcomes", row.meeting)

    def restore() -> None:
        restore_outcome(kind, pk, seen_version=seen_version(request), actor=request.user)

    return _deed(request, row, restore, _("元に戻しました。"))


def _deed(request: HttpRequest, row: Outcome, deed: Callable[[], str | None], text: str) -> HttpResponse:
    """Do it and go back to the tab, or say why nothing was done. What the deed returns leads back."""
    back = reverse("meetings:outcomes", args=[row.meeting_id])
    try:
        undo = deed() or ""
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except Conflict:
        changed = _("他の人がこの記録を変更しました。最新の内容を確かめてください。")
        return refusal(request, [changed], 409, back=back)
    except ValidationError as fault:
        return refusal(request, fault.messages, 400, back=back)
    return done(request, row.meeting, text, undo_url=undo)
