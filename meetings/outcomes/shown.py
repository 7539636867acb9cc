"""A meeting's decisions and actions as its page shows them to one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from accounts.models import Role, User
from meetings.models import ActionItem, Decision, Meeting
from meetings.models.outcomes import Side
from meetings.outcomes.rows import STATUS_TONES


@dataclass(frozen=True)
class DecisionCard:
    """`number` runs over what the reader sees; `item` is the number of its agenda item."""

    row: Decision
    number: int
    item: str


@dataclass(frozen=True)
class ActionCard:
    row: ActionItem
    item: str
    overdue: bool
    tone: str
    reports: bool


def decision_cards(rows: Iterable[Decision], numbers: Mapping[UUID, str]) -> list[DecisionCard]:
    return [DecisionCard(row, place, numbers.get(row.item_id, "")) for place, row in enumerate(rows, start=1)]


def action_cards(
    rows: Iterable[ActionItem], numbers: Mapping[UUID, str], meeting: Meeting, user: User, *, writes: bool
) -> list[ActionCard]:
    """Ours before theirs, what is open before what is over, then by due date."""
    today = timezone.localdate()
    cards = []
    for row in rows:
        row.meeting = meeting
        owes = user.role == Role.STAFF and row.side == Side.OURS and row.responsible_id == user.organisation_id
        overdue = row.is_overdue(today)
        tone = "error" if overdue else STATUS_TONES[ActionItem.Status(row.status)]
        cards.append(ActionCard(row, numbers.get(row.item_id, ""), overdue, tone, reports=writes or owes))
    return sorted(cards, key=lambda card: (card.row.side, not card.row.is_open))
