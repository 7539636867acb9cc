"""The list of meetings as a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lists.files import Export
from diplomacy.ui.titles import local
from meetings.models.series import MeetingSeries
from meetings.rows import COLUMNS, meeting_lines


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


def _cells_of(row: dict[str, Any], line: dict[str, Any]) -> list[Any]:
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


def _cells(rows: list[dict[str, Any]], user: Any) -> list[list[Any]]:
    return [_cells_of(row, line) for row, line in zip(rows, meeting_lines(rows, user), strict=True)]


MEETINGS = Export(
    gettext_lazy("会合の一覧"),
    "meetings",
    (*COLUMNS, "ordinal", "series__name_ja", "series__name_en", "series__kind"),
    _column_names,
    _cells,
)
