"""フォローアップ: the register with its files, one follow-up, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.lists import pages
from accounts.reading import note_restricted_read
from accounts.record_history import author_of, changes_of
from attaches.actions import follow_ups as actions
from attaches.follow_ups.register import FOLLOW_UPS, FollowUpRegister
from attaches.follow_ups.reminders import FollowUpsDue
from attaches.follow_ups.rows import COLUMNS, follow_up_lines
from attaches.follow_ups.sides import side_choices, side_of
from attaches.forms.follow_ups import CloseForm, FollowUpForm, HandOverForm, NewFollowUpForm
from attaches.models import AgendaProposal, Contact, FollowUp
from attaches.views.contacts import contact_or_404, contact_page
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version
from reminders.forecast import forecast
from reminders.subjects import subject_named

form_page = require_http_methods(["GET", "HEAD", "POST"])


@access(Access.READER)
@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    return pages.list_page(request, FollowUpRegister(request), COLUMNS, follow_up_lines, "attaches/follow_ups.html")


@access(Access.READER)
@require_safe
def follow_ups_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, FollowUpRegister(request))


@access(Access.READER)
@require_GET
def follow_ups_export(request: HttpRequest, form: str) -> HttpResponse:
    return pages.file_of(request, FollowUpRegister(request), FOLLOW_UPS, form)


def follow_up_or_404(request: HttpRequest, pk: UUID) -> FollowUp:
    """With its contact as its pages need it."""
    row = get_object_or_404(FollowUp.objects.visible_to(request.user).with_names(), pk=pk)
    row.contact = get_object_or_404(
        Contact.objects.visible_to(request.user).with_names(request.user), pk=row.contact_id
    )
    note_restricted_read(request.user, row.contact)
    return row


def changeable_or_refused(request: HttpRequest, pk: UUID) -> FollowUp:
    row = follow_up_or_404(request, pk)
    require(request.user, "attaches.change_follow_up", row)
    return row


@access(Access.READER)
@require_safe
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, follow_up_or_404(request, pk))


def _page(request: HttpRequest, row: FollowUp, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    changes = user.has_perm("attaches.change_follow_up", row) and not row.contact.is_withdrawn
    context = {
        "row": row,
        "contact": row.contact,
        "changes": changes,
        "names_person": user.is_government or row.organisation_id == user.organisation_id,
        "side": dict(side_choices(user))[side_of(row.organisation.kind)],
        "overdue": row.is_overdue(timezone.localdate()),
        "proposals": AgendaProposal.objects.visible_to(user).filter(follow_up=row).select_related("item__meeting"),
        "proposes": user.has_perm("attaches.propose_item", row.contact) and not row.contact.is_withdrawn,
        "close_form": CloseForm(),
        **forms,
    }
    if changes:
        context.setdefault("hand_over_form", HandOverForm(follow_up=row, actor=user))
        # Who had it before, and who wrote it then, is told inside government and to the contact's owner.
        if user.is_government or row.contact.owner_id == user.organisation_id:
            context["history"] = changes_of(row, user, under=[row.contact])
    if row.is_open and user.is_government:
        context["forecast"] = forecast(subject_named(FollowUpsDue.name), row.pk, now=timezone.now())
    return render(request, "attaches/follow_up.html", context, status=status)


@access(Access.NETWORK)
@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To a contact of one's own body."""
    row = contact_or_404(request, pk)
    require(request.user, "attaches.change_contact", row)
    form = NewFollowUpForm(request.POST, actor=request.user)
    if form.is_valid():
        try:
            actions.add_follow_up(row, form.step(), actor=request.user)
            toast(request, _("フォローアップを加えました。"))
            return redirect("attaches:contact", pk=pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    return contact_page(request, row, status=400, follow_up_form=form)


@access(Access.NETWORK)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = changeable_or_refused(request, pk)
    data = resolved(request.POST) if request.method == "POST" else None
    form = FollowUpForm(data, instance=row, only=only(data) if data else None)
    try:
        if data is not None and form.is_valid():
            version = seen_version(request)
            actions.edit_follow_up(pk, changes=form.changes(), seen_version=version, actor=request.user)
            return _done(request, pk, _("保存しました。"))
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "row": follow_up_or_404(request, pk)}
    return render(request, "attaches/follow_up_edit.html", context, status=400 if form.errors else 200)


def _conflict_page(request: HttpRequest, form: FollowUpForm, conflict: Conflict) -> HttpResponse:
    row = follow_up_or_404(request, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, FollowUpForm(instance=row), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("attaches:follow_up_edit", args=[row.pk]),
        "back": reverse("attaches:follow_up", args=[row.pk]),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.NETWORK)
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = changeable_or_refused(request, pk)
    form = CloseForm(request.POST)

    def act() -> None:
        by = {"seen_version": seen_version(request), "actor": request.user, "now": timezone.now()}
        actions.close_follow_up(pk, **form.cleaned_data, **by)

    return _deed(request, row, form, act, _("結果を登録しました。"), "close_form")


@access(Access.NETWORK)
@require_POST
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = changeable_or_refused(request, pk)
    form = HandOverForm(request.POST, follow_up=row, actor=request.user)

    def act() -> None:
        actions.hand_over_follow_up(pk, **form.cleaned_data, seen_version=seen_version(request), actor=request.user)

    return _deed(request, row, form, act, _("担当を変えました。"), "hand_over_form")


@access(Access.NETWORK)
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = changeable_or_refused(request, pk)
    form = CloseForm({"state": FollowUp.State.DONE, "result": "-"})

    def act() -> None:
        actions.reopen_follow_up(pk, seen_version=seen_version(request), actor=request.user)

    return _deed(request, row, form, act, _("対応中に戻しました。"), "close_form")


def _deed(
    request: HttpRequest, row: FollowUp, form: Any, act: Callable[[], None], text: str, name: str
) -> HttpResponse:
    """Do it and show the follow-up, or show why it was not done, beside what was typed."""
    status = attempted(form, lambda _given: act())
    if status == DONE:
        return _done(request, row.pk, text)
    return _page(request, follow_up_or_404(request, row.pk), status=status, **{name: form})


def _done(request: HttpRequest, pk: UUID, text: str) -> HttpResponse:
    toast(request, text)
    return redirect("attaches:follow_up", pk=pk)
