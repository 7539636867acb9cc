"""How a series runs: its sessions as its reader sees them, and when the next would be if it kept its rhythm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count

from diplomacy.ui.dates import written
from meetings.models import Meeting


@dataclass(frozen=True)
class Estimate:
    """Never shown as a date that somebody set. `overdue`: the rhythm has already been missed."""

    text: str
    overdue: bool


@dataclass(frozen=True)
class Course:
    """What a reader sees of a series over time; rows are dicts of id and dates, None where there is none."""

    sessions: int = 0
    last: dict[str, Any] | None = None
    next: dict[str, Any] | None = None

    @property
    def last_text(self) -> str:
        return _date_of(self.last)

    @property
    def next_text(self) -> str:
        return _date_of(self.next)


DATES = ("series", "id", "start_date", "end_date", "date_precision")


def courses(series_ids: list[Any], user: Any, today: date) -> dict[Any, Course]:
    """The course of each of the series, over the meetings the reader may see, in three queries."""
    visible = Meeting.objects.visible_to(user).filter(series__in=series_ids)
    counted = dict(visible.order_by().values_list("series").annotate(Count("pk")))
    last = {row["series"]: row for row in visible.last_of_each_series(today).values(*DATES)}
    following = {row["series"]: row for row in visible.next_of_each_series(today).values(*DATES)}
    return {pk: Course(counted.get(pk, 0), last.get(pk), following.get(pk)) for pk in series_ids}


def next_by_cadence(course: Course, cadence_months: int | None, today: date) -> Estimate | None:
    """Where the rhythm points to after the last session; None where a next one is known, or no rhythm is."""
    if course.next or not course.last or not cadence_months:
        return None
    month = (course.last["start_date"] + relativedelta(months=cadence_months)).replace(day=1)
    by_year = course.last["date_precision"] == "year"
    now = today.replace(month=1, day=1) if by_year else today.replace(day=1)
    return Estimate(written(month, precision="year" if by_year else "month"), overdue=month < now)


def _date_of(row: dict[str, Any] | None) -> str:
    return written(row["start_date"], row["end_date"], row["date_precision"]) if row else ""
