"""Postings.

| permission                | on      | who                                                                      |
|---------------------------|---------|--------------------------------------------------------------------------|
| attaches.change_postings  | –       | staff of the foreign ministry                                            |
| attaches.read_handover    | posting | the people of its embassy or mission, the successor among them, and the  |
|                           |         | staff of the foreign ministry; each finds there what they may see        |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from accounts.access import Access, admits
from partners.permissions import is_foreign_ministry, is_staff

if TYPE_CHECKING:
    from attaches.models import Posting


@rules.predicate
def works_there(user: Any, posting: Posting | None) -> bool:
    return (
        posting is not None
        and admits(Access.NETWORK, user)
        and user.organisation_id is not None
        and posting.organisation_id == user.organisation_id
    )


rules.add_perm("attaches.read_handover", works_there | (is_staff & is_foreign_ministry))
rules.add_perm("attaches.change_postings", is_staff & is_foreign_ministry)
