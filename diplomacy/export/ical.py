"""iCalendar (RFC 5545) as text: events in, one calendar out. Knows nothing of meetings.

One event as a message to one person is iTIP (RFC 5546); nobody learns from it who else is invited.

Written out by hand because a feed is read every few minutes by every calendar of every person; the zones, which
are hard, come from `icalendar` and are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Timezone

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
COORDINATED = {"UTC", "Etc/UTC"}


@dataclass(slots=True)
class Event:
    """One entry. Without `start_time` it lasts whole days, `last_date` included, and is converted nowhere."""

    uid: str
    sequence: int
    changed_at: datetime
    status: str
    summary: str
    start_date: date
    last_date: date
    start_time: time | None
    end_time: time | None
    zone: str
    location: str = ""
    url: str = ""


@dataclass(frozen=True)
class Party:
    """Who invites or is invited. `status` is the PARTSTAT of the invited; `asked`: whether an answer is wanted."""

    email: str
    name: str = ""
    status: str = ""
    asked: bool = False


def message(method: str, event: Event, *, organiser: Party, attendee: Party, note: str = "") -> bytes:
    """A REQUEST or a CANCEL to one attendee: nobody learns from it who else is invited."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//diplomacy-portal//calendar//JA", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    for zone, first, last in _zones([event]):
        lines += _zone_lines(zone, first, last)
    *body, end = _event_lines(event)
    lines += [*body, *_folded(f"ORGANIZER{_cn(organiser)}:mailto:{organiser.email}")]
    answer = f";PARTSTAT={attendee.status};RSVP={'TRUE' if attendee.asked else 'FALSE'}"
    lines += _folded(f"ATTENDEE{_cn(attendee)};ROLE=REQ-PARTICIPANT{answer}:mailto:{attendee.email}")
    if note:
        lines += _folded(f"DESCRIPTION:{note.translate(ESCAPED)}")
    lines += [end, "END:VCALENDAR"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _cn(party: Party) -> str:
    """A quoted parameter holds anything but quotes and control characters."""
    name = "".join(letter for letter in party.name if letter != '"' and letter.isprintable())
    return f';CN="{name}"' if name else ""


def calendar(name: str, events: Iterable[Event]) -> bytes:
    events = list(events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//diplomacy-portal//calendar//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *_folded(f"X-WR-CALNAME:{name.translate(ESCAPED)}"),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for zone, first, last in _zones(events):
        lines += _zone_lines(zone, first, last)
    for event in events:
        lines += _event_lines(event)
    lines.append("END:VCALENDAR")
    return ("\r\n".join(lines) + "\r\n").encode()


def _event_lines(event: Event) -> list[str]:
    changed = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        *_moments(event),
        f"STATUS:{event.status}",
        *_folded(f"SUMMARY:{event.summary.translate(ESCAPED)}"),
    ]
    if event.location:
        lines += _folded(f"LOCATION:{event.location.translate(ESCAPED)}")
    if event.url:
        lines += _folded(f"URL:{event.url}")
    lines.append("END:VEVENT")
    return lines


def _moments(event: Event) -> Iterator[str]:
    """DTEND is the first day, or the first moment, no longer part of the event."""
    if event.start_time is None:
        yield f"DTSTART;VALUE=DATE:{event.start_date:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.last_date + timedelta(days=1):%Y%m%d}"
        return
    yield _local("DTSTART", event.zone, datetime.combine(event.start_date, event.start_time))
    if event.end_time is not None:
        yield _local("DTEND", event.zone, datetime.combine(event.last_date, event.end_time))
    elif event.last_date > event.start_date:
        yield _local("DTEND", event.zone, datetime.combine(event.last_date + timedelta(days=1), time()))


def _local(name: str, zone: str, moment: datetime) -> str:
    text = moment.strftime("%Y%m%dT%H%M%S")
    return f"{name}:{text}Z" if zone in COORDINATED else f"{name};TZID={zone}:{text}"


def _zones(events: list[Event]) -> list[tuple[str, int, int]]:
    """Each zone used, with the decades its events lie in, so that few definitions serve all feeds."""
    years: dict[str, list[int]] = {}
    for event in events:
        if event.start_time is not None and event.zone not in COORDINATED:
            years.setdefault(event.zone, []).extend((event.start_date.year, event.last_date.year))
    return [(zone, min(span) // 10 * 10, max(span) // 10 * 10 + 10) for zone, span in sorted(years.items())]


@lru_cache(maxsize=500)
def _zone_lines(zone: str, first_year: int, last_year: int) -> list[str]:
    definition = Timezone.from_tzid(zone, first_date=date(first_year, 1, 1), last_date=date(last_year, 1, 1))
    return definition.to_ical().decode().rstrip("\r\n").split("\r\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets; the further ones begin with a space. No character is cut."""
    if len(line) <= LONGEST_LINE and (line.isascii() or len(line.encode()) <= LONGEST_LINE):
        return [line]
    pieces, piece, octets = [], "", 0
    for character in line:
        width = len(character.encode())
        if octets + width > LONGEST_LINE:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += character
        octets += width
    return [*pieces, piece]
