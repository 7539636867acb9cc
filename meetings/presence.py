"""Who is editing which item, as others see it: kept in the cache for a few seconds, renewed while they type."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache

from diplomacy.ui.titles import local
from meetings.outline import Row

if TYPE_CHECKING:
    from accounts.models import User

SECONDS = 15


@dataclass(frozen=True)
class Editor:
    item: UUID
    number: str
    name: str


def announce(item: UUID, user: User, *, part: str = "") -> None:
    """Say that the person is at work on the item, or on a `part` of it that is edited on a page of its own.

    The persons of one item share a cache entry of their own.
    """
    key = _key(item, part)
    now = time.time()
    people = {who: entry for who, entry in (cache.get(key) or {}).items() if entry[2] > now}
    people[str(user.pk)] = (user.name_ja, user.name_en, now + SECONDS)
    cache.set(key, people, SECONDS)


def withdraw(item: UUID, user: User) -> None:
    people = cache.get(_key(item)) or {}
    if people.pop(str(user.pk), None):
        cache.set(_key(item), people, SECONDS)


def editors(rows: Iterable[Row], *, besides: User, part: str = "") -> list[Editor]:
    """Who else is editing the rows, which are those the reader sees. Shown to people inside government only."""
    if not besides.is_government:
        return []
    now = time.time()
    keys = {_key(row.item.pk, part): row for row in rows}
    return [
        Editor(keys[key].item.pk, keys[key].number, local(name_ja, name_en))
        for key, people in cache.get_many(keys).items()
        for who, (name_ja, name_en, until) in people.items()
        if until > now and who != str(besides.pk)
    ]


def _key(item: UUID, part: str = "") -> str:
    return f"editing:{part}{item}"
