"""The diplomacy circle.

| permission                    | on         | who                                                                   |
|-------------------------------|------------|-----------------------------------------------------------------------|
| attaches.run_circle           | –          | staff of the foreign ministry, and the council's secretariat          |
| attaches.change_circle_event  | event      | the same, whichever of the two it belongs to                          |
| attaches.answer_invitation    | invitation | the person it is made out to, and nobody else of their embassy        |

Who may run the circle invites, withdraws, cancels, shares papers and marks who came; a gathering they may not read
is not theirs to change, which `visible_to` sees to.
"""

from __future__ import annotations

from typing import Any

import rules

from attaches.circle.roles import runs_circle


@rules.predicate
def is_invited(user: Any, invitation: Any) -> bool:
    return invitation is not None and invitation.person_id == user.pk


rules.add_perm("attaches.run_circle", runs_circle)
rules.add_perm("attaches.change_circle_event", runs_circle)
rules.add_perm("attaches.answer_invitation", is_invited)
