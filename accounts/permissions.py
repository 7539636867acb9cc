"""Who may do what with accounts.

| permission              | on     | who                                                              |
|-------------------------|--------|------------------------------------------------------------------|
| accounts.manage_people  | –      | the administrator                                                |
| accounts.read_audit     | –      | the administrator                                                |
| accounts.disable_person | person | the administrator, of others than themselves                     |
| accounts.revoke_token   | token  | whose token it is                                                |
"""

from __future__ import annotations

from typing import Any

import rules

from accounts.access import Access, admits
from accounts.models import ApiToken, User


@rules.predicate
def is_administrator(user: Any) -> bool:
    return admits(Access.ADMIN, user)


@rules.predicate
def is_somebody_else(user: Any, person: User | None) -> bool:
    return person is not None and person.pk != user.pk


@rules.predicate
def holds(user: Any, token: ApiToken | None) -> bool:
    return token is not None and token.user_id == user.pk


rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.read_audit", is_administrator)
rules.add_perm("accounts.disable_person", is_administrator & is_somebody_else)
rules.add_perm("accounts.revoke_token", holds)
