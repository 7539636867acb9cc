"""A contact that is kept: corrected, shown to others, withdrawn and brought back, followed up."""

from __future__ import annotations

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
from attaches.actions.contacts import edit_contact, restore_contact, set_contact_readers, withdraw_contact
from attaches.forms.contacts import ContactForm, WithdrawForm
from attaches.forms.readers import ReadersForm
from attaches.models import Contact
from attaches.views.contacts import contact_or_404, contact_page
from attaches.views.refusals import conflict_page
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolved
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
    form = ContactForm(data, instance=contact, actor=request.user, only=only(data) if data else None)
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
        fresh = ContactForm(instance=conflict.current, actor=request.user)
        here, back = reverse("attaches:contact_edit", args=[pk]), reverse("attaches:contact", args=[pk])
        return conflict_page(request, form, fresh, conflict, action=here, back=back)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "contact": contact_or_404(request, pk)}
    return render(request, "attaches/contact_edit.html", context, status=400 if form.errors else 200)


@access(Access.NETWORK)
@form_page
def handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = writable_or_refused(request, pk)
    form = ReadersForm(request.POST or None, record=contact, actor=request.user)

    def change(given: dict[str, Any]) -> None:
        set_contact_readers(pk, **given, seen_version=seen_version(request), actor=request.user)

    status = attempted(form, change) if request.method == "POST" else 200
    if request.method == "POST" and status == DONE:
        return _done(request, pk, _("読める人を変更しました。"))
    context = {"form": form, "contact": contact_or_404(request, pk)}
    return render(request, "attaches/contact_handling.html", context, status=status)


@access(Access.NETWORK)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = writable_or_refused(request, pk)
    form = WithdrawForm(request.POST)

    def act(given: dict[str, Any]) -> None:
        seen, now = seen_version(request), timezone.now()
        withdraw_contact(pk, **given, seen_version=seen, actor=request.user, now=now)

    status = attempted(form, act)
    if status == DONE:
        toast(request, _("取り下げました。"), undo_url=_restore_address(contact.pk))
        return redirect("attaches:contact", pk=pk)
    return contact_page(request, contact_or_404(request, pk), status=status, withdraw_form=form)


@access(Access.NETWORK)
@require_POST
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    writable_or_refused(request, pk)
    form = WithdrawForm({"because": "-"})

    def act(_given: dict[str, Any]) -> None:
        restore_contact(pk, seen_version=seen_version(request), actor=request.user)

    status = attempted(form, act)
    if status == DONE:
        return _done(request, pk, _("元に戻しました。"))
    return contact_page(request, contact_or_404(request, pk), status=status, withdraw_form=form)


def _restore_address(pk: UUID) -> str:
    """The toast's way back names the version it undoes."""
    version = Contact.objects.only("version").get(pk=pk).version
    return reverse("attaches:contact_restore", args=[pk]) + f"?version={version}"


def _done(request: HttpRequest, pk: UUID, text: str) -> HttpResponse:
    toast(request, text)
    return redirect("attaches:contact", pk=pk)
