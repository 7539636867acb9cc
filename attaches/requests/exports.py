"""The list of meeting requests as a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.lists.files import Export
from attaches.requests.rows import COLUMNS, request_lines


def _heads() -> list[str]:
    return [
        *(_("取扱区分"), _("送信日"), _("大使館"), _("依頼先の府省"), _("依頼の種類"), _("用件")),
        *(_("面談の目的"), _("状態")),
        *(_("回答期限"), _("面談日"), _("理由"), _("識別子")),
    ]


def _cells(rows: list[dict[str, Any]], user: Any) -> list[list[Any]]:
    return [
        [
            *(line["handling_label"], line["sent"], line["embassy"], line["ministry"], line["kind"], row["subject"]),
            *(row["purpose"], line["state_label"], row["answer_by"], row["agreed_on"], row["reason"], str(row["id"])),
        ]
        for row, line in zip(rows, request_lines(rows, user), strict=True)
    ]


TITLE = gettext_lazy("面談・講演の依頼の一覧")
REQUESTS = Export(TITLE, "meeting-requests", (*COLUMNS, "purpose", "reason"), _heads, _cells)
