"""What reminders say about meetings: which are coming, who is concerned, what may be told.

A meeting's ministries are told about all of it, rights or no rights on file: whether a person may read the
meeting is asked when the mail goes out and when the message is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handling
from accounts.models import GOVERNMENT_ROLES, Role, User
from meetings.models import Meeting, MeetingSeries
from meetings.querysets import OneOf
from partners.models import DatePrecision
from reminders.models import Circle, Occasion, Scope
from reminders.subjects import Card, Coming, RuleScope

STANDINGS = {
    Meeting.Status.TENTATIVE: Occasion.Standing.ON,
    Meeting.Status.CONFIRMED: Occasion.Standing.ON,
    Meeting.Status.POSTPONED: Occasion.Standing.POSTPONED,
    Meeting.Status.CANCELLED: Occasion.Standing.CANCELLED,
    Meeting.Status.HELD: Occasion.Standing.OVER,
}
# Only these levels' titles may leave the portal by mail.
OPEN_LEVELS = {Handling.PUBLIC, Handling.SHARED}


class UpcomingMeetings:
    """Meetings that take place on a known day; month or year precision is watched for changes only."""

    name = "meetings.upcoming"
    label = _("会合の開催")
    discreet_title = _("担当会合のお知らせ")
    kinds = dict(MeetingSeries.Kind.choices)
    scopes = {
        Scope.MEETING: RuleScope(
            Scope.MEETING,
            _("この会合"),
            "meetings.change_rules",
            "meetings:detail",
            Meeting.objects.visible_to,
        ),
        Scope.SERIES: RuleScope(
            Scope.SERIES,
            _("この系列の会合"),
            "meetings.change_series_rules",
            "meetings:series",
            MeetingSeries.objects.visible_to,
        ),
    }

    def coming(self, today: date) -> Iterable[Coming]:
        """Yesterday's too: it is still today somewhere west of UTC."""
        first = today - timedelta(days=1)
        not_over = (
            Q(date_precision=DatePrecision.DAY, start_date__gte=first)
            | Q(date_precision=DatePrecision.MONTH, start_date__gte=first.replace(day=1))
            | Q(date_precision=DatePrecision.YEAR, start_date__gte=first.replace(month=1, day=1))
            | Q(date_precision=DatePrecision.UNKNOWN)
        )
        columns = ("pk", "start_date", "date_precision", "start_time", "time_zone", "status")
        rows = Meeting.objects.filter(not_over).exclude(status=Meeting.Status.HELD).order_by()
        for pk, day, precision, at, zone, status, series, kind in rows.values_list(
            *columns, "series_id", "series__kind"
        ):
            yield Coming(pk, day, precision, at, zone, STANDINGS[status], scopes(pk, series, kind))

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        everybody = User.objects.in_term(today).order_by()
        staff = everybody.filter(role=Role.STAFF)
        ways = (
            (staff, "organisation__led_meetings", Circle.LEAD),
            (staff, "organisation__concerned_meetings", Circle.NAMED),
            (everybody, "watches__meeting", Circle.WATCHERS),
            (everybody, "watches__series__meetings", Circle.WATCHERS),
        )
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        lead, *others = (
            people.filter(OneOf(F(way), wanted)).values_list(way, "pk", Value(circle.value))
            for people, way, circle in ways
        )
        return lead.union(*others, all=True)

    def visible_to(self, user: User) -> QuerySet:
        return Meeting.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        meeting = Meeting.objects.get(pk=object_id)
        people = User.objects.all()
        if meeting.handling == Handling.SHARED:
            shared_with = meeting.shared_with.order_by().values("pk")
            return people.exclude(role=Role.ADMIN).filter(
                Q(organisation=meeting.owner_id) | Q(organisation__in=shared_with), organisation__isnull=False
            )
        if meeting.handling == Handling.GOVERNMENT:
            return people.filter(role__in=GOVERNMENT_ROLES)
        if meeting.handling == Handling.RESTRICTED:
            return people.exclude(role=Role.ADMIN).filter(access_groups=meeting.access_group_id)
        return people

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).order_by()
        return {meeting.pk: card(meeting) for meeting in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        if isinstance(record, MeetingSeries):
            return scopes(None, record.pk, record.kind)
        return scopes(record.pk, record.series_id, record.series.kind)


def scopes(meeting: Any, series: Any, kind: str) -> tuple[tuple[str, str], ...]:
    """The nearest first."""
    wider = ((Scope.SERIES.value, str(series)), (Scope.KIND.value, kind), (Scope.EVERYTHING.value, ""))
    return ((Scope.MEETING.value, str(meeting)), *wider) if meeting else wider


def card(meeting: Meeting) -> Card:
    return Card(
        object_id=meeting.pk,
        title=str(meeting),
        url=reverse("meetings:detail", args=[meeting.pk]),
        open_title=meeting.handling in OPEN_LEVELS,
        on_date=meeting.start_date,
        end_date=meeting.end_date,
        precision=meeting.date_precision,
        at_time=meeting.start_time,
        zone=meeting.time_zone,
        place=", ".join(part for part in (meeting.venue, meeting.city) if part),
        handling=meeting.handling,
        standing=STANDINGS[meeting.status],
    )
