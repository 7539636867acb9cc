"""A contact that is kept: corrected, shown to others, withdrawn and brought back, followed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access, require
from accounts.record_history import author_of
from attaches.actions.contacts import edit_contact, restore_contact, set_contact_readers, withdraw_contact
from attaches.forms.contacts import ContactEditForm, WithdrawForm
from attaches.forms.readers import ReadersForm
from attaches.models import Contact
from attaches.views.contacts import contact_or_404, contact_page
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolution, resolved
from diplomacy.versioned.seen import seen_version

form_page = require_http_methods(["GET", "HEAD", "POST"])


def writable_or_refused(request: HttpRequest, pk: UUID) -> Contact:
    contact = contact_or_404(request, pk)
    require(request.user, "attaches.change_contact", contact)
    return contact


@access(Access.NETWORK)
@form_page
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = writable_or_refused(request, pk)
    data = resolved(request.POST) if request.method == "POST" else None
    form = ContactEditForm(data, instance=contact, actor=request.user, only=only(data) if data else None)
    try:
        if data is not None and form.is_valid():
            edit_contact(
                pk,
                changes=form.changes(),
                seen_version=seen_version(request),
                actor=request.user,
                now=timezone.now(),
            )
            return _done(request, pk, _("保存しました。"))
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "contact": contact_or_404(request, pk)}
    return render(request, "attaches/contact_edit.html", context, status=400 if form.errors else 200)


def _conflict_page(request: HttpRequest, form: Any, conflict: Conflict) -> HttpResponse:
    row = contact_or_404(request, conflict.current.pk)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, ContactEditForm(instance=row, actor=request.user), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("attaches:contact_edit", args=[row.pk]),
        "back": reverse("attaches:contact", args=[row.pk]),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)


@access(Access.NETWORK)
@form_page
def handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = writable_or_refused(request, pk)
    form = ReadersForm(request.POST or None, record=contact, actor=request.user)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                version = seen_version(request)
                set_contact_readers(pk, **form.cleaned_data, seen_version=version, actor=request.user)
                return _done(request, pk, _("読める人を変更しました。"))
        except Conflict:
            status = 409
            form.add_error(
                None, _("他の人がこの記録を変更しました。最新の内容を確かめてから、もう一度設定してください。")
            )
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "contact": contact_or_404(request, pk)}
    return render(request, "attaches/contact_handling.html", context, status=status)


@access(Access.NETWORK)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = writable_or_refused(request, pk)
    form = WithdrawForm(request.POST)

    def act() -> Contact:
        return withdraw_contact(
            pk,
            because=form.cleaned_data["because"],
            seen_version=seen_version(request),
            actor=request.user,
            now=timezone.now(),
        )

    if form.is_valid() and _carried_out(form, act):
        toast(request, _("取り下げました。"), undo_url=_restore_address(contact.pk))
        return redirect("attaches:contact", pk=pk)
    return contact_page(request, contact_or_404(request, pk), status=_status(form), withdraw_form=form)


@access(Access.NETWORK)
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    writable_or_refused(request, pk)
    form = WithdrawForm({"because": "-"})

    def act() -> Contact:
        return restore_contact(pk, seen_version=seen_version(request), actor=request.user)

    if _carried_out(form, act):
        return _done(request, pk, _("元に戻しました。"))
    return contact_page(request, contact_or_404(request, pk), status=_status(form), withdraw_form=form)


def _restore_address(pk: UUID) -> str:
    """The toast's way back names the version it undoes."""
    version = Contact.objects.only("version").get(pk=pk).version
    return reverse("attaches:contact_restore", args=[pk]) + f"?version={version}"


def _carried_out(form: WithdrawForm, act: Callable[[], Any]) -> bool:
    """Whether the verb was done; the form says why not."""
    form.is_valid()
    try:
        act()
    except Conflict:
        form.conflict = True  # type: ignore[attr-defined]
        form.add_error(None, _("他の人がこの記録を変更しました。最新の内容を確かめてください。"))
        return False
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    return True


def _status(form: WithdrawForm) -> int:
    return 409 if getattr(form, "conflict", False) else 400


def _done(request: HttpRequest, pk: UUID, text: str) -> HttpResponse:
    toast(request, text)
    return redirect("attaches:contact", pk=pk)
