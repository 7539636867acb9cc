"""Made-up positions on the sample agendas, one session with its clearance: cleared, under way, and edited since."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from accounts.handling import Handling
from meetings.actions.position import tidy
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
from meetings.models.position import TEXTS
from partners.models import Organisation
from reminders.business_days import business_days_before

TEXTS_OF_SESSIONS = Path(__file__).parent / "position_texts"
TOKYO = ZoneInfo("Asia/Tokyo")
Kind = ClearanceReply.Kind

# Item, and what each ministry replied; who is not named has not replied.
CLOSED = {
    "日本側: 基本計画と統合戦略": {"mext": (Kind.NONE, "", ""), "meti": (Kind.NONE, "", "")},
    "AIの安全性と研究利用": {"mext": (Kind.NONE, "", ""), "meti": (Kind.NONE, "", "")},
}
OPEN = {
    "量子科学技術": {
        "meti": (
            Kind.COMMENT,
            "産業界の参加にも触れていただきたい。",
            "共同公募について、産業界の参加の在り方を含め、来年度前半に実務者で論点を整理したい。",
        ),
    },
    "研究セキュリティと研究インテグリティ": {"meti": (Kind.NONE, "", ""), "cao": (Kind.NONE, "", "")},
    "半導体の研究開発": {
        "cao": (Kind.BLOCKING, "名簿の共有範囲を、会合の前に関係府省で確認する必要がある。", ""),
    },
}
# Agreed to, and edited after that: the reply is out of date.
EDITED_IN_CLEARANCE = {
    "研究セキュリティと研究インテグリティ": {"background": "米国側の案文を受け取り、比較表を付した。（見本）"}
}
OVERDUE = {"次回高級委員会への報告事項": {"meti": (Kind.NONE, "", "")}}
EDITED_SINCE = {"AIの安全性と研究利用": {"points_ja": "- 第1回の対話は来年度前半に東京で開催できる。"}}


def add_positions(name: str, meeting: Meeting, today: date, bodies: dict[str, Organisation]) -> int:
    """Those written down in `position_texts/<name>.toml`; a coming session's go to the ministries, too."""
    file = TEXTS_OF_SESSIONS / f"{name}.toml"
    if not file.exists():
        return 0
    items = {item.title_ja: item for item in meeting.agenda_items.select_related("lead_ministry")}
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    made = {title: _add(items[title], meeting, texts) for title, texts in written.items()}
    if made.keys() >= CLOSED.keys() | OPEN.keys() | OVERDUE.keys():
        _add_rounds(meeting, made, today, bodies)
    return len(made)


def _add(item: AgendaItem, meeting: Meeting, texts: dict[str, str]) -> Position:
    return Position.objects.create(
        item=item,
        handling=Handling.GOVERNMENT,
        owner=item.lead_ministry or meeting.lead_ministry,
        revision=1,
        **{name: tidy(text) for name, text in texts.items()},
    )


def _add_rounds(meeting: Meeting, made: dict[str, Position], today: date, bodies: dict[str, Organisation]) -> None:
    asked = [bodies[slug] for slug in ("mext", "meti", "cao")]
    closed = _round(meeting, asked, _at(today, -9, 10), _at(today, -4, 17), silence_is_consent=True)
    _enter(closed, {title: made[title] for title in CLOSED}, CLOSED, bodies)
    closed.entries.update(outcome=ClearanceItem.Outcome.CLEARED)
    closed.outcome, closed.closed_at = ClearanceRound.Outcome.CLEARED, _at(today, -3, 11)
    closed.save()
    for title, texts in EDITED_SINCE.items():
        _edit(made[title], texts)
    deadline = business_days_before(today + timedelta(days=7), 2)
    under_way = _round(meeting, asked, _at(today, -2, 10), datetime.combine(deadline, time(17), TOKYO))
    _enter(under_way, {title: made[title] for title in OPEN}, OPEN, bodies)
    for title, texts in EDITED_IN_CLEARANCE.items():
        _edit(made[title], texts)
    overdue = _round(meeting, [bodies[slug] for slug in ("mext", "meti")], _at(today, -8, 10), _at(today, -2, 17))
    _enter(overdue, {title: made[title] for title in OVERDUE}, OVERDUE, bodies)


def _edit(position: Position, texts: dict[str, str]) -> None:
    for name, added in texts.items():
        setattr(position, name, f"{getattr(position, name)}\n{added}".strip())
    position.revision += 1
    position.save()


def _at(today: date, days: int, hour: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(hour), TOKYO)


def _round(
    meeting: Meeting, asked: list[Organisation], opened_at: datetime, deadline: datetime, **fields: Any
) -> ClearanceRound:
    assert meeting.lead_ministry is not None, "a sample session has its lead"
    round = ClearanceRound.objects.create(
        meeting=meeting,
        lead=meeting.lead_ministry,
        opened_at=opened_at,
        deadline=deadline,
        note="見本の協議です。",
        **fields,
    )
    ClearanceAsk.objects.bulk_create(ClearanceAsk(round=round, ministry=ministry) for ministry in asked)
    return round


def _enter(
    round: ClearanceRound, positions: dict[str, Position], replies: dict[str, dict], bodies: dict[str, Organisation]
) -> None:
    for title, position in positions.items():
        version = PositionVersion.objects.create(
            position=position,
            number=1,
            revision=position.revision,
            made_at=round.opened_at,
            **{name: getattr(position, name) for name in TEXTS},
        )
        entry = ClearanceItem.objects.create(round=round, position=position, version=version, turn=1)
        for slug, (kind, text, proposed) in replies[title].items():
            ClearanceReply.objects.create(
                entry=entry,
                ministry=bodies[slug],
                kind=kind,
                text=text,
                proposed=proposed,
                replied_at=round.opened_at + timedelta(days=1),
            )
