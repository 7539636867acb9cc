"""Clearances as files: the list of rounds, and a round's matrix, a row for each position and ministry with its reply.

Both are noted in the audit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handling
from accounts.lists.files import Export
from accounts.reading import note_export
from diplomacy.export.sheets import FORMATS, Sheet, highest
from diplomacy.ui.dates import written
from meetings.models import ClearanceReply, ClearanceRound
from meetings.rounds.deadlines import deadline_text
from meetings.rounds.matrix import Matrix
from meetings.rounds.register import COLUMNS, round_lines

if TYPE_CHECKING:
    from accounts.models import User


def export_matrix(round: ClearanceRound, table: Matrix, form: str, user: User, *, now: datetime) -> tuple[bytes, str]:
    """The file and its type. Never below the meeting's own level, and at least for the government alone."""
    levels = [Handling.GOVERNMENT.value, round.meeting.handling, *(row.entry.handling for row in table.rows)]
    level = highest(levels, Handling.values)
    rows = list(_rows(table))
    write, content_type = FORMATS[form]
    sheet = Sheet(
        title=f"{round.meeting} {round}",
        handling=_("取扱区分（この文書で最も高いもの）: %(level)s") % {"level": Handling(level).label},
        columns=[
            *(_("番号"), _("議題"), _("版"), _("府省"), _("回答")),
            *(_("意見"), _("修文案"), _("回答日時"), _("回答者")),
        ],
        rows=rows,
        notes=_notes(round, user, now),
    )
    note_export(user, ClearanceRound._meta.label_lower, len(rows), format=form, highest=level, round=str(round.pk))
    return write(sheet), content_type


def _rows(table: Matrix) -> Iterator[list[Any]]:
    replies = _live([row.entry.pk for row in table.rows])
    for row in table.rows:
        for column in table.columns:
            answer = table.found[row.entry.pk, column.pk]
            reply = replies.get((row.entry.pk, column.pk))
            said = [reply.text, reply.proposed, _moment(reply.replied_at), str(reply.replied_by or "")] if reply else []
            shared = [row.number, row.title, row.entry.version, column.name, str(answer.label)]
            yield [*shared, *(said or ["", "", "", ""])]


def _live(entries: list[UUID]) -> dict[tuple[UUID, UUID], ClearanceReply]:
    rows = ClearanceReply.objects.live().filter(entry__in=entries).select_related("replied_by")
    return {(reply.entry_id, reply.ministry_id): reply for reply in rows}


def _notes(round: ClearanceRound, user: User, now: datetime) -> list[str]:
    return [
        _("書き出した人: %(name)s（%(body)s）")
        % {"name": user.get_full_name(), "body": user.organisation or user.get_role_display()},
        _("書き出した日時: %(moment)s") % {"moment": _moment(now)},
        _("協議元: %(lead)s") % {"lead": round.lead},
        _("回答期限: %(deadline)s") % {"deadline": deadline_text(round.deadline, round.deadline_zone, user)},
        _("結果: %(outcome)s") % {"outcome": round.get_outcome_display()},
    ]


def _moment(moment: datetime) -> str:
    here = timezone.localtime(moment)
    return f"{written(here.date())} {here:%H:%M} {here.tzname()}"


def _list_heads() -> list[str]:
    return [
        *(_("取扱区分"), _("会合"), _("協議"), _("協議元"), _("状態"), _("回答期限")),
        *(_("対処方針"), _("府省"), _("未回答"), _("協議終了"), _("識別子")),
    ]


def _list_cells(rows: list[dict[str, Any]], user: Any) -> list[list[Any]]:
    """A row may have gone since it was listed."""
    levels = {row["id"]: Handling(row["handling"]).label for row in rows}
    return [
        [
            *(str(levels[line.round.pk]), str(line.round.meeting), str(line.round), str(line.round.lead)),
            *(str(line.round.get_outcome_display()), line.deadline, line.entries, line.asked, "・".join(line.silent)),
            *(_moment(line.round.closed_at) if line.round.closed_at else "", str(line.round.pk)),
        ]
        for line in round_lines(rows, user)
    ]


ROUNDS = Export(gettext_lazy("協議の一覧"), "clearances", COLUMNS, _list_heads, _list_cells)
