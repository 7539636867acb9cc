"""Follow-ups: made with a contact, or added to it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import require
from attaches.models import Contact, FollowUp

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class NextStep:
    """What is to be done after a contact, until when; `person` of the author's own body, or nobody in particular."""

    what: str
    due_on: date
    person: User | None = None


@transaction.atomic
def add_follow_up(contact: Contact, step: NextStep, *, actor: User) -> FollowUp:
    """The body that the contact belongs to undertakes it; `contact` came through the actor's `visible_to`."""
    require(actor, "attaches.change_contact", contact)
    follow_up = FollowUp(
        contact=contact, what=step.what, due_on=step.due_on, organisation_id=contact.owner_id, person=step.person
    )
    follow_up.full_clean()
    follow_up.save()
    return follow_up
