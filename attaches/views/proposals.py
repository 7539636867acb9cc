"""議題にする, on a contact or on one of its follow-ups (`?follow_up=`)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access, require
from attaches.actions.proposals import meetings_offered, propose_item
from attaches.forms.proposals import ProposalForm
from attaches.models import Contact, FollowUp
from attaches.views.contacts import contact_or_404
from diplomacy.ui.toasts import toast


@access(Access.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    contact = contact_or_404(request, pk)
    require(request.user, "attaches.propose_item", contact)
    if contact.is_withdrawn:
        raise Http404
    follow_up, today = _follow_up(request, contact), timezone.localdate()
    meetings = meetings_offered(contact, request.user, today)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        contact=contact,
        meetings=meetings,
        initial={"title_ja": follow_up.what if follow_up else ""},
    )
    if form.is_valid():
        try:
            made = propose_item(pk, **form.cleaned_data, follow_up=follow_up, actor=request.user, today=today)
            toast(request, _("議題に加えました。"))
            return redirect("meetings:agenda_item", pk=made.item.meeting_id, item=made.item_id)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "contact": contact, "follow_up": follow_up, "meetings": meetings}
    return render(request, "attaches/propose.html", context, status=400 if form.errors else 200)


def _follow_up(request: HttpRequest, contact: Contact) -> FollowUp | None:
    text = request.GET.get("follow_up", "")
    if not text:
        return None
    try:
        key = UUID(text)
    except ValueError as fault:
        raise Http404 from fault
    return get_object_or_404(FollowUp.objects.visible_to(request.user), pk=key, contact=contact)
