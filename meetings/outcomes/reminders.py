"""What reminders say about actions: which fall due, who is told, what may be told.

The ministry that owes an action of our side hears of it, and the one that leads the meeting. It ends when the
action is closed: what is not open is not coming any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import allowed_by
from accounts.models import Role, User
from meetings.models import ActionItem, AgendaItem
from meetings.querysets import OneOf
from meetings.reminders import OPEN_LEVELS, UpcomingMeetings, scopes
from partners.models import DatePrecision
from reminders.ladder import OVERDUE_OF_USE
from reminders.models import Circle, Occasion
from reminders.subjects import Card, Coming, RuleScope
from reminders.wording import DUE_WORDS


class ActionsDue:
    """Open actions with a due date known to the day, until some days after it."""

    name = "meetings.action_due"
    label = gettext_lazy("行動の期限")
    discreet_title = gettext_lazy("行動の期限のお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        """Twice the days a message about a passed deadline is of use: business days may be far apart."""
        rows = ActionItem.objects.open().filter(due_precision=DatePrecision.DAY, due_by__gte=today - 2 * OVERDUE_OF_USE)
        columns = ("pk", "due_on", "meeting__time_zone", "meeting_id", "meeting__series_id", "meeting__series__kind")
        for pk, day, zone, meeting, series, kind in rows.order_by().values_list(*columns):
            yield Coming(pk, day, DatePrecision.DAY, None, zone, Occasion.Standing.ON, scopes(meeting, series, kind))

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        staff = User.objects.in_term(today).filter(role=Role.STAFF).order_by()
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        ways = (
            ("organisation__led_meetings__actionitems", Circle.LEAD),
            ("organisation__owed_actions", Circle.NAMED),
        )
        lead, owing = (
            staff.filter(OneOf(F(way), wanted)).values_list(way, "pk", Value(circle.value)) for way, circle in ways
        )
        return lead.union(owing, all=True)

    def visible_to(self, user: User) -> QuerySet:
        return ActionItem.objects.visible_to(user).live()

    def readers(self, object_id: UUID) -> QuerySet:
        action = ActionItem.objects.select_related("item").get(pk=object_id)
        people = UpcomingMeetings().readers(action.meeting_id).filter(allowed_by(action))
        above = [action.item, *AgendaItem.objects.filter(pk__in=action.item.ancestors)] if action.item else []
        for item in above:
            people = people.filter(allowed_by(item))
        return people

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        rows = self.visible_to(user).filter(pk__in=object_ids).order_by().select_related("meeting", "item")
        found = list(rows)
        keys = {key for action in found if action.item for key in action.item.ancestors}
        above = dict(AgendaItem.objects.filter(pk__in=keys).values_list("pk", "handling")) if keys else {}
        return {action.pk: card(action, above) for action in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        meeting = record.meeting
        return scopes(meeting.pk, meeting.series_id, meeting.series.kind)


def card(action: ActionItem, above: Mapping[UUID, str]) -> Card:
    """The title leaves the portal only where the action's level, its meeting's, its item's and those of the items
    `above` let it."""
    levels = {action.handling, action.meeting.handling}
    if action.item:
        levels |= {action.item.handling, *(above[key] for key in action.item.ancestors)}
    return Card(
        object_id=action.pk,
        title=_("行動の期限: %(title)s") % {"title": action},
        url=reverse("meetings:action", args=[action.pk]),
        open_title=levels <= OPEN_LEVELS,
        on_date=action.due_on,
        end_date=None,
        precision=action.due_precision,
        at_time=None,
        zone=action.meeting.time_zone,
        handling=action.handling,
        standing=Occasion.Standing.ON if action.is_open else Occasion.Standing.OVER,
        words=DUE_WORDS,
    )
