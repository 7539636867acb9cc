"""What messages say about meeting requests: that one came and waits, and to either side what the other did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from attaches.actions.requests import DUE, NEWS, TOKYO
from attaches.models import MeetingRequest
from meetings.outcomes.reminders import allowed_by
from meetings.querysets import OneOf
from partners.models import DatePrecision
from reminders.models import Circle, Occasion, Scope
from reminders.subjects import Card, Coming, RuleScope
from reminders.wording import DUE_WORDS

SCOPES = ((Scope.EVERYTHING.value, ""),)
ZONE = "Asia/Tokyo"
OF_USE = timedelta(days=14)


class _Requests:
    """What both subjects share. A request's words stay in the portal: its mail says that there is something."""

    scopes: dict[str, RuleScope] = {}

    def visible_to(self, user: User) -> QuerySet:
        return MeetingRequest.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        return User.objects.filter(allowed_by(MeetingRequest.objects.get(pk=object_id)))

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return SCOPES

    def _sides(self, object_ids: list[UUID], today: date) -> tuple[QuerySet, QuerySet]:
        """Rows of the ministry's staff and of the embassy's attachés."""
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        people = User.objects.in_term(today).order_by()
        asked = people.filter(OneOf(F("organisation__meeting_requests"), wanted), role=Role.STAFF)
        asking = people.filter(OneOf(F("organisation__own_meeting_requests"), wanted), role=Role.ATTACHE)
        return (
            asked.values_list("organisation__meeting_requests", "pk", Value(Circle.LEAD.value)),
            asking.values_list("organisation__own_meeting_requests", "pk", Value(Circle.NAMED.value)),
        )


class RequestsDue(_Requests):
    name = DUE
    label = gettext_lazy("大使館からの依頼への回答")
    discreet_title = gettext_lazy("大使館からの依頼についてのお知らせ")

    def coming(self, today: date) -> Iterable[Coming]:
        return [due_of(row) for row in MeetingRequest.objects.waiting().order_by().only("answer_by")]

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        return self._sides(object_ids, today)[0]

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        rows = self.visible_to(user).filter(pk__in=object_ids).with_names().order_by()
        return {row.pk: _card(row, row.answer_by, waiting=row.is_waiting) for row in rows}


class RequestNews(_Requests):
    name = NEWS
    label = gettext_lazy("府省への依頼の経過")
    discreet_title = gettext_lazy("府省への依頼についてのお知らせ")

    def coming(self, today: date) -> Iterable[Coming]:
        since = datetime.combine(today, time(), TOKYO) - OF_USE
        keys = MeetingRequest.objects.changed_since(since).order_by().values_list("pk", flat=True)
        return [news_of(key) for key in keys]

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        asked, asking = self._sides(object_ids, today)
        return asked.union(asking, all=True)

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        rows = self.visible_to(user).filter(pk__in=object_ids).with_names().order_by()
        return {row.pk: _card(row, None, waiting=True) for row in rows}


def due_of(row: MeetingRequest) -> Coming:
    return Coming(row.pk, row.answer_by, DatePrecision.DAY, None, ZONE, Occasion.Standing.ON, SCOPES)


def news_of(pk: UUID) -> Coming:
    return Coming(pk, None, DatePrecision.UNKNOWN, None, ZONE, Occasion.Standing.ON, SCOPES)


def _card(row: MeetingRequest, day: date | None, *, waiting: bool) -> Card:
    title = _("%(kind)sの依頼: %(subject)s（%(state)s）") % {
        "kind": row.get_kind_display(),
        "subject": row.subject,
        "state": row.get_state_display(),
    }
    return Card(
        object_id=row.pk,
        title=title,
        url=reverse("attaches:request", args=[row.pk]),
        open_title=False,
        on_date=day,
        end_date=None,
        precision=DatePrecision.DAY if day else "",
        at_time=None,
        zone=ZONE,
        handling=row.handling,
        standing=Occasion.Standing.ON if waiting else Occasion.Standing.OVER,
        words=DUE_WORDS,
    )
