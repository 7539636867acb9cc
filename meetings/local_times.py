"""The hours of a meeting where it takes place, and where the reader is. Without hours nothing is converted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils.translation import get_language

from diplomacy.ui.dates import written
from meetings.models import Meeting
from partners.models import DatePrecision

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Hours:
    """`reader` is empty where the reader's clock shows the same."""

    venue: str
    venue_place: str
    reader: str = ""
    reader_place: str = ""


def hours(meeting: Meeting, user: User) -> Hours | None:
    if meeting.start_time is None or meeting.start_date is None or meeting.date_precision != DatePrecision.DAY:
        return None
    here = ZoneInfo(user.time_zone)
    start = datetime.combine(meeting.start_date, meeting.start_time, meeting.zone)
    place = zone_place(meeting.time_zone, get_language() or "ja")
    if start.utcoffset() == start.astimezone(here).utcoffset():
        return Hours(_span(meeting.start_time, meeting.end_time), place)
    theirs = start.astimezone(here)
    ends = datetime.combine(meeting.last_date, meeting.end_time, meeting.zone) if meeting.end_time else None
    reader = _elsewhere(theirs, ends.astimezone(here) if ends else None, meeting.start_date)
    reader_place = zone_place(user.time_zone, get_language() or "ja")
    return Hours(_span(meeting.start_time, meeting.end_time), place, reader, reader_place)


def _span(start: time, end: time | None) -> str:
    return f"{start:%H:%M}–{end:%H:%M}" if end else f"{start:%H:%M}–"


def _elsewhere(start: datetime, end: datetime | None, venue_day: date) -> str:
    """The day is named wherever it differs from the venue's."""
    first = f"{written(start.date())} " if start.date() != venue_day else ""
    if end is None:
        return f"{first}{start:%H:%M}–"
    last = f"{written(end.date())} " if end.date() != start.date() else ""
    return f"{first}{start:%H:%M}–{last}{end:%H:%M}"


@lru_cache(maxsize=512)
def zone_place(zone: str, language: str) -> str:
    """The city a zone is named after, in the reader's language."""
    return get_timezone_location(ZoneInfo(zone), locale=language[:2], return_city=True)
