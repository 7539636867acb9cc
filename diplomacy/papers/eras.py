"""Dates as they stand on a ministry's paper: 令和8年12月4日（金） in Japanese, 4 December 2026 in English."""

from __future__ import annotations

import re
from datetime import date

from diplomacy.ui.dates import written

# First day of each era, newest first; days before them keep the western year.
ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))
WESTERN_YEAR = re.compile(r"(\d{4})年")


def era_year(day: date) -> str:
    """令和8年, 令和元年; the western year before 昭和."""
    for first, name in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"{name}{'元' if number == 1 else number}年"
    return f"{day.year}年"


def on_paper(start: date | None, end: date | None = None, precision: str = "day", language: str = "ja") -> str:
    """The date or span, as precise as it is known, in the paper's language."""
    text = written(start, end, precision, language)
    if language != "ja" or start is None:
        return text
    years = iter((start, end or start))
    return WESTERN_YEAR.sub(lambda _found: era_year(next(years)), text, count=2)
