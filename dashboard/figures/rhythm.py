"""Which series have missed their rhythm, and with whom nothing has happened for long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from meetings.cadence import courses, next_by_cadence
from meetings.models import MeetingSeries, SeriesLink
from partners.contacts import last_contacts, planned_contacts
from partners.models import Agreement, Partner, Relation

QUIET_MONTHS = 12


@dataclass(frozen=True)
class Quiet:
    """A partner we mean to keep up with, and its last contact; None where none is on record."""

    partner: UUID
    last: date | None


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


def kept_up_with(user: Any) -> set[UUID]:
    """With a standing agreement, a series of its own, or a priority above the usual."""
    agreed = Agreement.objects.visible_to(user).standing().values_list("partner", flat=True)
    hosts = MeetingSeries.objects.visible_to(user).filter(kind=MeetingSeries.Kind.BILATERAL)
    pressing = Relation.objects.visible_to(user).exclude(priority=Relation.Priority.NORMAL)
    wanted = {*agreed, *hosts.values_list("host_partner", flat=True), *pressing.values_list("partner", flat=True)}
    counterparts = Partner.objects.visible_to(user).counterparts()
    return wanted & set(counterparts.order_by().values_list("pk", flat=True))


def gone_quiet(user: Any, today: date) -> list[Quiet]:
    """No contact for a year and none planned: the longest silence first, those without any record last."""
    before = today - relativedelta(months=QUIET_MONTHS)
    last, planned = last_contacts(user, today), planned_contacts(user, today)
    silent = [Quiet(pk, last.get(pk)) for pk in kept_up_with(user) - planned if last.get(pk, date.min) < before]
    return sorted(silent, key=lambda one: (one.last or date.max, str(one.partner)))


def partners_of(quiet: Iterable[Quiet]) -> list[UUID]:
    return [one.partner for one in quiet]
