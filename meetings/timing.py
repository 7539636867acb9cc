"""When each agenda item starts, how long a day takes, and where it does not fit.

Times are local to the meeting and never converted here. They run over the rows the reader sees. A day's first item
starts when the meeting does; an item of unknown length leaves the following ones without a time until one whose
start is fixed. The items under a parent share its time: the parent takes what it says, else the sum of its children.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting

DAY_MINUTES = 24 * 60


@dataclass
class Slot:
    """`start` in minutes after midnight of the item's day. `overlap`: how far the items before reach into it.

    `overrun`: by how much its children take longer than it says itself.
    """

    start: int | None = None
    minutes: int | None = None
    overlap: int = 0
    overrun: int = 0


@dataclass
class Day:
    number: int
    opens: int | None = None
    closes: int | None = None
    planned: int = 0
    ends: int | None = None
    unknown: int = 0

    @property
    def available(self) -> int | None:
        return None if self.opens is None or self.closes is None else self.closes - self.opens

    @property
    def planned_text(self) -> str:
        return spoken(self.planned)

    @property
    def available_text(self) -> str:
        return spoken(self.available)

    @property
    def overrun_text(self) -> str:
        return spoken(self.overrun)

    @property
    def overrun(self) -> int:
        """Minutes by which what is known of the day goes beyond its end."""
        if self.available is None or self.closes is None:
            return 0
        return max(0, self.planned - self.available, (self.ends or 0) - self.closes)


@dataclass
class Timetable:
    slots: dict[UUID, Slot] = field(default_factory=dict)
    days: dict[int, Day] = field(default_factory=dict)


def timetable(meeting: Meeting, items: Sequence[AgendaItem]) -> Timetable:
    """The running times of the items, which come parents first, siblings in order."""
    children: dict[UUID | None, list[AgendaItem]] = defaultdict(list)
    for item in items:
        children[item.parent_id].append(item)
    table = Timetable()
    for item in reversed(items):
        _measure(table, item, children[item.pk])
    clocks: dict[int, int | None] = defaultdict(lambda: minutes_of(meeting.start_time))
    for item in children[None]:
        day = table.days.setdefault(item.day, _day(meeting, item.day))
        slot = table.slots[item.pk]
        day.planned += slot.minutes or 0
        day.unknown += slot.minutes is None
        clocks[item.day] = day.ends = _place(table, item, clocks[item.day], children)
    return table


def _measure(table: Timetable, item: AgendaItem, below: list[AgendaItem]) -> None:
    known = [table.slots[child.pk].minutes for child in below]
    total = sum(known) if known and None not in known else None  # type: ignore[arg-type]
    own = item.duration_minutes
    overrun = max(0, total - own) if total is not None and own is not None else 0
    table.slots[item.pk] = Slot(minutes=own if own is not None else total, overrun=overrun)


def _place(table: Timetable, item: AgendaItem, clock: int | None, children: dict) -> int | None:
    """Give the item and those below it their start; returns when it ends."""
    slot = table.slots[item.pk]
    fixed = minutes_of(item.start_time)
    if fixed is not None and clock is not None:
        slot.overlap = max(0, clock - fixed)
    slot.start = fixed if fixed is not None else clock
    inner = slot.start
    for child in children[item.pk]:
        inner = _place(table, child, inner, children)
    return None if slot.start is None or slot.minutes is None else slot.start + slot.minutes


def _day(meeting: Meeting, number: int) -> Day:
    """The hours of the meeting are those of each of its days."""
    opens, closes = minutes_of(meeting.start_time), minutes_of(meeting.end_time)
    usable = opens is not None and closes is not None and closes > opens
    return Day(number, opens, closes if usable else None)


def minutes_of(value: time | None) -> int | None:
    return None if value is None else value.hour * 60 + value.minute


def clock_face(minutes: int | None) -> str:
    """`09:30`; past midnight it goes on as 24:10, as timetables write it."""
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def spoken(minutes: int | None) -> str:
    """A length in words: 40分, 1時間, 6時間20分."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s分") % {"minutes": rest}
    if not rest:
        return _("%(hours)s時間") % {"hours": hours}
    return _("%(hours)s時間%(minutes)s分") % {"hours": hours, "minutes": rest}
