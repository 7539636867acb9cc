"""Meeting requests.

| permission                     | on      | who                                             |
|--------------------------------|---------|-------------------------------------------------|
| attaches.ask_for_meetings      | –       | attachés, for their embassy                     |
| attaches.withdraw_request      | request | attachés of the embassy it belongs to           |
| attaches.answer_request        | request | staff of the ministry that is asked             |
"""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import Role
from partners.permissions import is_staff


@rules.predicate
def is_attache(user: Any) -> bool:
    return user.is_authenticated and user.role == Role.ATTACHE


@rules.predicate
def is_of_its_embassy(user: Any, request: Any) -> bool:
    return request is not None and request.owner_id is not None and request.owner_id == user.organisation_id


@rules.predicate
def is_of_its_ministry(user: Any, request: Any) -> bool:
    return request is not None and request.ministry_id == user.organisation_id


rules.add_perm("attaches.ask_for_meetings", is_attache)
rules.add_perm("attaches.withdraw_request", is_attache & is_of_its_embassy)
rules.add_perm("attaches.answer_request", is_staff & is_of_its_ministry)
