"""What the reminders say about invitations: that one is coming up, moved, called off, on again.

One invitation is one object, because each has its own person, calendar entry and link. The sweep compares what it
saw last and tells each change once; day, hour or place ask again, a new title only says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case, F, Q, QuerySet, UUIDField, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from attaches.actions.invitations import SUBJECT, closed_because
from attaches.circle import calendars, shown
from attaches.circle.links import link
from attaches.models import CircleEvent, Invitation
from meetings.outcomes.reminders import allowed_by
from meetings.querysets import OneOf
from meetings.reminders import OPEN_LEVELS
from partners.models import FOREIGN_MINISTRY, DatePrecision
from reminders.models import Circle, Notification, Occasion, Scope
from reminders.subjects import Card, Coming, Enclosure, RuleScope

SCOPES = ((Scope.EVERYTHING.value, ""),)
STANDINGS = {
    CircleEvent.State.PLANNED: Occasion.Standing.ON,
    CircleEvent.State.CANCELLED: Occasion.Standing.CANCELLED,
    CircleEvent.State.HELD: Occasion.Standing.OVER,
}
CALENDAR_COLUMNS = (
    *("pk", "withdrawn_at", "event__on_date", "event__start_time", "event__end_time", "event__time_zone"),
    *("event__state", "event__place", "event__title_ja", "event__title_en"),
)


class Invitations:
    """Named are those who have not declined; who declined hears of changes, which ask again, and no reminders."""

    name = SUBJECT
    label = gettext_lazy("サークルへの招待")
    discreet_title = gettext_lazy("外交サークルについてのお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        """Yesterday's too: it is still today somewhere west of UTC."""
        rows = Invitation.objects.filter(event__on_date__gte=today - timedelta(days=1))
        for row in rows.exclude(event__state=CircleEvent.State.HELD).order_by().values_list(*CALENDAR_COLUMNS):
            yield _coming(*row)

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        invitations = Invitation.objects.filter(OneOf(F("pk"), wanted), person__in=User.objects.in_term(today))
        declined = Q(answer=Invitation.Answer.DECLINED, answered_sequence=F("event__sequence"))
        circle = Case(When(declined, then=Value(Circle.WATCHERS.value)), default=Value(Circle.NAMED.value))
        return invitations.order_by().values_list("pk", "person", circle)

    def visible_to(self, user: User) -> QuerySet:
        return Invitation.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        """Its own organisation, and who runs the circle; each as the gathering's level allows."""
        row = Invitation.objects.select_related("event").get(pk=object_id)
        in_charge = Q(organisation__slug=FOREIGN_MINISTRY) | Q(is_secretariat=True)
        near = Q(organisation=row.organisation_id) | (Q(role=Role.STAFF) & in_charge)
        return User.objects.filter(near).filter(allowed_by(row.event))

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).with_names().order_by()
        return {row.pk: card(row) for row in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return SCOPES


def coming_of(row: Invitation) -> Coming:
    event = row.event
    return _coming(
        *(row.pk, row.withdrawn_at, event.on_date, event.start_time, event.end_time, event.time_zone),
        *(event.state, event.place, event.title_ja, event.title_en),
    )


def _coming(pk: UUID, withdrawn: Any, day: date, start: Any, end: Any, zone: str, state: str, *told: str) -> Coming:
    place, *titles = told
    standing = STANDINGS[CircleEvent.State(state)]
    if withdrawn is not None and standing == Occasion.Standing.ON:
        standing = Occasion.Standing.CANCELLED
    content = hashlib.sha256("\n".join(titles).encode()).hexdigest()
    return Coming(pk, day, DatePrecision.DAY, start, zone, standing, SCOPES, end, place, content)


def card(row: Invitation) -> Card:
    event, seen = row.event, coming_of(row)
    return Card(
        object_id=row.pk,
        title=str(event),
        url=reverse("attaches:invitation", args=[row.pk]),
        open_title=event.handling in OPEN_LEVELS,
        on_date=event.on_date,
        end_date=None,
        precision=DatePrecision.DAY,
        at_time=event.start_time,
        zone=event.time_zone,
        place=event.place,
        handling=event.handling,
        standing=seen.standing,
        enclosed=lambda notification: enclosed(row, notification),
        words=words(row),
    )


def words(row: Invitation) -> dict[str, str]:
    """To who was uninvited nothing is called off: the others meet."""
    if row.is_live or row.event.state == CircleEvent.State.CANCELLED:
        return {}
    return {Notification.Kind.CANCELLED: _("招待の取消し")}


def enclosed(row: Invitation, notification: Notification) -> Enclosure:
    """The calendar's own message with what people read, and the link to answer by while an answer is taken."""
    kind = notification.kind
    open_for_answers = not closed_because(row, timezone.now())
    label = _("出欠を回答する（%(until)sまで）") % {"until": shown.until(row.event)}
    links = ((label, link(row)),) if open_for_answers else ()
    if kind == Notification.Kind.AHEAD:
        return Enclosure(links=links, reply_to=row.event.contact_email)
    method = "CANCEL" if kind == Notification.Kind.CANCELLED else "REQUEST"
    told = row.event.handling in OPEN_LEVELS
    return Enclosure(links, calendars.message(row, method, told=told), method, row.event.contact_email)
