"""Who may do what with notifications. Rows are `visible_to`; these are the verbs.

Rules belong to what they are set for: who may change them is the domain app's permission, named by the subject.
Those that hold where nobody set any belong to no ministry; the council's secretariat keeps them.

| permission                     | on           | who                        |
|--------------------------------|--------------|----------------------------|
| reminders.resend               | notification | the portal's administrator |
| reminders.read_general_rules   |              | ministry staff             |
| reminders.change_general_rules |              | the council's secretariat  |
"""

from __future__ import annotations

from typing import Any

import rules

from accounts.access import Access, admits


@rules.predicate
def is_administrator(user: Any) -> bool:
    return admits(Access.ADMIN, user)


rules.add_perm("reminders.resend", is_administrator)


@rules.predicate
def is_staff(user: Any) -> bool:
    return admits(Access.STAFF, user)


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return admits(Access.SECRETARIAT, user)


rules.add_perm("reminders.read_general_rules", is_staff)
rules.add_perm("reminders.change_general_rules", is_secretariat)
