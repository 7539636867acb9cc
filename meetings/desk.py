"""What the meetings put on the desk of the home page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handling import Handling
from accounts.models import Role
from diplomacy.ui.desk import Change, Coming, Provider, Urgency, Waiting
from meetings.changes import recent_changes
from meetings.models import AgendaItem, Meeting
from meetings.models.series import Level
from meetings.preparation import delegations_set
from meetings.rows import COLUMNS, meeting_lines

LOOKS_AHEAD = 60
DATE_SETTLED_BY = 30
DELEGATION_SETTLED_BY = 21
CLOSED_WITHIN = 30
MOST_COMING = 12
MOST_COMING_FOR_THE_COUNCIL = 40


class MeetingDesk(Provider):
    name = "meetings"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        """For staff: what their ministry's meetings of the next weeks still lack, and what is over but not closed."""
        if user.role != Role.STAFF:
            return
        mine = Meeting.objects.visible_to(user).concerning(user.organisation_id)
        ahead = mine.upcoming(today).within(today, LOOKS_AHEAD)
        lines = meeting_lines(ahead.values(*COLUMNS), user)
        without_lead = items_without_lead({line["id"] for line in lines}, user)
        without_delegation = _without_delegation(lines, user, today)
        for line in lines:
            yield from _lacks(line, without_lead.get(line["id"], 0), today)
            if line["id"] in without_delegation:
                url = reverse("meetings:participants", args=[line["id"]])
                yield _waiting(line, (line["start"] - today).days, _("代表団が未定"), _("代表団を登録"), url=url)
        yield from _not_closed(mine, user, today)

    def coming(self, user: Any, today: date) -> Iterable[Coming]:
        found = Meeting.objects.visible_to(user).upcoming(today).exclude(status=Meeting.Status.POSTPONED)
        most = MOST_COMING_FOR_THE_COUNCIL if user.role == Role.COUNCIL else MOST_COMING
        lines = meeting_lines(_near(found, user).values(*COLUMNS)[:most], user)
        return [_coming(line, *_heading(line, user)) for line in lines]

    def changes(self, user: Any, since: datetime) -> Iterable[Change]:
        return recent_changes(user, since)


def _near(meetings: QuerySet, user: Any) -> QuerySet:
    """Whose meetings a person looks at first: staff their ministry's, officers their host country's; else all."""
    if user.role == Role.STAFF:
        return meetings.concerning(user.organisation_id)
    if user.role == Role.OFFICER and user.organisation.country_id:
        return meetings.with_partner(user.organisation.country_id)
    return meetings


def _heading(line: dict[str, Any], user: Any) -> tuple[int, str]:
    """The council looks by level; an embassy at what was shared with it before what everybody may know."""
    if user.role == Role.COUNCIL:
        return list(Level).index(line["level_value"]), line["level"]
    if user.role == Role.ATTACHE:
        shared = line["handling"] == Handling.SHARED
        return (0, _("貴館と共有されている会合")) if shared else (1, _("公開の会合"))
    return 0, ""


def items_without_lead(meeting_ids: set[Any], user: Any) -> dict[Any, int]:
    items = AgendaItem.objects.in_visible_meetings(meeting_ids, user).live()
    return items.filter(lead_ministry=None).counts_by_meeting()


def _without_delegation(lines: list[dict[str, Any]], user: Any, today: date) -> set[Any]:
    """Those soon held for which nobody leads our delegation yet."""
    soon = [line["id"] for line in lines if (line["start"] - today).days <= DELEGATION_SETTLED_BY]
    return {key for key, settled in delegations_set(soon, user).items() if not settled}


def _lacks(line: dict[str, Any], without_lead: int, today: date) -> Iterable[Waiting]:
    days = (line["start"] - today).days
    if not line["items"]:
        yield _waiting(line, days, _("議題が未作成"), _("議題を作る"))
    if line["status_value"] == Meeting.Status.TENTATIVE and days <= DATE_SETTLED_BY:
        yield _waiting(line, days, _("日程が未確定"), _("日程を確かめる"))
    if without_lead:
        what = ngettext("主担当のない議題 %(count)s件", "主担当のない議題 %(count)s件", without_lead)
        yield _waiting(line, days, what % {"count": without_lead}, _("主担当を決める"))


def _not_closed(mine: QuerySet, user: Any, today: date) -> Iterable[Waiting]:
    open_states = (Meeting.Status.TENTATIVE, Meeting.Status.CONFIRMED)
    over = mine.past(today).within(today - timedelta(days=CLOSED_WITHIN), CLOSED_WITHIN)
    over = over.filter(status__in=open_states, date_precision="day")
    for line in meeting_lines(over.values(*COLUMNS), user):
        yield _waiting(line, DATE_SETTLED_BY, _("開催されたかどうかが未記入"), _("状態を直す"))


def _waiting(line: dict[str, Any], days: int, what: str, action: str, *, url: str = "") -> Waiting:
    urgency = Urgency.NOW if days <= 7 else Urgency.SOON if days <= DATE_SETTLED_BY else Urgency.LATER
    return Waiting(
        urgency=urgency,
        due=line["start"],
        what=what,
        title=line["title"],
        url=url or line["url"],
        action=action,
        detail=" · ".join(filter(None, [line["date"], line["until"]])),
        handling=line["handling"],
        handling_label=line["handling_label"],
        sample=line["sample"],
    )


def _coming(line: dict[str, Any], group_order: int, group: str) -> Coming:
    items = ngettext("議題 %(count)s件", "議題 %(count)s件", line["items"]) % {"count": line["items"]}
    return Coming(
        day=line["start"],
        when=line["date"],
        title=line["title"],
        url=line["url"],
        until=line["until"],
        detail=" · ".join(filter(None, [line["place"], line["lead"]])),
        state=line["status"],
        tone=line["tone"],
        progress=items if line["items"] else _("議題なし"),
        group=group,
        group_order=group_order,
        handling=line["handling"],
        handling_label=line["handling_label"],
        sample=line["sample"],
    )
