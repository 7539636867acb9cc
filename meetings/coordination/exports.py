from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lists.files import Export
from meetings.coordination.register import COLUMNS, case_lines


def _heads() -> list[str]:
    return [
        *(_("取扱区分"), _("提起した日"), _("件名"), _("件名（英語）"), _("本部（司令塔）"), _("主担当府省")),
        *(_("状態"), _("次の一手"), _("期限"), _("完了した日"), _("識別子")),
    ]


def _cells(rows: list[dict[str, Any]], user: Any) -> list[list[Any]]:
    return [
        [
            *(line["handling_label"], row["raised_on"], row["subject_ja"], row["subject_en"], line["headquarters"]),
            *(line["lead"], line["state"], row["next_step"], row["due_on"], row["closed_on"], str(row["id"])),
        ]
        for row, line in zip(rows, case_lines(rows, user), strict=True)
    ]


CASES = Export(gettext_lazy("司令塔連携の一覧"), "coordination", COLUMNS, _heads, _cells)
