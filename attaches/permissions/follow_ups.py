"""Follow-ups and quiet relations.

| permission                | on        | who                                                                  |
|---------------------------|-----------|----------------------------------------------------------------------|
| attaches.change_follow_up | follow-up | those of the body its contact belongs to, and of the one that has it |
| attaches.propose_item     | contact   | ministry staff; whether they write the meeting is the meeting's rule |
| attaches.change_intervals | –         | the council's secretariat                                            |

Adding one to a contact is `attaches.change_contact`. Who cannot read the contact does not see its follow-ups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from attaches.permissions.contacts import works_for_a_post
from meetings.permissions import is_secretariat
from partners.permissions import is_staff

if TYPE_CHECKING:
    from attaches.models import FollowUp


@rules.predicate
def has_part(user: Any, follow_up: FollowUp | None) -> bool:
    """Uses the contact that the queryset brought along."""
    return follow_up is not None and user.organisation_id in (follow_up.organisation_id, follow_up.contact.owner_id)


rules.add_perm("attaches.change_follow_up", works_for_a_post & has_part)
rules.add_perm("attaches.propose_item", is_staff)
rules.add_perm("attaches.change_intervals", is_secretariat)
