"""The figures as a snapshot keeps them, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta

from accounts.models import Role, User
from dashboard.figures.ahead import ahead
from dashboard.figures.commitments import Tally, commitments
from dashboard.figures.coverage import coverage
from dashboard.figures.proposals import proposals
from dashboard.figures.rhythm import gone_quiet, over_cadence, partners_of
from meetings.models import CoordinationCase
from partners.models import Agreement

AGREEMENT_MONTHS = 12
NUMBERS = (
    *("coming", "late", "kept", "overdue", "open", "blank", "quiet", "over_cadence", "agreements"),
    *("proposed", "adopted", "decided", "cases", "cases_overdue"),
)
SETS = ("blank_themes", "quiet_partners", "late_series")


def council_at_large() -> User:
    """A council member on nobody's list: what is counted for them, every council member may be told."""
    return User(role=Role.COUNCIL)


def figures_of(user: Any, today: date) -> dict[str, Any]:
    coming, promised, covered = ahead(user, today), commitments(user, today), coverage(user, today)
    quiet, over, put = gone_quiet(user, today), over_cadence(user, today), proposals(user)
    cases = CoordinationCase.objects.visible_to(user)
    ending = today + relativedelta(months=AGREEMENT_MONTHS)
    return {
        "coming": len(coming.parts),
        "late": len(coming.late),
        "kept": promised.total.kept,
        "overdue": promised.total.late,
        "open": promised.total.open,
        "blank": len(covered.blank),
        "quiet": len(quiet),
        "over_cadence": len(over),
        "agreements": Agreement.objects.visible_to(user).standing().ending_by(ending, today).count(),
        "proposed": put.total.proposed,
        "adopted": put.total.adopted,
        "decided": put.total.decided,
        "cases": cases.open().count(),
        "cases_overdue": cases.overdue(today).count(),
        "ministries": {str(pk): _triple(tally) for pk, tally in promised.ministries.items()},
        "blank_themes": _texts(covered.blank),
        "quiet_partners": _texts(partners_of(quiet)),
        "late_series": _texts(over),
    }


def _triple(tally: Tally) -> list[int]:
    return [tally.kept, tally.late, tally.open]


def _texts(keys: Iterable[UUID]) -> list[str]:
    return sorted(map(str, keys))


@dataclass(frozen=True)
class Differences:
    """`numbers` as (name, then, now); of each set what is new in it and what has left it."""

    numbers: list[tuple[str, int, int]] = field(default_factory=list)
    entered: dict[str, list[UUID]] = field(default_factory=dict)
    left: dict[str, list[UUID]] = field(default_factory=dict)


def differences(then: dict[str, Any], now: dict[str, Any]) -> Differences:
    """What an older snapshot does not hold is not compared."""
    sets = {name: ({*then[name]}, {*now[name]}) for name in SETS if name in then}
    return Differences(
        [(name, then[name], now[name]) for name in NUMBERS if name in then],
        {name: sorted(map(UUID, new - old)) for name, (old, new) in sets.items()},
        {name: sorted(map(UUID, old - new)) for name, (old, new) in sets.items()},
    )
