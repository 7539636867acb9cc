"""What waits for a ministry about positions: those of its items of the next weeks that nobody has written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role
from diplomacy.ui.desk import Provider, Urgency, Waiting
from diplomacy.ui.titles import local
from meetings.models import AgendaItem, Meeting, Position
from meetings.models.position import TEXTS
from meetings.rows import COLUMNS, meeting_lines

LOOKS_AHEAD = 60
NEAR, SOON = 7, 30


class PositionDesk(Provider):
    name = "positions"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        """One line a meeting, which names the item where it is only one."""
        if user.role != Role.STAFF:
            return
        missing = _unwritten(user, today)
        meetings = Meeting.objects.filter(pk__in=missing).order_by("start_date", "id")
        for line in meeting_lines(meetings.values(*COLUMNS), user):
            titles = missing[line["id"]]
            what = ngettext("対処方針が未作成 %(count)s件", "対処方針が未作成 %(count)s件", len(titles))
            days = (line["start"] - today).days
            yield Waiting(
                urgency=Urgency.NOW if days <= NEAR else Urgency.SOON if days <= SOON else Urgency.LATER,
                due=line["start"],
                what=what % {"count": len(titles)},
                title=line["title"],
                url=reverse("meetings:positions", args=[line["id"]]),
                action=_("作成する"),
                detail=" · ".join(filter(None, [line["date"], line["until"], titles[0] if len(titles) == 1 else ""])),
                handling=line["handling"],
                handling_label=line["handling_label"],
                sample=line["sample"],
            )


def _unwritten(user: Any, today: date) -> dict[Any, list[str]]:
    """By meeting the titles of the ministry's items without a position that the person sees, in one query."""
    soon = Meeting.objects.visible_to(user).upcoming(today).within(today, LOOKS_AHEAD).order_by()
    written = Position.objects.visible_to(user).exclude(**dict.fromkeys(TEXTS, "")).filter(item=OuterRef("pk"))
    items = (
        AgendaItem.objects.in_visible_meetings(soon.values("pk"), user)
        .live()
        .exclude(kind=AgendaItem.Kind.OTHER)
        .annotate(responsible=Coalesce("lead_ministry", "meeting__lead_ministry"))
        .filter(~Exists(written), responsible=user.organisation_id)
        .order_by("meeting", "ancestors__len", "position", "pk")
    )
    found: dict[Any, list[str]] = defaultdict(list)
    for meeting, ja, en in items.values_list("meeting", "title_ja", "title_en"):
        found[meeting].append(local(ja, en))
    return found
