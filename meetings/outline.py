"""The agenda as one reader sees it: the tree laid out row by row, with numbers and running times."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import get_language

from diplomacy.ui.dates import written
from meetings.models import AgendaItem, Meeting
from meetings.numbering import numbers
from meetings.timing import Day, Slot, clock_face, spoken, timetable
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

Words = dict[str, dict[str, str]]


@dataclass
class Row:
    """One line of the table. `day` is set on the first row of each day where the agenda has several.

    `origin` says who proposed the item and what became of it, as far as that is recorded.
    """

    item: AgendaItem
    number: str
    start: str
    length: str
    lead: str
    origin: str
    slot: Slot
    day: Day | None = None
    day_label: str = ""


@dataclass
class Outline:
    """`token` changes whenever something the reader sees changes, and never because of what they do not see."""

    rows: list[Row] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    token: str = ""


def outline(meeting: Meeting, user: User) -> Outline:
    """The live items the person sees, in one query; the meeting came through its own `visible_to`."""
    return lay_out(meeting, AgendaItem.objects.in_visible(meeting, user).live().with_row())


def lay_out(meeting: Meeting, items: Iterable[AgendaItem]) -> Outline:
    ordered = in_reading_order(items)
    shown = numbers(ordered)
    table = timetable(meeting, ordered)
    result = Outline(days=[table.days[number] for number in sorted(table.days)], token=_token(meeting, ordered))
    several = len(table.days) > 1
    words = _words()
    current = None
    for item in ordered:
        slot = table.slots[item.pk]
        lead, origin = _short(item.lead_ministry), _origin(item, words)
        row = Row(item, shown[item.pk], clock_face(slot.start), spoken(slot.minutes), lead, origin, slot)
        if several and not item.ancestors and item.day != current:
            current = item.day
            row.day, row.day_label = table.days[item.day], _date_of(meeting, item.day)
        result.rows.append(row)
    return result


def in_reading_order(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Each item followed by those below it."""
    below: dict[UUID | None, list[AgendaItem]] = defaultdict(list)
    for item in items:
        below[item.parent_id].append(item)
    ordered: list[AgendaItem] = []
    waiting = sorted(below[None], key=_place, reverse=True)
    while waiting:
        item = waiting.pop()
        ordered.append(item)
        waiting += sorted(below[item.pk], key=_place, reverse=True)
    return ordered


def _place(item: AgendaItem) -> tuple[int, UUID]:
    return item.position, item.pk


def _short(ministry: Organisation | None) -> str:
    """English abbreviations are what people say (MEXT); Japanese names are short."""
    if ministry is None:
        return ""
    return (get_language() == "en" and ministry.abbreviation) or str(ministry)


def _words() -> Words:
    """The words of the choices, looked up once for all rows."""
    choices = {"proposed_by": AgendaItem.Proposer.choices, "fate": AgendaItem.Fate.choices}
    return {name: {value: str(label) for value, label in labels} for name, labels in choices.items()}


def _origin(item: AgendaItem, words: Words) -> str:
    who = str(item.proposer or "") or (item.proposed_by and words["proposed_by"][item.proposed_by])
    fate = item.fate and words["fate"][item.fate]
    return " · ".join(part for part in (who, fate) if part)


def _date_of(meeting: Meeting, day: int) -> str:
    if meeting.start_date is None or meeting.date_precision != "day":
        return ""
    return written(meeting.start_date + timedelta(days=day - 1))


def _token(meeting: Meeting, ordered: list[AgendaItem]) -> str:
    """Of versions and order as seen: positions would tell of hidden rows, so the order itself is taken."""
    state = f"{meeting.version}|" + "|".join(f"{item.pk}:{item.version}:{len(item.ancestors)}" for item in ordered)
    return hashlib.blake2s(state.encode(), digest_size=8).hexdigest()
