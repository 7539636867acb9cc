"""What was promised and kept: actions by the ministry that owes them and by the partner they were agreed with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from meetings.models import ActionItem
from meetings.models.outcomes import Side


@dataclass
class Tally:
    """`open` counts the late ones too, as the list of open actions does."""

    kept: int = 0
    late: int = 0
    open: int = 0

    def add(self, kept: int, late: int, open_: int) -> None:
        self.kept += kept
        self.late += late
        self.open += open_

    @property
    def total(self) -> int:
        return self.kept + self.open


@dataclass
class Commitments:
    """`ministries` count what our side owes; `partners` both sides."""

    total: Tally = field(default_factory=Tally)
    ministries: dict[UUID, Tally] = field(default_factory=dict)
    partners: dict[UUID, Tally] = field(default_factory=dict)


def commitments(user: Any, today: date) -> Commitments:
    """One grouped query. Dropped ones and those that went on as another action are not counted."""
    counted = (
        ActionItem.objects.visible_to(user)
        .live()
        .order_by()
        .values_list("side", "responsible", "meeting__series__host_partner")
        .annotate(
            kept=Count("pk", filter=Q(status=ActionItem.Status.DONE)),
            late=Count("pk", filter=Q(status=ActionItem.Status.OPEN, due_by__lt=today)),
            still_open=Count("pk", filter=Q(status=ActionItem.Status.OPEN)),
        )
    )
    found = Commitments()
    for side, responsible, partner, *numbers in counted:
        found.total.add(*numbers)
        if side == Side.OURS and responsible:
            found.ministries.setdefault(responsible, Tally()).add(*numbers)
        if partner:
            found.partners.setdefault(partner, Tally()).add(*numbers)
    return found


def most_late_first(tallies: dict[UUID, Tally]) -> Iterable[tuple[UUID, Tally]]:
    return sorted(tallies.items(), key=lambda one: (-one[1].late, -one[1].open, -one[1].kept, str(one[0])))
