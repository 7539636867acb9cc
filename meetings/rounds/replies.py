"""Who said what about one entry, ministry by ministry: where it stands, its words, and what it said before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meetings.clearance import Answer, standings
from meetings.comparing import Piece, compared
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, PositionVersion
from meetings.rounds.matrix import TONES
from partners.models import Organisation


@dataclass
class Said:
    """One reply in words; the proposed wording stands against the line to take it was proposed for."""

    reply: ClearanceReply
    version: PositionVersion
    pieces: list[Piece]


@dataclass
class Ministry:
    """`number` is its place among those asked, which the matrix links to."""

    number: int
    ministry: Organisation
    answer: Answer
    now: Said | None
    before: list[Said] = field(default_factory=list)

    @property
    def tone(self) -> str:
        return TONES[self.answer] or "neutral"


def said_about(round: ClearanceRound, entry: ClearanceItem, *, now: datetime) -> list[Ministry]:
    """Of this entry and of the versions circulated before it in the same round."""
    found = standings(round, [entry], now=now)
    rows = ClearanceReply.objects.filter(entry__round=round, entry__position=entry.position_id)
    rows = rows.select_related("entry__version", "replied_by__organisation")
    by_ministry: dict[UUID, list[Said]] = defaultdict(list)
    for reply in rows.order_by("-entry__turn", "-version"):
        by_ministry[reply.ministry_id].append(_said(reply))
    result = []
    for number, ask in enumerate(round.asks.all(), start=1):
        said = by_ministry[ask.ministry_id]
        live = next((one for one in said if one.reply.entry_id == entry.pk and not one.reply.replaced_at), None)
        before = [one for one in said if one is not live]
        result.append(Ministry(number, ask.ministry, found[entry.pk, ask.ministry_id].answer, live, before))
    return result


def _said(reply: ClearanceReply) -> Said:
    version = reply.entry.version
    pieces = compared(version.line_ja, reply.proposed) if reply.proposed else []
    return Said(reply, version, pieces)
