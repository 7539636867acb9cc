"""Who runs the circle: asked by its table of permissions and by its querysets alike."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import Role
from partners.permissions import is_foreign_ministry, is_staff


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return user.role == Role.STAFF and user.is_secretariat


runs_circle = is_staff & (is_foreign_ministry | is_secretariat)


def runs_the_circle(user: Any) -> bool:
    return bool(runs_circle(user))


def is_inside(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_government)
