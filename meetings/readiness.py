"""What the coming meetings have ready, part by part, as far as one reader sees it; for many meetings at once.

| part        | ready when                                                    | late from         |
|-------------|---------------------------------------------------------------|-------------------|
| agenda      | it has an item                                                | 30 days before    |
| positions   | every item but those of kind "other" has a position written   | 14 days before    |
| clearance   | every one of those positions is cleared                       |  7 days before    |
| papers      | it has a document                                             |  7 days before    |
| delegation  | somebody leads ours; meetings among ourselves need none       | 14 days before    |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.handling import readable_by
from meetings.models import AgendaItem, Document, Position
from meetings.preparation import delegations_set


class Part(TextChoices):
    AGENDA = "agenda", _("議題")
    POSITIONS = "positions", _("対処方針")
    CLEARANCE = "clearance", _("協議")
    PAPERS = "papers", _("資料")
    DELEGATION = "delegation", _("代表団")


LATE_FROM = {Part.AGENDA: 30, Part.POSITIONS: 14, Part.CLEARANCE: 7, Part.PAPERS: 7, Part.DELEGATION: 14}


@dataclass(frozen=True)
class Ready:
    """How far one part is: `done` of `total`; `late` where it should be there by now."""

    part: Part
    done: int
    total: int
    late: bool

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done >= self.total

    @property
    def is_counted(self) -> bool:
        """Told as so many of so many; what there is one of is there or not."""
        return self.total != 1 or self.part in (Part.POSITIONS, Part.CLEARANCE)


@dataclass(frozen=True)
class Counted:
    items: int = 0
    wanted: int = 0
    written: int = 0
    cleared: int = 0
    papers: int = 0
    led: bool | None = None


def readiness(starts: Mapping[UUID, date], user: Any, today: date) -> dict[UUID, list[Ready]]:
    """The parts of each of the meetings, which came through their own `visible_to`; `starts` are their first days."""
    counted = _counted(starts.keys(), user)
    return {key: parts_of(counted.get(key, Counted()), (start - today).days) for key, start in starts.items()}


def parts_of(counted: Counted, days: int) -> list[Ready]:
    found = {
        Part.AGENDA: (min(counted.items, 1), 1),
        Part.POSITIONS: (counted.written, counted.wanted),
        Part.CLEARANCE: (counted.cleared, counted.wanted),
        Part.PAPERS: (min(counted.papers, 1), 1),
    }
    if counted.led is not None:
        found[Part.DELEGATION] = (int(counted.led), 1)
    return [Ready(part, done, total, done < total and days <= LATE_FROM[part]) for part, (done, total) in found.items()]


def _counted(meetings: Collection[UUID], user: Any) -> dict[UUID, Counted]:
    """Four queries, however many meetings."""
    items = AgendaItem.objects.in_visible_meetings(list(meetings), user).live().order_by()
    wanted = Count("pk", filter=~Q(kind=AgendaItem.Kind.OTHER))
    agendas = {
        key: (total, open_) for key, total, open_ in items.values_list("meeting").annotate(Count("pk"), wanted=wanted)
    }
    states = _states(items, user)
    papers, led = dict(_papers(meetings, user)), delegations_set(list(meetings), user)
    return {
        key: Counted(
            *agendas.get(key, (0, 0)),
            written=sum(count for state, count in states.get(key, ()) if state != Position.State.BLANK),
            cleared=sum(count for state, count in states.get(key, ()) if state == Position.State.CLEARED),
            papers=papers.get(key, 0),
            led=led.get(key),
        )
        for key in meetings
    }


def _states(items: Any, user: Any) -> dict[UUID, list[tuple[str, int]]]:
    asked = items.exclude(kind=AgendaItem.Kind.OTHER).values("pk")
    positions = Position.objects.none()
    if user.is_authenticated and user.is_government:
        positions = Position.objects.filter(readable_by(user, Position), item__in=asked).with_state().order_by()
    found: dict[UUID, list[tuple[str, int]]] = {}
    for meeting, state, count in positions.values_list("item__meeting", "state").annotate(Count("pk")):
        found.setdefault(meeting, []).append((state, count))
    return found


def _papers(meetings: Collection[UUID], user: Any) -> Iterable[tuple[UUID, int]]:
    documents = Document.objects.visible_to(user).live().filter(meeting__in=list(meetings)).order_by()
    return documents.values_list("meeting").annotate(Count("pk"))
