"""Who sits at a meeting, on paper: a table for each side, in the order of precedence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from diplomacy.papers import Heading, Table
from diplomacy.papers.model import Block
from diplomacy.ui.titles import local
from meetings.models import Meeting, Participant
from meetings.participants.shown import Card, delegations

WIDTHS = (1.1, 2.2, 5.0, 6.3)
UNUSUAL = {Participant.Attendance.ABSENT, Participant.Attendance.SUBSTITUTED}


def participant_blocks(
    meeting: Meeting, rows: list[Participant], *, marking: Callable[[Any, Meeting], str]
) -> list[Block]:
    """`marking` says how a row is marked that goes less far than its meeting, or further."""
    if not rows:
        return []
    blocks: list[Block] = [Heading(_("参加者"), level=1)]
    columns = [_("席次"), _("役割"), _("氏名"), _("役職・所属")]
    for delegation in delegations(rows):
        if delegation.cards:
            cells = [_cells(card, marking(card.row, meeting)) for card in delegation.cards]
            blocks.append(Heading(str(delegation.side.label), level=2))
            blocks.append(Table(columns, cells, WIDTHS, right=(0,)))
    return blocks


def _cells(card: Card, marking: str) -> list[str]:
    row = card.row
    name = f"{row} [{marking}]" if marking else str(row)
    if row.attendance in UNUSUAL:
        name = f"{name}\n{row.get_attendance_display()}"
    post = "\n".join(filter(None, [local(row.title_ja, row.title_en), row.body]))
    return [str(card.place), row.get_role_display(), name, post]
