"""The matrix of a round: its positions in the order of the agenda × the ministries asked, as one reader sees it.

A thousand cells: everything here is made of values that come in four queries, whatever the size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_rows
from diplomacy.ui.titles import local
from meetings.clearance import SETTLED, Answer, Line, answers
from meetings.models import ClearanceItem, ClearanceRound, Position
from meetings.outline import Outline

if TYPE_CHECKING:
    from accounts.models import User

TONES = {
    Answer.OWN: "",
    Answer.NONE: "success",
    Answer.CONSENT: "success",
    Answer.COMMENT: "info",
    Answer.BLOCKING: "error",
    Answer.STALE: "warning",
    Answer.OVERDUE: "error",
    Answer.WAITING: "",
}
ENTRY_TONES = {"cleared": "success", "not_cleared": "error", "withdrawn": "neutral"}
# Where there is something to open.
SAID = {Answer.NONE, Answer.COMMENT, Answer.BLOCKING, Answer.STALE}
OPEN_TO_REPLY = {Answer.WAITING, Answer.OVERDUE}


class Entry(NamedTuple):
    """What the matrix asks of an entry, as the columns of one row."""

    pk: UUID
    position: UUID
    item: UUID
    outcome: str
    version: int
    circulated: int
    stands: int
    responsible: UUID | None
    handling: str

    @property
    def line(self) -> Line:
        outdated = not self.outcome and self.circulated != self.stands
        return Line(self.pk, self.position, self.responsible, outdated)


class Cell(NamedTuple):
    label: str
    tone: str
    href: str
    ministry: str


@dataclass
class Column:
    """A ministry: `number` is its place among those asked, `settled` of `total` entries are settled with it."""

    pk: UUID
    number: int
    name: str
    settled: int = 0
    total: int = 0


@dataclass
class Row:
    entry: Entry
    number: str
    title: str
    lead: str
    cells: list[Cell] = field(default_factory=list)
    settled: int = 0
    total: int = 0

    @property
    def outcome_label(self) -> str:
        return str(ClearanceItem.Outcome(self.entry.outcome).label) if self.entry.outcome else ""

    @property
    def outcome_tone(self) -> str:
        return ENTRY_TONES.get(self.entry.outcome, "neutral")

    @property
    def outdated(self) -> bool:
        return self.entry.line.outdated


@dataclass
class Matrix:
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    found: dict[tuple[UUID, UUID], Answer] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        return sum(row.settled for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    def waiting_for(self, ministry: UUID | None) -> list[Row]:
        """The rows that the ministry has not replied to."""
        return [row for row in self.rows if self.found.get((row.entry.pk, ministry)) in OPEN_TO_REPLY]

    @property
    def silent(self) -> list[Column]:
        """The ministries from which something is still to come."""
        return [column for column in self.columns if self.waiting_for(column.pk)]


def entries_of(round: ClearanceRound, user: User) -> list[Entry]:
    """The current entries that the reader sees; their reading is noted."""
    rows = round.entries.current().visible_to(user).order_by()
    columns = (
        *("pk", "position_id", "position__item_id", "outcome", "version__number", "version__revision"),
        *("position__revision", "responsible", "position__handling"),
    )
    responsible = Coalesce(F("position__item__lead_ministry"), F("round__meeting__lead_ministry"))
    found = [Entry(*row) for row in rows.annotate(responsible=responsible).values_list(*columns)]
    note_restricted_rows(user, Position, [(entry.position, entry.handling) for entry in found])
    return found


def matrix(round: ClearanceRound, agenda: Outline, user: User, *, now: datetime) -> Matrix:
    """The round comes `with_parties`, the agenda is what the reader sees of the meeting's."""
    by_item = {entry.item: entry for entry in entries_of(round, user)}
    rows = [
        Row(entry, line.number, local(line.item.title_ja, line.item.title_en), line.lead)
        for line in agenda.rows
        if (entry := by_item.get(line.item.pk))
    ]
    found = answers(round, [row.entry.line for row in rows], now=now)
    result = Matrix(list(_columns(round)), rows, found)
    labels = {answer: str(answer.label) for answer in Answer}
    for row in rows:
        _fill(row, result, labels, user)
    return result


def _columns(round: ClearanceRound) -> Iterator[Column]:
    english = get_language() == "en"
    for number, ask in enumerate(round.asks.all(), start=1):
        yield Column(ask.ministry_id, number, (english and ask.ministry.abbreviation) or str(ask.ministry))


def _fill(row: Row, result: Matrix, labels: dict[Answer, str], user: User) -> None:
    for column in result.columns:
        answer = result.found[row.entry.pk, column.pk]
        mine = column.pk == user.organisation_id and answer in OPEN_TO_REPLY and not row.entry.outcome
        label = _("回答する") if mine else labels[answer]
        href = f"{row.entry.pk}/#m{column.number}" if mine or answer in SAID else ""
        row.cells.append(Cell(label, TONES[answer], href, column.name))
        if answer == Answer.OWN:
            continue
        row.total += 1
        column.total += 1
        if answer in SETTLED:
            row.settled += 1
            column.settled += 1
