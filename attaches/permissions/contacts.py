"""Contacts and what follows them.

| permission                | on      | who                                                                  |
|---------------------------|---------|----------------------------------------------------------------------|
| attaches.log_contact      | –       | staff, officers and attachés, for the body they act for              |
| attaches.change_contact   | contact | those of the body it belongs to: its text, its readers, withdrawing  |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from accounts.access import Access, admits

if TYPE_CHECKING:
    from attaches.models import Contact


@rules.predicate
def works_for_a_post(user: Any) -> bool:
    return admits(Access.NETWORK, user) and user.organisation_id is not None


@rules.predicate
def of_the_owner(user: Any, contact: Contact | None) -> bool:
    return contact is not None and contact.owner_id == user.organisation_id


rules.add_perm("attaches.log_contact", works_for_a_post)
rules.add_perm("attaches.change_contact", works_for_a_post & of_the_owner)
