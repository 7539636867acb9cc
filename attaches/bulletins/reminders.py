"""What a message says about a bulletin. It has no day; it is told once, when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import User
from attaches.actions.bulletins import SUBJECT
from attaches.models import Bulletin, BulletinDelivery
from meetings.querysets import OneOf
from meetings.reminders import OPEN_LEVELS
from partners.models import DatePrecision
from reminders.models import Circle, Occasion, Scope
from reminders.subjects import Card, Coming, RuleScope

SCOPES = ((Scope.EVERYTHING.value, ""),)
ZONE = "Asia/Tokyo"
# A mail that could not be delivered in this time is given up; the bulletin stays in the portal.
OF_USE = timedelta(days=14)


class Bulletins:
    name = SUBJECT
    label = gettext_lazy("府省からのお知らせ")
    discreet_title = gettext_lazy("科学技術外交ポータルのお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        since = datetime.combine(today, time(), ZoneInfo(ZONE)) - OF_USE
        for pk in Bulletin.objects.sent_since(since).order_by().values_list("pk", flat=True):
            yield coming_of(pk)

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        found = BulletinDelivery.objects.filter(OneOf(F("bulletin"), wanted), person__in=User.objects.in_term(today))
        return found.order_by().values_list("bulletin", "person", Value(Circle.NAMED.value))

    def visible_to(self, user: User) -> QuerySet:
        return Bulletin.objects.visible_to(user).sent()

    def readers(self, object_id: UUID) -> QuerySet:
        """The people it was sent to."""
        return User.objects.filter(pk__in=BulletinDelivery.objects.filter(bulletin=object_id).values("person"))

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).order_by().defer("search", "body_ja", "body_en")
        return {row.pk: card(row) for row in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return SCOPES


def coming_of(pk: UUID) -> Coming:
    return Coming(pk, None, DatePrecision.UNKNOWN, None, ZONE, Occasion.Standing.ON, SCOPES)


def card(row: Bulletin) -> Card:
    """The title alone goes by mail, and only where its level lets it; the text is read in the portal."""
    return Card(
        object_id=row.pk,
        title=str(row),
        url=reverse("attaches:bulletin", args=[row.pk]),
        open_title=row.handling in OPEN_LEVELS,
        on_date=None,
        end_date=None,
        precision="",
        at_time=None,
        zone=ZONE,
        handling=row.handling,
    )
