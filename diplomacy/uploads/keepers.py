"""Whose files lie in the store: each app that keeps some says which keys have a row, so that a sweep spares them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from diplomacy.uploads import store

Keeper = Callable[[list[UUID]], Iterable[UUID]]
keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    """In the app's `AppConfig.ready()`."""
    if keeper not in keepers:
        keepers.append(keeper)


def known(keys: Iterable[UUID]) -> set[UUID]:
    asked = list(keys)
    return {key for keeper in keepers for key in keeper(asked)}


def sweep(*, now: datetime) -> int:
    """Files without a row in any app: of purged records, and of saves that never came to their end."""
    return store.sweep(known, now=now)
