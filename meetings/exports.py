"""What is filtered, as a file: the rows its reader sees, its handling on top, and an entry in the audit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.reading import note_export
from diplomacy.export.sheets import FORMATS, MOST_ROWS, Sheet, highest
from diplomacy.ui.dates import written
from diplomacy.ui.titles import local
from meetings.browsing import Browsing, keys_of, with_sort_columns
from meetings.models import Meeting
from meetings.models.series import MeetingSeries
from meetings.rows import COLUMNS, meeting_lines

EXPORTED_COLUMNS = (*COLUMNS, "ordinal", "series__name_ja", "series__name_en", "series__kind")


def export_meetings(browsing: Browsing, form: str, *, now: datetime) -> tuple[bytes, str]:
    """The file and its type. Writes who exported how many rows by which filter into the audit."""
    keys = keys_of(browsing.sort)
    meetings = with_sort_columns(browsing.meetings, keys).order_by(*[key.order(False) for key in keys])
    rows = list(meetings.values(*EXPORTED_COLUMNS)[: MOST_ROWS + 1])
    cut, rows = len(rows) > MOST_ROWS, rows[:MOST_ROWS]
    level = highest((row["handling"] for row in rows), Handling.values)
    write, content_type = FORMATS[form]
    content = write(_sheet(browsing, rows, level, cut, now))
    filters = QueryDict(browsing.query)
    note_export(browsing.user, Meeting._meta.label_lower, len(rows), filters, format=form, highest=level)
    return content, content_type


def _sheet(browsing: Browsing, rows: list[dict[str, Any]], level: str, cut: bool, now: datetime) -> Sheet:
    lines = meeting_lines(rows, browsing.user)
    return Sheet(
        title=_("会合の一覧"),
        handling=_("取扱区分（この文書で最も高いもの）: %(level)s") % {"level": Handling(level).label},
        columns=_column_names(),
        rows=[_cells(row, line) for row, line in zip(rows, lines, strict=True)],
        notes=_notes(browsing, len(rows), cut, now),
    )


def _notes(browsing: Browsing, count: int, cut: bool, now: datetime) -> list[str]:
    user, here = browsing.user, timezone.localtime(now)
    notes = [
        _("書き出した人: %(name)s（%(body)s）")
        % {"name": user.get_full_name(), "body": user.organisation or user.get_role_display()},
        _("書き出した日時: %(moment)s") % {"moment": f"{written(here.date())} {here:%H:%M} {here.tzname()}"},
        _("条件: %(filter)s") % {"filter": _filter_in_words(browsing)},
        _("件数: %(count)s件") % {"count": count},
    ]
    if cut:
        notes.append(
            _("先頭の%(most)s件だけが入っています。残りは条件を狭めて書き出してください。") % {"most": MOST_ROWS}
        )
    return notes


def _filter_in_words(browsing: Browsing) -> str:
    said = [f"{chip['label']}: {chip['value']}" for chip in browsing.chips]
    return " / ".join(said) or _("なし（閲覧できるすべての会合）")


def _column_names() -> list[str]:
    return [
        _("取扱区分"),
        _("会合名"),
        _("会合名（英語）"),
        _("回次"),
        _("系列"),
        _("種別"),
        _("レベル"),
        _("日付"),
        _("開始日"),
        _("終了日"),
        _("開催地"),
        _("主担当"),
        _("状態"),
        _("議題の数"),
        _("識別子"),
    ]


def _cells(row: dict[str, Any], line: dict[str, Any]) -> list[Any]:
    """Exact days only where the day is known: the first of a month that stands for the month would mislead."""
    exact = row["date_precision"] == "day"
    return [
        line["handling_label"],
        row["title_ja"],
        row["title_en"],
        row["ordinal"],
        local(row["series__name_ja"], row["series__name_en"]),
        MeetingSeries.Kind(row["series__kind"]).label,
        line["level"],
        line["date"],
        row["start_date"] if exact else None,
        (row["end_date"] or row["start_date"]) if exact else None,
        line["place"],
        line["lead"],
        line["status"],
        line["items"],
        str(row["id"]),
    ]
