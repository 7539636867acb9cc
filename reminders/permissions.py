"""Who may do what with notifications. Rows are `visible_to`; these are the verbs.

Rules belong to what they are set for: who may change them is the domain app's permission, named by the subject.

| permission       | on           | who                                  |
|------------------|--------------|--------------------------------------|
| reminders.resend | notification | the portal's administrator           |
"""

from __future__ import annotations

from typing import Any

import rules

from accounts.access import Access, admits


@rules.predicate
def is_administrator(user: Any) -> bool:
    return admits(Access.ADMIN, user)


rules.add_perm("reminders.resend", is_administrator)
