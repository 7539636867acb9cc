"""The registers as files."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.lists.files import Export
from meetings.outcomes.rows import ACTION_COLUMNS, DECISION_COLUMNS, action_lines, decision_lines

Row = dict[str, Any]


def _action_heads() -> list[str]:
    return [
        *(
            _("取扱区分"),
            _("期限"),
            _("期限日"),
            _("状態"),
            _("側"),
            pgettext("行動", "担当"),
            _("行動"),
            _("行動（英語）"),
        ),
        *(_("詳細"), _("結果"), _("結果の日付"), _("会合"), _("会合の日付"), _("識別子")),
    ]


def _action_cells(rows: list[Row], user: Any) -> list[list[Any]]:
    """An exact day only where the day is known."""
    return [
        [
            *(line["handling_label"], line["due"], row["due_on"] if row["due_precision"] == "day" else None),
            *(line["status"], line["side"], line["owner"], row["title_ja"], row["title_en"]),
            *(row["detail"], row["result"], row["result_on"], line["meeting"], line["meeting_date"], str(row["id"])),
        ]
        for row, line in zip(rows, action_lines(rows, user), strict=True)
    ]


def _decision_heads() -> list[str]:
    return [
        *(_("取扱区分"), _("決定の内容"), _("決定の内容（英語）")),
        *(_("会合"), _("会合の日付"), _("識別子")),
    ]


def _decision_cells(rows: list[Row], user: Any) -> list[list[Any]]:
    return [
        [
            *(line["handling_label"], row["text_ja"], row["text_en"]),
            *(line["meeting"], line["meeting_date"], str(row["id"])),
        ]
        for row, line in zip(rows, decision_lines(rows, user), strict=True)
    ]


ACTIONS = Export(
    gettext_lazy("行動の一覧"),
    "actions",
    (*ACTION_COLUMNS, "detail", "result", "result_on"),
    _action_heads,
    _action_cells,
)
DECISIONS = Export(gettext_lazy("決定の一覧"), "decisions", DECISION_COLUMNS, _decision_heads, _decision_cells)
