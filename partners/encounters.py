"""What the partners' pages know of meetings: an app above registers how to ask, in its `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable


class Encounters(Protocol):
    """Everything begins at what the person may see, and costs a constant number of queries."""

    def met_between(self, first: date, last: date, user: Any) -> QuerySet:
        """The partners met in those days, as a query of their ids."""

    def last_and_next(self, partners: Iterable[UUID], user: Any, today: date) -> Mapping[UUID, Mapping[str, Any]]:
        """By partner, under `last` and `next`: the meeting's `url` and its date as `text`."""

    def by_theme(self, user: Any, theme: Combinable) -> Iterable[tuple[UUID, UUID, int]]:
        """Partner, theme, number of meetings with an item on it; `theme` is made of the items' `themes`."""

    def address(self, partner: UUID, theme: UUID) -> str:
        """Where those meetings are listed."""


registered: list[Encounters] = []


def register(encounters: Encounters) -> None:
    if encounters not in registered:
        registered.append(encounters)


def met_between(first: date, last: date, user: Any) -> Q:
    """The condition on partners."""
    found = Q(pk__in=[])
    for one in registered:
        found |= Q(pk__in=one.met_between(first, last, user))
    return found
