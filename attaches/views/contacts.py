"""面談記録: the list with its filter and files, one record, its history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access, require
from accounts.lists import pages
from accounts.reading import note_restricted_read
from accounts.record_history import changes_of
from attaches.forms.contacts import WithdrawForm
from attaches.forms.follow_ups import NewFollowUpForm
from attaches.lists.listing import CONTACTS, ContactListing
from attaches.lists.rows import COLUMNS, contact_lines
from attaches.models import AgendaProposal, Contact, FollowUp
from attaches.reading import readers_of


def contact_or_404(request: HttpRequest, pk: UUID) -> Contact:
    contact = get_object_or_404(Contact.objects.visible_to(request.user).with_names(request.user), pk=pk)
    note_restricted_read(request.user, contact, *contact.people.all())
    return contact


@access(Access.READER)
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    writes = request.user.has_perm("attaches.log_contact")
    listing = ContactListing(request)
    return pages.list_page(request, listing, COLUMNS, contact_lines, "attaches/contacts.html", writes=writes)


@access(Access.READER)
@require_safe
def contacts_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, ContactListing(request))


@access(Access.READER)
@require_GET
def contacts_export(request: HttpRequest, form: str) -> HttpResponse:
    return pages.file_of(request, ContactListing(request), CONTACTS, form)


@access(Access.READER)
@require_safe
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    return contact_page(request, contact_or_404(request, pk))


def contact_page(request: HttpRequest, row: Contact, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    context = {
        "contact": row,
        "own": row.owner_id == user.organisation_id,
        "writes": user.has_perm("attaches.change_contact", row),
        "readers": readers_of(row, user),
        "follow_ups": FollowUp.objects.visible_to(user).filter(contact=row).with_names(),
        "proposals": AgendaProposal.objects.visible_to(user).filter(contact=row).select_related("item__meeting"),
        "proposes": user.has_perm("attaches.propose_item", row),
        "today": timezone.localdate(),
        "withdraw_form": WithdrawForm(),
        **forms,
    }
    if context["writes"]:
        context.setdefault("follow_up_form", NewFollowUpForm(actor=user))
    return render(request, "attaches/contact.html", context, status=status)


@access(Access.READER)
@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the people of its owner: an earlier text may hold what was never shared."""
    row = contact_or_404(request, pk)
    require(request.user, "attaches.change_contact", row)
    context = {"contact": row, "changes": changes_of(row, request.user)}
    return render(request, "attaches/contact_history.html", context)
