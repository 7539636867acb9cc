"""What reminders say about follow-ups: which fall due, who is told, what may be told.

Whoever has it hears first: the person, or everybody of the body where nobody in particular has it. When the day has
passed for some time, the whole body hears of it, and the ministry that keeps the relation, where it may read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, OuterRef, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import ROLES, Access
from accounts.handling import allowed_by
from accounts.models import Role, User
from attaches.models import FollowUp
from meetings.querysets import OneOf
from meetings.reminders import OPEN_LEVELS
from partners.models import DatePrecision
from reminders.audiences import told
from reminders.ladder import OVERDUE_OF_USE
from reminders.models import Circle, Occasion
from reminders.subjects import Card, Coming, RuleScope
from reminders.wording import DUE_WORDS

# A day of a ministry or an embassy in Tokyo; a message goes out at the hour of its recipient.
ZONE = "Asia/Tokyo"


class FollowUpsDue:
    name = "attaches.follow_up"
    label = gettext_lazy("フォローアップの期限")
    discreet_title = gettext_lazy("フォローアップの期限のお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        rows = FollowUp.objects.open().filter(due_on__gte=today - 2 * OVERDUE_OF_USE)
        for pk, day in rows.order_by().values_list("pk", "due_on"):
            yield Coming(pk, day, DatePrecision.DAY, None, ZONE, Occasion.Standing.ON, (("everything", ""),))

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        """`lead`: who has it; `named`: their body; `watchers`: the desk of the partner."""
        wanted = OneOf(F("pk"), Value(object_ids, output_field=ArrayField(UUIDField())))
        rows = FollowUp.objects.filter(wanted).order_by()
        people = User.objects.in_term(today).filter(role__in=ROLES[Access.NETWORK]).order_by()
        colleagues = people.filter(organisation=OuterRef("organisation"))
        desk = people.filter(organisation=OuterRef("contact__partner__desk"), role=Role.STAFF)
        return told(rows, people.filter(pk=OuterRef("person")), Circle.LEAD).union(
            told(rows.filter(person=None), colleagues, Circle.LEAD),
            told(rows, colleagues, Circle.NAMED),
            told(rows, desk, Circle.WATCHERS),
            all=True,
        )

    def visible_to(self, user: User) -> QuerySet:
        return FollowUp.objects.visible_to(user).live()

    def readers(self, object_id: UUID) -> QuerySet:
        return User.objects.filter(allowed_by(FollowUp.objects.select_related("contact").get(pk=object_id).contact))

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).order_by().select_related("contact")
        return {row.pk: card(row) for row in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return (("everything", ""),)


def card(follow_up: FollowUp) -> Card:
    """The words leave the portal only where the contact's level lets them."""
    return Card(
        object_id=follow_up.pk,
        title=_("フォローアップの期限: %(title)s") % {"title": follow_up},
        url=reverse("attaches:follow_up", args=[follow_up.pk]),
        open_title=follow_up.contact.handling in OPEN_LEVELS,
        on_date=follow_up.due_on,
        end_date=None,
        precision=DatePrecision.DAY,
        at_time=None,
        zone=ZONE,
        handling=follow_up.contact.handling,
        standing=Occasion.Standing.ON if follow_up.is_open else Occasion.Standing.OVER,
        words=DUE_WORDS,
    )
