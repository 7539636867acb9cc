"""People added in place with a contact: of its owner, read by whoever reads the contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.actions.handling import change_handling
from accounts.handling import Handling
from partners.models import Person

if TYPE_CHECKING:
    from accounts.models import User
    from attaches.models import Contact


# A record of an administration is kept five years; whoever answers for the person is told when they are over.
KEPT_FOR = timedelta(days=5 * 365 + 1)


def add_people(
    contact: Contact, people: Iterable[Mapping[str, Any]], *, shared_with: Iterable[Any], now: datetime
) -> list[Person]:
    """New persons with these names, on the contact's side. Inside the caller's transaction and permission.

    What they are held for and until when is said from the first day on; who answers for them says otherwise later.
    """
    made = []
    for names in people:
        person = Person(
            **names,
            partner=contact.partner,
            owner_id=contact.owner_id,
            handling=Handling.GOVERNMENT if contact.handling == Handling.GOVERNMENT else Handling.SHARED,
            is_sample=contact.is_sample,
            purpose=Person.AS_COUNTERPART,
            kept_until=timezone.localdate(now) + KEPT_FOR,
        )
        person.full_clean(exclude=["search", "sorted_by"])
        person.save()
        if person.handling == Handling.SHARED:
            person.shared_with.set(shared_with)
        made.append(person)
    return made


def open_people(contact: Contact, *, actor: User) -> None:
    """Who reads a contact of ours reads whom we met, too: the readers of our own people grow, and never shrink."""
    for person in contact.people.filter(owner=contact.owner_id, handling=Handling.SHARED):
        if contact.handling == Handling.GOVERNMENT:
            change_handling(person, handling=Handling.GOVERNMENT, actor=actor)
            continue
        before = set(person.shared_with.all())
        wanted = before | set(contact.shared_with.all())
        if contact.handling == Handling.SHARED and wanted != before:
            change_handling(person, handling=Handling.SHARED, shared_with=wanted, actor=actor)
