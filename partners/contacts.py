"""With which partners there was contact, and when: an app above registers how to ask, in its `AppConfig.ready()`.

Meetings count as contact; whoever keeps other contacts (talks, visits, calls) registers beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID


class Contacts(Protocol):
    """Over what the person may see, in a constant number of queries."""

    def last(self, user: Any, today: date) -> Mapping[UUID, date]:
        """By partner the last day of contact up to today."""

    def planned(self, user: Any, today: date) -> set[UUID]:
        """The partners with whom something is planned."""


registered: list[Contacts] = []


def register(contacts: Contacts) -> None:
    if contacts not in registered:
        registered.append(contacts)


def last_contacts(user: Any, today: date) -> dict[UUID, date]:
    found: dict[UUID, date] = {}
    for one in registered:
        for partner, day in one.last(user, today).items():
            found[partner] = max(day, found.get(partner, day))
    return found


def planned_contacts(user: Any, today: date) -> set[UUID]:
    return set().union(*(one.planned(user, today) for one in registered))
