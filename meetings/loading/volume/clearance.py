"""One large clearance: 60 positions put to 20 ministries, most of which have replied."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from meetings.actions.position import tidy
from meetings.loading.volume.rows import SLUG
from meetings.models import (
    AgendaItem,
    ClearanceAsk,
    ClearanceItem,
    ClearanceReply,
    ClearanceRound,
    Meeting,
    Position,
    PositionVersion,
)
from partners.models import Organisation

if TYPE_CHECKING:
    from meetings.loading.volume.rows import Volume

MODELS = (Position, PositionVersion, ClearanceRound, ClearanceAsk, ClearanceItem, ClearanceReply)
CLEARANCE = f"{SLUG}clearance"
POSITIONS, MINISTRIES = 60, 20
LINE = tidy("前回の合意を着実に進め、次の段階として実務者による検討を提案する。")
Kind = ClearanceReply.Kind
KINDS = [Kind.NONE] * 7 + [Kind.COMMENT, Kind.BLOCKING, None]


def add_round(volume: Volume) -> None:
    """On a meeting of its own, led by the ministry that leads the meeting with 50 items."""
    bench = Meeting.objects.get(pk=volume.meetings[0]["id"])
    meeting = Meeting.objects.create(
        id=uuid5(NAMESPACE_URL, CLEARANCE),
        slug=CLEARANCE,
        series=bench.series,
        title_ja="各省協議の大きい会合",
        start_date=bench.start_date,
        lead_ministry=bench.lead_ministry,
        owner=bench.lead_ministry,
    )
    asked = list(Organisation.objects.exclude(pk=meeting.lead_ministry_id).filter(country__slug="JP")[:MINISTRIES])
    round = ClearanceRound.objects.create(
        meeting=meeting, lead=bench.lead_ministry, opened_at=volume.now, deadline=volume.now + timedelta(days=30)
    )
    ClearanceAsk.objects.bulk_create(ClearanceAsk(round=round, ministry=body) for body in asked)
    entries = _entries(round, meeting)
    ClearanceReply.objects.bulk_create(
        ClearanceReply(entry=entry, ministry=body, kind=kind, text="確認を要する。", replied_at=volume.now)
        for row, entry in enumerate(entries)
        for column, body in enumerate(asked)
        if (kind := KINDS[(row * 3 + column) % len(KINDS)])
    )


def _entries(round: ClearanceRound, meeting: Meeting) -> list[ClearanceItem]:
    items = AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=number, title_ja=f"協議する議題{number}", owner=meeting.owner)
        for number in range(1, POSITIONS + 1)
    )
    positions = Position.objects.bulk_create(
        Position(item=item, owner=meeting.owner, line_ja=LINE, revision=1) for item in items
    )
    versions = PositionVersion.objects.bulk_create(
        PositionVersion(position=position, number=1, revision=1, line_ja=LINE, made_at=round.opened_at)
        for position in positions
    )
    return ClearanceItem.objects.bulk_create(
        ClearanceItem(round=round, position=version.position, version=version, turn=1) for version in versions
    )
