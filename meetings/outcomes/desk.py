"""What actions put on the desk of the home page: what is late or soon due, with the button to write its result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Role
from diplomacy.ui.desk import Provider, Urgency, Waiting
from meetings.models import ActionItem
from meetings.models.outcomes import Side
from meetings.outcomes.rows import ACTION_COLUMNS, action_lines

DUE_WITHIN = 14
PRESSING_WITHIN = 3
MOST_WAITING = 50


class OutcomeDesk(Provider):
    name = "outcomes"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        """For staff: what their ministry owes, and what the other side owes at the meetings that it leads."""
        if user.role != Role.STAFF:
            return []
        ours = Q(side=Side.OURS, responsible=user.organisation_id)
        theirs = Q(side=Side.THEIRS, meeting__lead_ministry=user.organisation_id)
        actions = ActionItem.objects.visible_to(user).open().filter(ours | theirs)
        pressing = actions.filter(due_by__lte=today + timedelta(days=DUE_WITHIN)).order_by("due_by", "id")
        rows = list(pressing.values(*ACTION_COLUMNS)[:MOST_WAITING])
        return [_waiting(row, line, today) for row, line in zip(rows, action_lines(rows, user), strict=True)]


def _waiting(row: dict[str, Any], line: dict[str, Any], today: date) -> Waiting:
    if line["overdue"]:
        what = _("行動が期限超過") if row["side"] == Side.OURS else _("相手側の行動が期限超過")
    else:
        what = _("行動の期限が近い") if row["side"] == Side.OURS else _("相手側の行動の期限が近い")
    return Waiting(
        urgency=Urgency.NOW if (row["due_by"] - today).days <= PRESSING_WITHIN else Urgency.SOON,
        due=row["due_by"],
        what=what,
        title=line["title"],
        url=f"{line['url']}#result",
        action=_("結果を書く"),
        detail=" · ".join(filter(None, [line["due"], line["until"], line["owner"], line["meeting"]])),
        handling=line["handling"],
        handling_label=line["handling_label"],
        sample=line["sample"],
    )
