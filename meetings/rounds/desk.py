"""What clearances put on the desk: replies that are due, and one's own rounds that others hold up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handling import Handling
from accounts.models import Role
from diplomacy.ui.desk import Provider, Urgency, Waiting
from diplomacy.ui.titles import local
from meetings.clearance_querysets import RoundQuerySet
from meetings.models import ClearanceRound
from meetings.rounds.lists import Line, lines
from meetings.rounds.sides import LED, MINE, rounds_on

NOW_WITHIN, SOON_WITHIN = 2, 14
MOST = 50


class ClearanceDesk(Provider):
    name = "clearance"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        if user.role != Role.STAFF:
            return
        now = _now_of(user, today)
        for line in lines(_soonest(rounds_on(MINE, user)), user, now=now):
            what = ngettext("協議に回答 %(count)s件", "協議に回答 %(count)s件", line.mine) % {"count": line.mine}
            yield _waiting(line, today, what, _("回答する"), line.deadline)
        for line in lines(_soonest(rounds_on(LED, user).filter(deadline__lte=now)), user, now=now):
            if line.waiting:
                told = _("%(names)sが未回答") % {"names": "・".join(line.silent)}
                yield _waiting(line, today, _("協議が停滞"), _("催促する"), told)


def _soonest(rounds: RoundQuerySet) -> list[ClearanceRound]:
    """First which, then with their parties: asked at once, the database planned longer than it read."""
    keys = list(rounds.order_by("deadline", "pk").values_list("pk", flat=True)[:MOST])
    return list(ClearanceRound.objects.filter(pk__in=keys).with_parties().order_by("deadline", "pk"))


def _now_of(user: Any, today: date) -> datetime:
    """The moment, or the end of the day the desk is asked about where that is another one."""
    now = timezone.now()
    zone = ZoneInfo(user.time_zone)
    return now if now.astimezone(zone).date() == today else datetime.combine(today, time.max, zone)


def _waiting(line: Line, today: date, what: str, action: str, detail: str) -> Waiting:
    days = (line.deadline_day - today).days
    meeting = line.round.meeting
    return Waiting(
        urgency=Urgency.NOW if days <= NOW_WITHIN else Urgency.SOON if days <= SOON_WITHIN else Urgency.LATER,
        due=line.deadline_day,
        what=what,
        title=local(meeting.title_ja, meeting.title_en),
        url=reverse("meetings:clearance_round", args=[line.round.pk]),
        action=action,
        detail=detail,
        handling=Handling.GOVERNMENT,
        handling_label=Handling.GOVERNMENT.label,
        sample=_("見本") if meeting.is_sample else "",
    )
