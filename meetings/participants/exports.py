"""Who sits at a meeting, as a file: the rows its reader sees, its handling on top, and an entry in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.handling import Handling
from accounts.reading import note_export
from diplomacy.export.sheets import FORMATS, Sheet, highest
from diplomacy.ui.dates import written
from meetings.models import Meeting, Participant
from meetings.participants.shown import delegations, participants_of

if TYPE_CHECKING:
    from accounts.models import User


def export_participants(meeting: Meeting, form: str, user: User, *, now: datetime) -> tuple[bytes, str]:
    """The file and its type. It names the meeting, so it is never below the meeting's own level."""
    found = participants_of(meeting, user)
    level = highest([meeting.handling, *(row.handling for row in found)], Handling.values)
    write, content_type = FORMATS[form]
    sheet = Sheet(
        title=_("%(meeting)s 参加者") % {"meeting": meeting},
        handling=_("取扱区分（この文書で最も高いもの）: %(level)s") % {"level": Handling(level).label},
        columns=_heads(user),
        rows=list(_rows(found, user)),
        notes=_notes(meeting, len(found), user, now),
    )
    given = {"format": form, "highest": level, "meeting": str(meeting.pk)}
    note_export(user, Participant._meta.label_lower, len(found), **given)
    return write(sheet), content_type


def _heads(user: User) -> list[str]:
    return [
        *(_("取扱区分"), pgettext("代表団", "側"), _("席次"), _("役割"), _("氏名"), _("ふりがな")),
        *(_("氏名（ローマ字）"), _("会合での役職"), _("会合での役職（英語）"), _("所属機関"), _("出欠")),
        *([_("備考")] if user.is_government else []),
        _("識別子"),
    ]


def _rows(found: list[Participant], user: User) -> Iterator[list[Any]]:
    for delegation in delegations(found):
        for card in delegation.cards:
            row, names = card.row, card.row.names
            yield [
                *(row.get_handling_display(), str(delegation.side.label), card.place, row.get_role_display()),
                *(names.name_ja, names.reading, names.name_en, row.title_ja, row.title_en, row.body),
                row.get_attendance_display(),
                *([row.note] if user.is_government else []),
                str(row.pk),
            ]


def _notes(meeting: Meeting, count: int, user: User, now: datetime) -> list[str]:
    here = timezone.localtime(now)
    return [
        _("書き出した人: %(name)s（%(body)s）")
        % {"name": user.get_full_name(), "body": user.organisation or user.get_role_display()},
        _("書き出した日時: %(moment)s") % {"moment": f"{written(here.date())} {here:%H:%M} {here.tzname()}"},
        _("件数: %(count)s件") % {"count": count},
        *([_("見本です。実際の会合の予定や内容を示すものではありません。")] if meeting.is_sample else []),
    ]
