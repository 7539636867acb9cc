"""What still stands in the way of clearing a round, as its closing and the page before it ask."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from meetings import clearance
from meetings.actions.clearance_checks import unseen_by
from meetings.models import ClearanceItem, ClearanceRound

if TYPE_CHECKING:
    from accounts.models import User


def unsettled_before(round: ClearanceRound, *, actor: User, now: datetime) -> list[clearance.Standing]:
    """What is not settled, as far as its reader sees it: whoever closes all the same hands the marks of it back."""
    entries = round.entries.visible_to(actor).open().filter(position__item__deleted_at=None).with_position()
    found = unsettled_on(round, list(entries), now)
    return [standing for by_ministry in found.values() for standing in by_ministry.values()]


def unsettled_on(
    round: ClearanceRound, entries: list[ClearanceItem], now: datetime
) -> dict[UUID, dict[UUID, clearance.Standing]]:
    """By entry the ministries that are not settled; an edited position is settled with nobody."""
    blind = unseen_by([entry.position for entry in entries], [ask.ministry for ask in round.asks.all()])
    found: dict[UUID, dict[UUID, clearance.Standing]] = {}
    for (entry_id, ministry_id), standing in clearance.standings(round, entries, now=now).items():
        silent = standing.answer == clearance.Answer.CONSENT
        hidden = silent and standing.entry.position_id in blind.get(ministry_id, ())
        edited = standing.entry.position.revision != standing.entry.version.revision
        if standing.answer != clearance.Answer.OWN and (not standing.settled or hidden or edited):
            found.setdefault(entry_id, {})[ministry_id] = standing
    return found
