"""Dates as people read them: 2026年12月4日（金） in Japanese, Fri 4 December 2026 in English.

A date is as precise as it is known (`day`, `month`, `year`, `unknown`) and only its known part is shown.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def written(start: date | None, end: date | None = None, precision: str = "day", language: str = "") -> str:
    """The date or span in the reader's language; `language` serves mail, whose reader is somebody else."""
    english = (language or get_language() or "ja").startswith("en")
    if start is None or precision == "unknown":
        return "Date to be decided" if english else "日程未定"
    if end is None or end < start:
        end = start
    return _english(start, end, precision) if english else _japanese(start, end, precision)


def written_moment(moment: datetime) -> str:
    """Day and hour by the reader's clock."""
    here = timezone.localtime(moment)
    return f"{written(here.date())} {here:%H:%M}"


def _japanese(start: date, end: date, precision: str) -> str:
    if precision == "year":
        return f"{start.year}年" if start.year == end.year else f"{start.year}年–{end.year}年"
    if precision == "month":
        first = f"{start.year}年{start.month}月"
        if (start.year, start.month) == (end.year, end.month):
            return first
        return f"{first}–{_year_unless_same(start, end)}{end.month}月"
    first = f"{start.year}年{start.month}月{_day_ja(start)}"
    if start == end:
        return first
    month = "" if (start.year, start.month) == (end.year, end.month) else f"{end.month}月"
    return f"{first}–{_year_unless_same(start, end)}{month}{_day_ja(end)}"


def _day_ja(day: date) -> str:
    return f"{day.day}日（{WEEKDAYS_JA[day.weekday()]}）"


def _year_unless_same(start: date, end: date) -> str:
    return "" if start.year == end.year else f"{end.year}年"


def _english(start: date, end: date, precision: str) -> str:
    if precision == "year":
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    month = f"{MONTHS_EN[start.month - 1]} {start.year}"
    last_month = f"{MONTHS_EN[end.month - 1]} {end.year}"
    if precision == "month":
        return month if month == last_month else f"{month} – {last_month}"
    if start == end:
        return f"{_day_en(start)} {month}"
    if month == last_month:
        return f"{_day_en(start)} – {_day_en(end)} {last_month}"
    if start.year == end.year:
        month = MONTHS_EN[start.month - 1]
    return f"{_day_en(start)} {month} – {_day_en(end)} {last_month}"


def _day_en(day: date) -> str:
    return f"{WEEKDAYS_EN[day.weekday()]} {day.day}"


def distance(days: int) -> str:
    """How far off, in words: 明日, 11日後, 3日前."""
    near = {0: gettext("今日"), 1: gettext("明日"), -1: gettext("昨日")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("%(count)s日後", "%(count)s日後", days) % {"count": days}
    return ngettext("%(count)s日前", "%(count)s日前", -days) % {"count": -days}
