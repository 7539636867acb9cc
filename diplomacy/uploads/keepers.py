"""Which files have a row: each app that keeps files says so, or they would be swept away as left over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

Known = Callable[[Iterable[UUID]], set[UUID]]

keepers: list[Known] = []


def register(known: Known) -> None:
    """In the app's `AppConfig.ready()`: of the given keys, those that a row of the app names."""
    if known not in keepers:
        keepers.append(known)


def known_keys(keys: Iterable[UUID]) -> set[UUID]:
    asked = list(keys)
    return set().union(*(known(asked) for known in keepers))
