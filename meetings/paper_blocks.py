"""What stands on the paper of an agenda, in the paper's language: its facts, the programme, the positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts import handouts
from accounts.handling import Handling
from diplomacy.papers import Facts, Heading, Paper, Paragraph, Table, on_paper, prose
from diplomacy.papers.model import Block
from diplomacy.ui.titles import enumerated, local
from meetings.local_times import span, zone_place
from meetings.models import Meeting, Participant, Position
from meetings.outline import Outline, Row
from meetings.participants.paper import participant_blocks

if TYPE_CHECKING:
    from accounts.models import User
    from meetings.papers import Wish

WIDTHS = (1.1, 1.2, 6.6, 1.7, 2.1, 1.9)


@dataclass(frozen=True)
class Inside:
    """What the rows of the paper come to: their highest level, the positions by their item, who sits there."""

    annotated: bool
    positions: dict[Any, Position]
    participants: list[Participant]
    level: str
    holds_shared: bool


def paper_of(meeting: Meeting, agenda: Outline, inside: Inside, wish: Wish, *, actor: User, now: datetime) -> Paper:
    title = _("%(meeting)s 対処方針") if inside.annotated else _("%(meeting)s 議事次第")
    today = timezone.localtime(now).date()
    english = get_language() == "en"
    return Paper(
        title=title % {"meeting": meeting},
        second=(meeting.title_ja if english else meeting.title_en) if meeting.title_ja and meeting.title_en else "",
        marking=str(Handling(inside.level).label),
        language=wish.language,
        date_line=on_paper(today, language=wish.language),
        author=str(meeting.lead_ministry or ""),
        blocks=[
            _facts(meeting),
            *_programme(meeting, agenda, inside),
            *participant_blocks(meeting, inside.participants, marking=_marking),
            *(_annotations(agenda, inside, meeting) if inside.annotated else []),
        ],
        notes=_notes(meeting, inside, wish, actor, now),
    )


def _facts(meeting: Meeting) -> Facts:
    language = get_language() or "ja"
    when = on_paper(meeting.start_date, meeting.end_date, meeting.date_precision, language)
    if meeting.start_time and meeting.date_precision == "day":
        place = zone_place(meeting.time_zone, language)
        hours = span(meeting.start_time, meeting.end_time)
        when += _(" %(hours)s（%(place)s時間）") % {"hours": hours, "place": place}
    where = [meeting.venue, meeting.city, str(meeting.country or ""), _("オンライン") if meeting.online else ""]
    others = enumerated(str(ministry) for ministry in meeting.concerned.all())
    rows = [
        (_("日時"), when),
        (_("場所"), " ".join(part for part in where if part)),
        (_("主担当"), str(meeting.lead_ministry or "")),
        (_("関係府省庁"), others if language == "ja" else others.replace("、", ", ")),
        (_("状態"), meeting.get_status_display()),
    ]
    return Facts([(label, value or _("未定")) for label, value in rows if value or label == _("場所")])


def _programme(meeting: Meeting, agenda: Outline, inside: Inside) -> list[Block]:
    if not agenda.rows:
        return [Paragraph(_("この文書に載せる議題はありません。"))]
    days: list[tuple[Row | None, list[Row]]] = []
    for row in agenda.rows:
        if row.day or not days:
            days.append((row if row.day else None, []))
        days[-1][1].append(row)
    blocks: list[Block] = []
    for first, rows in days:
        if first is not None and first.day is not None:
            blocks.append(Heading(_day(meeting, first.day.number), level=2))
        blocks.append(Table(_columns(), [_cells(row, meeting) for row in rows], WIDTHS, right=(3,)))
    return blocks


def _day(meeting: Meeting, number: int) -> str:
    name = _("%(n)s日目") % {"n": number}
    if meeting.start_date is None or meeting.date_precision != "day":
        return name
    return f"{name} {on_paper(meeting.start_date + timedelta(days=number - 1), language=get_language() or 'ja')}"


def _columns() -> list[str]:
    return [_("番号"), pgettext("時刻", "開始"), _("議題名"), _("時間"), _("主担当"), _("種別")]


def _cells(row: Row, meeting: Meeting) -> list[str]:
    marking = _marking(row.item, meeting)
    title = f"{row.item} [{marking}]" if marking else str(row.item)
    speaker = f"\n{row.item.speaker}" if row.item.speaker else ""
    return [row.number, row.start, title + speaker, row.length, row.lead, row.item.get_kind_display()]


def _marking(record: Any, meeting: Meeting) -> str:
    return str(record.get_handling_display()) if record.handling != meeting.handling else ""


def _annotations(agenda: Outline, inside: Inside, meeting: Meeting) -> list[Block]:
    blocks: list[Block] = [Heading(_("議題ごとの対処方針"), level=1)] if agenda.rows else []
    for row in agenda.rows:
        position = inside.positions.get(row.item.pk)
        blocks.append(
            Heading(
                f"{row.number}　{row.item}",
                level=2,
                marking=_marking(position or row.item, meeting),
                note="　".join(filter(None, _line(row, position))),
            )
        )
        blocks += _texts(position) if position else [Paragraph(_("この文書に載せる対処方針はありません。"), small=True)]
        blocks += prose(row.item.note, label=_("メモ"))
    return blocks


def _line(row: Row, position: Position | None) -> list[str]:
    state = str(Position.State(position.state).label) if position else ""
    return [row.start, row.length, row.lead, str(row.item.get_kind_display()), state]


def _texts(position: Position) -> list[Block]:
    texts = (
        (_("基本方針"), local(position.line_ja, position.line_en)),
        (_("発言要領"), local(position.points_ja, position.points_en)),
        (_("背景"), position.background),
        (_("譲れない線"), position.red_lines),
    )
    return [block for label, text in texts for block in prose(text, label=label)]


def _notes(meeting: Meeting, inside: Inside, wish: Wish, actor: User, now: datetime) -> list[str]:
    return handouts.notes(
        wish,
        inside.level,
        left_out=_("「関係者限り」の議題、対処方針、参加者は、この文書に載せていません。"),
        holds_shared=inside.holds_shared,
        maker=actor,
        now=now,
        is_sample=_("見本です。実際の会合の予定や内容を示すものではありません。") if meeting.is_sample else "",
    )
