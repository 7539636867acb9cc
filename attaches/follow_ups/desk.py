"""What follow-ups put on the desk of the home page: what is late or soon due, with the button to write its result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import Access, admits
from attaches.follow_ups.rows import COLUMNS, Row, follow_up_lines
from attaches.models import FollowUp
from diplomacy.ui.desk import Provider, Urgency, Waiting

DUE_WITHIN = 14
PRESSING_WITHIN = 3
MOST_WAITING = 50


class FollowUpDesk(Provider):
    name = "follow_ups"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        """What the person has, and what their body has with nobody in particular."""
        if not admits(Access.NETWORK, user) or user.organisation_id is None:
            return []
        mine = Q(person=user.pk) | Q(person=None, organisation=user.organisation_id)
        found = FollowUp.objects.visible_to(user).open().filter(mine, due_on__lte=today + timedelta(days=DUE_WITHIN))
        columns = found.with_level().with_shown_person(user).order_by("due_on", "id").values(*COLUMNS)
        rows = list(columns[:MOST_WAITING])
        return [_waiting(row, line, today) for row, line in zip(rows, follow_up_lines(rows, user), strict=True)]


def _waiting(row: Row, line: Row, today: date) -> Waiting:
    return Waiting(
        urgency=Urgency.NOW if (row["due_on"] - today).days <= PRESSING_WITHIN else Urgency.SOON,
        due=row["due_on"],
        what=_("フォローアップが期限超過") if line["overdue"] else _("フォローアップの期限が近い"),
        title=line["title"],
        url=f"{line['url']}#result",
        action=_("結果を書く"),
        detail=" · ".join(filter(None, [line["due"], line["until"], line["partner"], line["person"] or line["body"]])),
        handling=line["handling"],
        handling_label=line["handling_label"],
        sample=line["sample"],
    )
