"""The hours of a meeting where it takes place, and where the reader is. Without hours nothing is converted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
        return Hours(span(meeting.start_time, meeting.end_time), place)
    reader_place = zone_place(user.time_zone, get_language() or "ja")
    reader = _elsewhere(meeting, start.astimezone(here), here)
    return Hours(span(meeting.start_time, meeting.end_time), place, reader, reader_place)


def span(start: time, end: time | None) -> str:
    return f"{start:%H:%M}–{end:%H:%M}" if end else f"{start:%H:%M}–"


def _elsewhere(meeting: Meeting, start: datetime, here: ZoneInfo) -> str:
    """The first day's hours; the day is named where it is another one than at the venue."""
    first = f"{written(start.date())} " if start.date() != meeting.start_date else ""
    if meeting.end_time is None:
        return f"{first}{start:%H:%M}–"
    # The hours are those of each day; only a meeting of one night may end on another day than it began.
    last_day = meeting.start_date if meeting.end_time > meeting.start_time else meeting.last_date
    end = datetime.combine(last_day, meeting.end_time, meeting.zone).astimezone(here)
    following = _("翌日 ") if end.date() > start.date() else ""
    return f"{first}{start:%H:%M}–{following}{end:%H:%M}"


@lru_cache(maxsize=512)
def zone_place(zone: str, language: str) -> str:
    """The city a zone is named after, in the reader's language."""
    return get_timezone_location(ZoneInfo(zone), locale=language[:2], return_city=True)
