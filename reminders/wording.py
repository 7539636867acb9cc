"""Dates and times as messages say them: the place's own, with the zone named, and the reader's where it differs."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, gettext_lazy

from diplomacy.ui import dates
from reminders.models import Notification
from reminders.subjects import Card, moment_of

# Of what is due: nothing is held.
DUE_WORDS = {Notification.Kind.AHEAD: gettext_lazy("期限のお知らせ")}


def zone_name(moment: datetime) -> str:
    """JST, CET; where a zone has no letters of its own, UTC+4."""
    name = moment.tzname() or ""
    if name[:1] not in "+-":
        return name
    hours, minutes = name[1:3].lstrip("0") or "0", name[3:5].strip("0")
    return f"UTC{name[0]}{hours}" + (f":{name[3:5]}" if minutes else "")


def moment_text(moment: datetime) -> str:
    """2026年12月4日（金）09:30 JST."""
    comma = ", " if get_language() == "en" else ""
    return f"{dates.written(moment.date())}{comma}{moment:%H:%M} {zone_name(moment)}"


def when_text(
    on_date: date | None,
    end_date: date | None,
    precision: str,
    at_time: time | None,
    zone: str,
    *,
    reader_zone: str,
) -> str:
    """A date without a time is never converted; a time is told in both zones where they differ."""
    if on_date is None or at_time is None or precision != "day":
        return dates.written(on_date, end_date, precision)
    there = moment_of(on_date, at_time, zone)
    here = there.astimezone(ZoneInfo(reader_zone))
    if here.utcoffset() == there.utcoffset():
        return moment_text(there)
    return gettext("%(there)s（あなたの時間帯では %(here)s）") % {
        "there": moment_text(there),
        "here": moment_text(here),
    }


def card_when(card: Card, *, reader_zone: str) -> str:
    """Empty where the thing has no date at all."""
    if not card.precision:
        return ""
    return when_text(card.on_date, card.end_date, card.precision, card.at_time, card.zone, reader_zone=reader_zone)


def before_text(row: Notification, *, reader_zone: str) -> str:
    """What held before a change of date or hour; empty where the message tells of something else."""
    if row.kind not in {Notification.Kind.MOVED, Notification.Kind.RETIMED} or not row.before:
        return ""
    day, hour = row.before["on_date"], row.before["at_time"]
    return when_text(
        date.fromisoformat(day) if day else None,
        None,
        row.before["precision"],
        time.fromisoformat(hour) if hour else None,
        row.before["zone"],
        reader_zone=reader_zone,
    )
