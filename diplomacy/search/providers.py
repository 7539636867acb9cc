"""One search box over all apps: each registers what of its records can be found, and says which rows a reader meets.

A provider's `rows` begin at `visible_to(user)`; counts and excerpts are made of those rows alone. Registered in the
app's `AppConfig.ready()`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

LONGEST_TEXT = 200
MOST_WORDS = 10
MOST_COUNTED = 100
SHOWN = 5
SHOWN_ALONE = 50


@dataclass(frozen=True)
class Hit:
    """One finding. `title` is in the reader's language, `other` in the other; `url` is empty where it has no page.

    `records` are the rows whose texts it shows, for who keeps account of what was read.
    """

    title: str
    url: str = ""
    other: str = ""
    details: tuple[str, ...] = ()
    handling: str = ""
    is_sample: bool = False
    records: tuple[Any, ...] = ()


class Provider(Protocol):
    name: str
    label: Any
    order: int

    def rows(self, text: str, user: Any) -> QuerySet:
        """The rows the reader may see that hold every word, best first."""

    def hits(self, rows: Sequence[Any]) -> Iterable[Hit]:
        """The rows (all fetched) as findings, without a query per row."""


@dataclass(frozen=True)
class Group:
    name: str
    label: Any
    hits: list[Hit]
    count: int
    more: bool

    @property
    def counted(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


providers: list[Provider] = []


def register(provider: Provider) -> None:
    if all(known.name != provider.name for known in providers):
        providers.append(provider)
        providers.sort(key=lambda one: one.order)


def readable(text: str) -> str:
    """What somebody typed or pasted as words to look for: no control characters, cut at a bound."""
    spaced = "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)
    return " ".join(spaced[:LONGEST_TEXT].split()[:MOST_WORDS])


def search(text: str, user: Any, only: str = "") -> list[Group]:
    """What is found, grouped by kind; `only` names one kind to show at length."""
    if not text:
        return []
    asked = [provider for provider in providers if only in ("", provider.name)]
    return [group for provider in asked if (group := _group(provider, text, user, bool(only))).hits]


def _group(provider: Provider, text: str, user: Any, alone: bool) -> Group:
    shown = SHOWN_ALONE if alone else SHOWN
    found = provider.rows(text, user)
    rows = list(found[: shown + 1])
    more = len(rows) > shown
    count = found.order_by()[: MOST_COUNTED + 1].count() if more else len(rows)
    return Group(provider.name, provider.label, list(provider.hits(rows[:shown])), count, more)
