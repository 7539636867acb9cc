"""The meetings of the next 90 days and what they have ready."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from meetings.models import Meeting
from meetings.readiness import Ready, readiness

DAYS = 90


@dataclass(frozen=True)
class Ahead:
    """By meeting what is ready, soonest first."""

    parts: dict[UUID, list[Ready]] = field(default_factory=dict)

    @property
    def late(self) -> list[UUID]:
        return [key for key, parts in self.parts.items() if any(part.late for part in parts)]


def coming(user: Any, today: date) -> Any:
    """Those that begin within 90 days, of what the person may see; postponed ones have no date to be ready for."""
    meetings = Meeting.objects.visible_to(user).upcoming(today).within(today, DAYS)
    return meetings.exclude(status=Meeting.Status.POSTPONED).exclude(date_precision="year")


def ahead(user: Any, today: date) -> Ahead:
    starts = dict(coming(user, today).values_list("pk", "start_date"))
    return Ahead(readiness(starts, user, today))
