"""Figures kept for a minute, for readers with the same rights. They hold identifiers and numbers, never texts.

The key carries what rights depend on: whether a person is inside government, the body it acts for, and the lists it
is on. Whoever leaves a list asks by another key at once; after a change of any handling level nothing that was
counted before is used again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from django.core.cache import cache

from accounts.handling import reading
from accounts.models import AccessGroupMember, Act, AuditEntry

LIFE = timedelta(seconds=60)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Kept(Generic[Value]):
    """What was counted, and when."""

    value: Value
    at: datetime

    def age(self, now: datetime) -> int:
        return max(int((now - self.at).total_seconds()), 0)


class Keeper:
    """One request's way to the figures: rights and changes are asked once."""

    def __init__(self, user: Any, now: datetime) -> None:
        self.user, self.now = user, now
        self.key = rights_key(user)
        self.changed_at = last_change(now)

    def get(self, name: str, count: Callable[[], Value]) -> Kept[Value]:
        """The figure of that name, at most a minute old."""
        key = f"figures:{name}:{self.key}"
        kept = cache.get(key)
        if isinstance(kept, Kept) and self.is_fresh(kept):
            return kept
        kept = Kept(count(), self.now)
        cache.set(key, kept, LIFE.total_seconds())
        return kept

    def is_fresh(self, kept: Kept[Any]) -> bool:
        if kept.at < self.now - LIFE:
            return False
        return self.changed_at is None or self.changed_at < kept.at


def rights_key(user: Any) -> str:
    """The same for everybody who may read the same rows."""
    rights = reading(user)
    groups: list[Any] = []
    if rights.get("person") is not None:
        groups = sorted(AccessGroupMember.objects.filter(user=user.pk).values_list("group", flat=True))
    named = (rights.get("inside", False), rights.get("organisation"), *groups)
    return hashlib.sha256("|".join(map(str, named)).encode()).hexdigest()[:32]


def last_change(now: datetime) -> datetime | None:
    """When a handling level last changed, as far as figures that are still kept could be older than that."""
    changes = AuditEntry.objects.filter(act=Act.HANDLING_CHANGED, at__gte=now - LIFE)
    return changes.order_by("-at").values_list("at", flat=True).first()
