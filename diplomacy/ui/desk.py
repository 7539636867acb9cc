"""The desk on the home page: what waits for a person, what is coming, what changed. Gathered from the apps.

Each app registers a provider in its `AppConfig.ready()`; it returns only what `visible_to` gives. The page puts
what blocks most on top and shows one button for each thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from itertools import chain
from typing import Any, TypeVar


class Urgency(IntEnum):
    """How much hangs on it: `NOW` blocks something within days, `SOON` within weeks, `LATER` can wait."""

    NOW = 1
    SOON = 2
    LATER = 3


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what is missing, of what, until when, and the button that leads to doing it."""

    urgency: Urgency
    due: date | None
    what: Any
    title: str
    url: str
    action: Any
    detail: str = ""
    handling: str = ""
    handling_label: Any = ""
    sample: str = ""


@dataclass(frozen=True)
class Coming:
    """Something with a day; `group` is the heading it stands under, `group_order` where that heading stands."""

    day: date | None
    when: str
    title: str
    url: str
    until: str = ""
    detail: str = ""
    state: Any = ""
    tone: str = "neutral"
    progress: str = ""
    group: Any = ""
    group_order: int = 0
    handling: str = ""
    handling_label: Any = ""
    sample: str = ""


@dataclass(frozen=True)
class Change:
    """What somebody else did since the person was last here; texts before and after are not carried."""

    at: datetime
    what: str
    title: str
    url: str
    who: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A deed that the person often comes for, as a button on top of the desk; the smallest `order` first."""

    label: Any
    url: str
    icon: str
    order: int = 100


class Provider:
    """What an app puts on the desk. Each method answers for one person, in a number of queries that is constant."""

    name = ""

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        return ()

    def coming(self, user: Any, today: date) -> Iterable[Coming]:
        return ()

    def changes(self, user: Any, since: datetime) -> Iterable[Change]:
        return ()

    def shortcuts(self, user: Any) -> Iterable[Shortcut]:
        return ()


providers: list[Provider] = []
One = TypeVar("One")


def register(provider: Provider) -> None:
    if all(known.name != provider.name for known in providers):
        providers.append(provider)


def waiting(user: Any, today: date) -> list[Waiting]:
    """The most blocking first, then by day."""
    found = _gathered(lambda provider: provider.waiting(user, today))
    return sorted(found, key=lambda one: (one.urgency, one.due or date.max, str(one.title)))


def coming(user: Any, today: date) -> list[Coming]:
    """The soonest first within each heading."""
    found = _gathered(lambda provider: provider.coming(user, today))
    return sorted(found, key=lambda one: (one.group_order, one.day or date.max, one.title))


def changes(user: Any, since: datetime) -> list[Change]:
    found = _gathered(lambda provider: provider.changes(user, since))
    return sorted(found, key=lambda one: one.at, reverse=True)


def shortcuts(user: Any) -> list[Shortcut]:
    return sorted(_gathered(lambda provider: provider.shortcuts(user)), key=lambda one: (one.order, str(one.label)))


def _gathered(ask: Callable[[Provider], Iterable[One]]) -> list[One]:
    return list(chain.from_iterable(map(ask, providers)))
