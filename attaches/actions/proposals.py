"""議題にする: what was heard, or is to follow, becomes an item of a coming meeting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from attaches.models import AgendaProposal, Contact, FollowUp
from meetings.actions.agenda import add_item
from meetings.models import AgendaItem, Meeting
from partners.models import Theme

if TYPE_CHECKING:
    from accounts.models import User


def meetings_offered(contact: Contact, actor: User, today: date) -> QuerySet[Meeting]:
    """Coming meetings whose agenda the actor writes: with the contact's partner, or any where it has none."""
    writes = Q(lead_ministry=actor.organisation_id) | Q(
        pk__in=Meeting.concerned.through.objects.filter(organisation=actor.organisation_id).values("meeting")
    )
    coming = Meeting.objects.visible_to(actor).upcoming(today).filter(writes).defer("search")
    if contact.partner_id is None:
        return coming
    return coming.filter(Q(series__host_partner=contact.partner_id) | Q(country=contact.partner_id))


@transaction.atomic
def propose_item(
    contact_id: UUID,
    *,
    meeting: Meeting,
    title_ja: str,
    title_en: str,
    proposed_by: str,
    follow_up: FollowUp | None = None,
    actor: User,
    today: date,
) -> AgendaProposal:
    """Add the item, on the contact's themes, at the end of the agenda; both point to each other from then on.

    Only the title goes over: the agenda's readers are others than the contact's.
    """
    contact = Contact.objects.visible_to(actor).live().get(pk=contact_id)
    require(actor, "attaches.propose_item", contact)
    if follow_up is not None and follow_up.contact_id != contact.pk:
        raise ValidationError(_("選んだものは見つかりません。"))
    if not meetings_offered(contact, actor, today).filter(pk=meeting.pk).exists():
        raise ValidationError({"meeting": _("この国・機関との、これからの会合から選んでください。")})
    fields = {
        "title_ja": title_ja,
        "title_en": title_en,
        "proposed_by": proposed_by,
        "proposer": contact.partner if proposed_by == AgendaItem.Proposer.PARTNER else None,
        "themes": list(Theme.objects.filter(pk__in=contact.themes.values("pk"))),
    }
    item = add_item(meeting.pk, fields=fields, actor=actor)
    return AgendaProposal.objects.create(contact=contact, follow_up=follow_up, item=item, author=actor)
