"""What a sample session is, and how its agenda is written down."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting
from partners.models import DatePrecision

AGENDAS = Path(__file__).parent / "agendas"
INDENT = 2
HOLIDAY_SEASON = {(12, 28), (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3), (1, 4)}


@dataclass(frozen=True)
class Session:
    """A made-up session of a real series, `in_days` days from the day of loading (negative: just held).

    Its agenda is the outline `agendas/<name>.txt`, where the name is the series', or that of `variant` behind it: an
    earlier session of the same series.
    """

    series: str
    in_days: int
    variant: str = ""
    days: int = 1
    precision: str = DatePrecision.DAY
    starts: time | None = None
    ends: time | None = None
    zone: str = "Asia/Tokyo"
    city: str = ""
    country: str = ""
    venue: str = ""
    online: bool = False
    status: str = Meeting.Status.TENTATIVE
    lead: str = ""
    concerned: tuple[str, ...] = ()
    handling: str = Handling.GOVERNMENT
    shared_with: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.series}-{self.variant}" if self.variant else self.series

    def dates(self, today: date) -> tuple[date, date | None]:
        """First and last day: working days; the first of the month where only the month is known."""
        day = today + timedelta(days=self.in_days)
        if self.precision == DatePrecision.MONTH:
            return day.replace(day=1), None
        step = timedelta(days=1 if self.in_days > 0 else -1)
        while any(_is_free(day + timedelta(days=n)) for n in range(self.days)):
            day += step
        return day, day + timedelta(days=self.days - 1)


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or (day.month, day.day) in HOLIDAY_SEASON


@dataclass
class Line:
    """An item of an outline."""

    level: int
    day: int
    minutes: int | None
    kind: str
    ministry: str
    title_ja: str
    title_en: str
    themes: list[str] = field(default_factory=list)
    proposed_by: str = ""
    proposer: str = ""
    fate: str = ""
    speaker: str = ""
    handling: str = ""


def outline(name: str) -> list[Line]:
    """A session's agenda, written a line per item and two spaces per level:

    `minutes kind ministry | Japanese | English | themes | origin | speaker | handling`

    Minutes and ministry may be `-`; trailing parts may be left out; the origin is `japan:adopted`, `host:host_draft`
    or `FR:proposed`; a line `= 2` begins the second day. An item is handled as its meeting unless told otherwise.
    """
    lines, day = [], 1
    for raw in (AGENDAS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if raw.strip().startswith("="):
            day = int(raw.strip(" ="))
        elif raw.strip():
            lines.append(_line(raw, day))
    return lines


def _line(raw: str, day: int) -> Line:
    level = (len(raw) - len(raw.lstrip(" "))) // INDENT
    parts = [part.strip() for part in raw.split("|")]
    head, title_ja, title_en, themes, origin, speaker, handling = [*parts, "", "", "", ""][:7]
    minutes, kind, ministry = head.split()
    who, _colon, fate = origin.partition(":")
    proposed_by = who if who in AgendaItem.Proposer.values else AgendaItem.Proposer.PARTNER
    return Line(
        level=level,
        day=day,
        minutes=None if minutes == "-" else int(minutes),
        kind=kind,
        ministry="" if ministry == "-" else ministry,
        title_ja=title_ja,
        title_en=title_en,
        themes=[theme.strip() for theme in themes.split(",") if theme.strip()],
        proposed_by=proposed_by,
        proposer=who if proposed_by == AgendaItem.Proposer.PARTNER else "",
        fate=fate,
        speaker=speaker,
        handling=handling,
    )
