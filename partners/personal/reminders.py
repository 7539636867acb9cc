"""What reminders say about people whose retention date has passed: once, to those who answer for their data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import ROLES, Access
from accounts.handling import allowed_by
from accounts.models import Role, User
from partners.models import DatePrecision, Person
from reminders.audiences import told
from reminders.ladder import OVERDUE_OF_USE
from reminders.models import Circle, Occasion
from reminders.subjects import Card, Coming, RuleScope

ZONE = "Asia/Tokyo"


class RetentionOver:
    """A person who is seen to, or kept longer, is not coming any more."""

    name = "partners.retention"
    label = gettext_lazy("個人情報の保存の期限")
    notice = gettext_lazy("保存の期限切れ")
    discreet_title = gettext_lazy("保存の期限を過ぎた個人情報のお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        over = Person.objects.kept_too_long(today).filter(kept_until__gte=today - 2 * OVERDUE_OF_USE)
        for pk, day in over.order_by().values_list("pk", "kept_until"):
            yield Coming(pk, day, DatePrecision.DAY, None, ZONE, Occasion.Standing.ON, (("everything", ""),))

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        """The body the person's data belong to, and the ministry that keeps the relation."""
        people = User.objects.in_term(today).filter(role__in=ROLES[Access.NETWORK]).order_by()
        desk = Q(organisation=OuterRef("partner__desk"), role=Role.STAFF)
        rows = Person.objects.filter(pk__in=object_ids).order_by()
        return told(rows, people.filter(Q(organisation=OuterRef("owner")) | desk), Circle.LEAD)

    def visible_to(self, user: User) -> QuerySet:
        return Person.objects.visible_to(user).filter(erased_at=None)

    def readers(self, object_id: UUID) -> QuerySet:
        return User.objects.filter(allowed_by(Person.objects.get(pk=object_id)))

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).defer("search")
        return {person.pk: card(person) for person in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return (("everything", ""),)


def card(person: Person) -> Card:
    """A name does not leave the portal by mail."""
    return Card(
        object_id=person.pk,
        title=_("%(person)sの個人情報が保存の期限を過ぎました") % {"person": person},
        url=reverse("partners:personal_data", args=[person.pk]),
        open_title=False,
        on_date=person.kept_until,
        end_date=None,
        precision=DatePrecision.DAY,
        at_time=None,
        zone=ZONE,
        handling=person.handling,
        standing=Occasion.Standing.ON,
    )
