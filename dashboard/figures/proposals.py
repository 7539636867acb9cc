"""Japan's proposals and what became of them, by series and year.

Counted are agenda items whose proposer is Japan, once they were put to the host (an idea is none yet); adopted are
those the host took up; in a decision, adopted ones from which a decision of the meeting came.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from meetings.models import AgendaItem, Decision

Cell = tuple[UUID, int | None]


@dataclass
class Fates:
    proposed: int = 0
    adopted: int = 0
    decided: int = 0

    def add(self, proposed: int, adopted: int, decided: int) -> None:
        self.proposed += proposed
        self.adopted += adopted
        self.decided += decided


@dataclass
class Proposals:
    total: Fates = field(default_factory=Fates)
    cells: dict[Cell, Fates] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return sorted({year for _series, year in self.cells if year is not None}, reverse=True)

    @property
    def series(self) -> list[UUID]:
        return list(dict.fromkeys(series for series, _year in self.cells))


def proposed(user: Any) -> Any:
    """The items themselves."""
    items = AgendaItem.objects.visible_to(user).live().filter(proposed_by=AgendaItem.Proposer.JAPAN)
    return items.exclude(fate=AgendaItem.Fate.IDEA)


def reached(outcome: str, user: Any) -> Q:
    """Of those proposed, which came so far: `proposed` (all), `adopted`, `decided`."""
    if outcome == "proposed":
        return Q()
    adopted = Q(fate=AgendaItem.Fate.ADOPTED)
    if outcome == "adopted":
        return adopted
    return adopted & Q(Exists(Decision.objects.visible_to(user).live().filter(item=OuterRef("pk"))))


def proposals(user: Any) -> Proposals:
    counted = (
        proposed(user)
        .order_by()
        .values_list("meeting__series", "meeting__start_date__year")
        .annotate(
            put=Count("pk"),
            adopted=Count("pk", filter=reached("adopted", user)),
            decided=Count("pk", filter=reached("decided", user)),
        )
    )
    found = Proposals()
    for series, year, *numbers in counted:
        found.total.add(*numbers)
        found.cells.setdefault((series, year), Fates()).add(*numbers)
    return found
