"""The figures of the overview counted a second time, by the lists their numbers lead to: any difference is a drift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from dashboard.figures.ahead import DAYS, ahead
from dashboard.figures.commitments import commitments
from dashboard.figures.coverage import YEARS, coverage
from dashboard.figures.proposals import proposals
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from partners.models import Theme


@dataclass(frozen=True)
class Drift:
    figure: str
    kept: Any
    rows: Any


def drifts(user: Any, now: datetime) -> Iterator[Drift]:
    """What would be counted for the reader now, beside the rows gone through one by one."""
    today = timezone.localdate(now)
    yield from _compared("ahead", len(ahead(user, today).parts), _coming(user, today))
    promised = commitments(user, today)
    for figure, kept, rows in zip(
        ("kept", "late", "open"),
        (promised.total.kept, promised.total.late, promised.total.open),
        _promises(user, today),
        strict=True,
    ):
        yield from _compared(figure, kept, rows)
    covered = coverage(user, today)
    yield from _compared("coverage", _by_text(covered.themes), _by_text(_covered(user, today)))
    yield from _compared("blank", sorted(map(str, covered.blank)), _blank(user, today))
    put = proposals(user).total
    yield from _compared("proposals", (put.proposed, put.adopted, put.decided), _proposed(user))


def _compared(figure: str, kept: Any, rows: Any) -> Iterator[Drift]:
    if kept != rows:
        yield Drift(figure, kept, rows)


def _by_text(cells: dict[tuple[UUID, UUID], int]) -> dict[str, int]:
    return {f"{series} {theme}": count for (series, theme), count in cells.items()}


# --- By the rows ---


def _coming(user: Any, today: date) -> int:
    last = today + relativedelta(days=DAYS)
    rows = Meeting.objects.visible_to(user).exclude(date_precision__in=["year", "unknown"])
    return sum(
        row.start_date is not None
        and today <= row.start_date <= last
        and row.status in {Meeting.Status.TENTATIVE, Meeting.Status.CONFIRMED}
        for row in rows.only("start_date", "status").iterator()
    )


def _promises(user: Any, today: date) -> tuple[int, int, int]:
    kept = late = open_ = 0
    for row in ActionItem.objects.visible_to(user).live().only("status", "due_by").iterator():
        kept += row.status == ActionItem.Status.DONE
        open_ += row.is_open
        late += row.is_overdue(today)
    return kept, late, open_


def _covered(user: Any, today: date) -> dict[tuple[UUID, UUID], int]:
    meetings = Meeting.objects.visible_to(user).between(today - relativedelta(years=YEARS), None)
    series = dict(meetings.order_by().values_list("pk", "series"))
    items = AgendaItem.objects.visible_to(user).live().order_by()
    found: dict[tuple[UUID, UUID], set[UUID]] = {}
    for meeting, theme in items.exclude(themes=None).values_list("meeting", "themes").iterator():
        if meeting in series:
            found.setdefault((series[meeting], theme), set()).add(meeting)
    return {key: len(held) for key, held in found.items()}


def _blank(user: Any, today: date) -> list[str]:
    there = {theme for _series, theme in _covered(user, today)}
    leaves = Theme.objects.visible_to(user).exclude(parent=None).values_list("pk", flat=True)
    return sorted(str(pk) for pk in leaves if pk not in there)


def _proposed(user: Any) -> tuple[int, int, int]:
    decided = set(Decision.objects.visible_to(user).live().exclude(item=None).values_list("item", flat=True))
    put = adopted = in_decision = 0
    for row in AgendaItem.objects.visible_to(user).live().only("proposed_by", "fate").iterator():
        if row.proposed_by == AgendaItem.Proposer.JAPAN and row.fate != AgendaItem.Fate.IDEA:
            put += 1
            adopted += row.fate == AgendaItem.Fate.ADOPTED
            in_decision += row.fate == AgendaItem.Fate.ADOPTED and row.pk in decided
    return put, adopted, in_decision
