"""Who sits at a meeting, side by side, as its page, its paper and its file show it to one reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.reading import note_restricted_read
from meetings.models import Meeting, Participant

TONES = {
    Participant.Attendance.EXPECTED: "neutral",
    Participant.Attendance.ATTENDED: "success",
    Participant.Attendance.ABSENT: "warning",
    Participant.Attendance.SUBSTITUTED: "info",
}


@dataclass(frozen=True)
class Card:
    """`place` counts over what the reader sees, so that a gap tells nobody that somebody is hidden."""

    row: Participant
    place: int

    @property
    def tone(self) -> str:
        return TONES[Participant.Attendance(self.row.attendance)]


@dataclass(frozen=True)
class Delegation:
    """One side in its order of precedence."""

    side: Participant.Side
    cards: list[Card]

    @property
    def has_head(self) -> bool:
        return any(card.row.role == Participant.Role.HEAD for card in self.cards)


def participants_of(meeting: Meeting, user: User) -> list[Participant]:
    """The rows of a meeting that the person sees, in order; restricted ones are noted as read."""
    rows = list(Participant.objects.in_visible(meeting, user).live().with_names().in_order())
    note_restricted_read(user, *rows, *(row.person for row in rows if row.person))
    return rows


def delegations(rows: Iterable[Participant]) -> list[Delegation]:
    """Ours, theirs, the others; a side nobody sits on is there too."""
    sides: dict[str, list[Participant]] = {side.value: [] for side in Participant.Side}
    for row in rows:
        sides[row.side].append(row)
    return [
        Delegation(side, [Card(row, place) for place, row in enumerate(sides[side.value], start=1)])
        for side in Participant.Side
    ]
