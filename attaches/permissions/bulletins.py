"""Bulletins.

| permission                | on       | who                                          |
|---------------------------|----------|----------------------------------------------|
| attaches.write_bulletins  | –        | staff of any ministry, for their own ministry |
| attaches.change_bulletin  | bulletin | staff of the ministry it belongs to          |

Who may change a bulletin sends it, and sees to whom it went and who opened it.
"""

from __future__ import annotations

from typing import Any

import rules

from partners.permissions import is_staff


@rules.predicate
def is_of_own_ministry(user: Any, bulletin: Any) -> bool:
    return bulletin is not None and bulletin.owner_id is not None and bulletin.owner_id == user.organisation_id


rules.add_perm("attaches.write_bulletins", is_staff)
rules.add_perm("attaches.change_bulletin", is_staff & is_of_own_ministry)
