"""Which series have missed their rhythm, and with whom nothing has happened for long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from attaches.quiet.finding import quiet_partners
from meetings.cadence import courses, next_by_cadence
from meetings.models import MeetingSeries, SeriesLink


@dataclass(frozen=True)
class Quiet:
    """A partner without contact for longer than its priority allows; `last` is None where none is on record."""

    partner: UUID
    last: date | None
    months: int


def over_cadence(user: Any, today: date) -> list[UUID]:
    """Series with a rhythm that has been missed and no session known; not those that another one succeeded."""
    succeeded = SeriesLink.objects.visible_to(user).filter(relation=SeriesLink.Relation.SUCCEEDS).values("to_series")
    kept = MeetingSeries.objects.visible_to(user).exclude(cadence_months=None).exclude(pk__in=succeeded)
    rhythm = dict(kept.order_by().values_list("pk", "cadence_months"))
    found = courses(list(rhythm), user, today)
    estimates = {pk: next_by_cadence(found[pk], months, today) for pk, months in rhythm.items()}
    missed = [pk for pk, estimate in estimates.items() if estimate and estimate.overdue]
    return sorted(missed, key=lambda pk: (_start(found[pk].last), str(pk)))


def _start(row: dict[str, Any] | None) -> date:
    return row["start_date"] if row and row["start_date"] else date.min


def gone_quiet(user: Any, today: date) -> list[Quiet]:
    """By the very rule that desks are reminded by: the longest silence first, those without any record before them."""
    return [Quiet(one.partner.pk, one.last_on, one.months) for one in quiet_partners(user, today)]


def partners_of(quiet: Iterable[Quiet]) -> list[UUID]:
    return [one.partner for one in quiet]
