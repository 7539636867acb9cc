"""What stands in a brief: sections of lines, each app's own, registered in its `AppConfig.ready()`.

    class Promises(Section):
        name, label, order, most = "promises", _("約束"), 30, 6

        def gather(self, partner, reading, today):
            return gathered(reading.of(ActionItem).filter(partner=partner), self.most, lambda row: Line(...))

A section's rows begin at `reading.of(Model)` (or `reading.cut(rows)`, of rows its maker sees): so they are cut to the
maker and to whom the brief is handed. It runs in the brief's language. Lines come most important first; those beyond
the two pages are left out and counted.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from accounts.handling import Handled, Handling
from diplomacy.export.sheets import highest

if TYPE_CHECKING:
    from accounts.handouts import Reading
    from partners.models import Partner


@dataclass(frozen=True)
class Line:
    """One fact with where it comes from. `url` is the page of its record, `below` what is set in under it."""

    text: str
    source: str
    label: str = ""
    handling: str = Handling.PUBLIC
    is_sample: bool = False
    url: str = ""
    below: str = ""


@dataclass(frozen=True)
class Gathered:
    """The first lines, how many there are in all, and the highest level among all of them."""

    lines: Sequence[Line] = ()
    total: int = 0
    level: str = Handling.PUBLIC

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Gathered:
        """Of lines that are all there is."""
        rows = [line for line in lines if line.text]
        return cls(rows, len(rows), highest((line.handling for line in rows), Handling.values))


class Section(ABC):
    """`order` sorts the sections; `most` is how many lines it may have. What is `inside` only is not named outside."""

    name = ""
    label: Any = ""
    order = 100
    most = 6
    inside = False

    @abstractmethod
    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        """In a number of queries that is constant."""


@dataclass(frozen=True)
class Part:
    """A section with what it has to say."""

    section: Section
    gathered: Gathered = field(default_factory=Gathered)


sections: list[Section] = []


def register(section: Section) -> None:
    if all(known.name != section.name for known in sections):
        sections.append(section)
        sections.sort(key=lambda one: one.order)


def parts_of(partner: Partner, reading: Reading, today: date) -> list[Part]:
    return [Part(section, section.gather(partner, reading, today)) for section in sections]


def gathered(rows: QuerySet, most: int, line: Callable[[Any], Line]) -> Gathered:
    """The first rows as lines; the rest is counted, by level where rows have one."""
    found = list(rows[: most + 1])
    lines = [line(row) for row in found[:most]]
    if len(found) <= most:
        return Gathered.of(lines)
    counted = rows.order_by()
    if not issubclass(rows.model, Handled):
        return Gathered(lines, counted.count(), highest((one.handling for one in lines), Handling.values))
    levels = dict(counted.values_list("handling").annotate(Count("pk")))
    return Gathered(lines, sum(levels.values()), highest(levels, Handling.values))
