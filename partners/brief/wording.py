"""How the lines of a brief are worded: cut to a length, dated, and with where they come from."""

from __future__ import annotations

from datetime import date
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.handouts import Reading
from diplomacy.papers import on_paper
from diplomacy.papers.eras import era_year
from diplomacy.ui.dates import MONTHS_EN
from diplomacy.ui.titles import bracketed
from partners.templatetags.sources import source_parts

# In half-width letters; a Japanese letter takes two.
LONGEST_TEXT, LONGEST_SOURCE = 200, 100


def clipped(text: str, most: int = LONGEST_TEXT) -> str:
    """On one line, and no longer than that."""
    words = " ".join(text.split())
    room = most
    for place, letter in enumerate(words):
        room -= 2 if east_asian_width(letter) in "WFA" else 1
        if room < 0:
            return f"{words[:place].rstrip()}…"
    return words


def shortened(address: str, most: int = LONGEST_SOURCE) -> str:
    """An address without its middle: whose it is, and which page."""
    if len(address) <= most:
        return address
    host, _slash, path = address.partition("/")
    room = most - len(host) - 3
    return f"{host}/…{path[-room:]}" if room > 8 else f"{address[: most - 1]}…"


def joined(*parts: Any) -> str:
    comma = ", " if get_language() == "en" else "、"
    return comma.join(str(part) for part in parts if part)


def with_facts(title: Any, *facts: Any) -> str:
    """A name, and what is known of it in brackets behind it."""
    return bracketed(clipped(str(title)), joined(*facts))


def dated(day: date | None, precision: str = "day") -> str:
    """令和8年12月4日, 4 December 2026: without the day of the week, as far as it is known."""
    if day is None or precision == "unknown":
        return ""
    if precision != "day":
        return on_paper(day, precision=precision, language=get_language() or "ja")
    if get_language() == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{era_year(day)}{day.month}月{day.day}日"


def year_of(year: int | None) -> str:
    """令和4年（2022年）: the year of a figure, in both counts."""
    if year is None:
        return ""
    return str(year) if get_language() == "en" else f"{era_year(date(year, 12, 31))}（{year}年）"


def fiscal_year(year: int | None) -> str:
    """令和5年度; named after the era of its last day but one."""
    if year is None:
        return ""
    return f"FY{year}" if get_language() == "en" else f"{era_year(date(year, 12, 31))}度"


def source_of(record: Any, reading: Reading) -> str:
    """Whose word a fact is: its reference with the day it was looked up, else the portal and who keeps the record."""
    parts = source_parts(record.source)
    if parts:
        first = shortened(parts[0].text)
        more = f" +{len(parts) - 1}" if len(parts) > 1 else ""
        checked = getattr(record, "source_date", None)
        return f"{first}{more}" + (_(" %(day)s確認") % {"day": dated(checked)} if checked else "")
    keeper = getattr(record, "owner", None) if reading.inside else None
    return _("本ポータル（%(body)s）") % {"body": keeper} if keeper else _("本ポータル")
