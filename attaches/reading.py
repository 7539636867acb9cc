"""Who can read a contact, in words: told before it is sent, and wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.handling import Handling

if TYPE_CHECKING:
    from accounts.models import User
    from attaches.models import Contact


def readers_in_words(handling: str, owner: Any, shared_with: Iterable[Any]) -> list[str]:
    if handling == Handling.GOVERNMENT:
        return [_("すべての府省・在外公館の担当官と会議議員")]
    return [_("%(body)sの担当者") % {"body": body} for body in dict.fromkeys([owner, *shared_with])]


def readers_of(contact: Contact, user: User) -> list[str]:
    """Of one that is kept. One embassy does not learn here with which other a contact was shared."""
    if contact.handling == Handling.RESTRICTED and contact.access_group:
        return [str(person) for person in contact.access_group.members.all()]
    named = list(contact.shared_with.all())
    if not (user.is_government or contact.owner_id == user.organisation_id):
        named = [body for body in named if body.pk == user.organisation_id]
    return readers_in_words(contact.handling, contact.owner, named)
