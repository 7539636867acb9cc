"""会合を月と年で見る: which meeting stands on which day, and where on the year's lanes."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from meetings.models.series import Level

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_A_DAY = 3
SUNDAY = calendar.Calendar(firstweekday=calendar.SUNDAY)


class BadPeriod(ValueError):
    """The address names no month or year of the calendar."""


def month_named(text: str, today: date) -> date:
    """The first day of the month `2026-12`; this month where nothing is said."""
    if not text:
        return today.replace(day=1)
    year, _dash, month = text.partition("-")
    if not (len(text) == 7 and year.isdecimal() and month.isdecimal() and text.isascii()):
        raise BadPeriod(text)
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise BadPeriod(text)
    return date(int(year), int(month), 1)


def year_named(text: str, today: date) -> int:
    if not text:
        return today.year
    if not (len(text) == 4 and text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise BadPeriod(text)
    return int(text)


def months_away(month: date, step: int) -> date:
    count = month.year * 12 + month.month - 1 + step
    return date(count // 12, count % 12 + 1, 1)


def last_day(month: date) -> date:
    return months_away(month, 1) - timedelta(days=1)


@dataclass
class Day:
    date: date
    in_month: bool
    is_today: bool
    meetings: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        return self.meetings if len(self.meetings) <= MOST_A_DAY else self.meetings[: MOST_A_DAY - 1]

    @property
    def more(self) -> int:
        return len(self.meetings) - len(self.shown)


def weeks_of(month: date, lines: Iterable[dict[str, Any]], today: date) -> list[list[Day]]:
    """The month's weeks from Sunday, each day with the meetings that run on it."""
    on = defaultdict(list)
    for line in lines:
        for day in days_of(line):
            on[day].append(line)
    return [
        [Day(day, day.month == month.month, day == today, on[day]) for day in week]
        for week in SUNDAY.monthdatescalendar(month.year, month.month)
    ]


def days_of(line: dict[str, Any]) -> list[date]:
    last = line["end"] or line["start"]
    length = min((last - line["start"]).days, 31)
    return [line["start"] + timedelta(days=step) for step in range(length + 1)]


# --- The year -------------------------------------------------------------------------------------------------------

LANE_HEIGHT = 26
DISC = 24
LABEL_HEIGHT = 26
AXIS_HEIGHT = 28
# How far apart two marks of a lane must be, in percent of the width: a finger's breadth on a narrow screen.
APART = 7.0


@dataclass(frozen=True)
class Mark:
    """A meeting on the year: `x` and `width` in percent of the width, `y` in pixels."""

    line: dict[str, Any]
    x: float
    y: int
    width: float = 0.0

    @property
    def shift(self) -> float:
        """How far left of its place a disc is drawn, in pixels, so that the last day's stays in the picture."""
        return round(DISC * self.x / 100, 1)


@dataclass(frozen=True)
class Band:
    """One level with its lanes; the marks of a lane never lie on one another."""

    label: str
    y: int
    height: int
    marks: list[Mark]


def year_picture(lines: Iterable[dict[str, Any]], first: date, last: date) -> dict[str, Any]:
    """Bands by level from the leaders down, months as percent positions, the whole height in pixels."""
    days = (last - first).days + 1
    by_level = defaultdict(list)
    for line in lines:
        by_level[line["level_value"]].append(line)
    bands, y = [], AXIS_HEIGHT
    for level in Level:
        if by_level[level]:
            bands.append(_band(level.label, by_level[level], first, days, y))
            y += bands[-1].height
    return {"bands": bands, "months": _months(first, last, days), "height": y + 4}


def _months(first: date, last: date, days: int) -> list[dict[str, Any]]:
    months, month = [], first.replace(day=1)
    while month <= last:
        x = (month - first).days / days * 100
        months.append({"first": month, "number": month.month, "x": f"{x:.2f}", "middle": f"{x + 100 / 24:.2f}"})
        month = months_away(month, 1)
    return months


def _band(label: str, lines: list[dict[str, Any]], first: date, days: int, top: int) -> Band:
    ends: list[float] = []
    marks = []
    for line in sorted(lines, key=lambda line: line["start"]):
        x, width = _span(line, first, days)
        lane = next((n for n, end in enumerate(ends) if end <= x), len(ends))
        if lane == len(ends):
            ends.append(0.0)
        ends[lane] = x + max(width, APART)
        y = top + LABEL_HEIGHT + lane * LANE_HEIGHT + LANE_HEIGHT // 2
        marks.append(Mark(line, round(x, 2), y, round(min(width, 100 - x), 2)))
    return Band(str(label), top, LABEL_HEIGHT + max(len(ends), 1) * LANE_HEIGHT, marks)


def _span(line: dict[str, Any], first: date, days: int) -> tuple[float, float]:
    """Where the meeting begins, and how wide it is: nothing for one day, the whole month where no day is known."""
    begin = max(line["start"], first)
    x = (begin - first).days / days * 100
    if line["precision"] != "month":
        return x, 0.0
    end = last_day((line["end"] or line["start"]).replace(day=1))
    return x, ((end - begin).days + 1) / days * 100
