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
    """Of one that is kept; the names on a list are told to those on it, who are its only readers."""
    if contact.handling == Handling.RESTRICTED and contact.access_group:
        return [str(person) for person in contact.access_group.members.all()]
    return readers_in_words(contact.handling, contact.owner, contact.shared_with.all())
