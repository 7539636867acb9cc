"""What reminders say about results of dispatches: 3, 6 and 12 months after the last day, to the body that asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handling
from accounts.models import GOVERNMENT_ROLES, Role, User
from meetings.outcomes.reminders import allowed_by
from meetings.querysets import OneOf
from meetings.reminders import OPEN_LEVELS
from outreach.models import Effect
from partners.models import DatePrecision
from reminders.ladder import OVERDUE_OF_USE
from reminders.models import Circle, Occasion
from reminders.subjects import Card, Coming, RuleScope

EVERYTHING = (("everything", ""),)


class EffectsDue:
    """Results that are still to be written, until some days after they were due."""

    name = "outreach.effect_due"
    label = gettext_lazy("専門家派遣後の成果の記入")
    discreet_title = gettext_lazy("専門家派遣後の成果の記入のお願い")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        rows = Effect.objects.unwritten().filter(due_on__gte=today - 2 * OVERDUE_OF_USE)
        for pk, day in rows.order_by().values_list("pk", "due_on"):
            yield Coming(pk, day, DatePrecision.DAY, None, "Asia/Tokyo", Occasion.Standing.ON, EVERYTHING)

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        """Whoever acts for the body that asked for the speaker."""
        people = User.objects.in_term(today).filter(role__in=[Role.STAFF, Role.OFFICER]).order_by()
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        way = "organisation__asked_dispatches__effects"
        return people.filter(OneOf(F(way), wanted)).values_list(way, "pk", Value(Circle.LEAD.value))

    def visible_to(self, user: User) -> QuerySet:
        return Effect.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        effect = Effect.objects.select_related("dispatch").get(pk=object_id)
        return User.objects.filter(allowed_by(effect.dispatch), role__in=GOVERNMENT_ROLES)

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).order_by().select_related("dispatch")
        return {effect.pk: card(effect) for effect in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return EVERYTHING


def card(effect: Effect) -> Card:
    dispatch = effect.dispatch
    return Card(
        object_id=effect.pk,
        title=_("派遣後の成果（%(months)s）: %(title)s") % {"months": effect.get_months_display(), "title": dispatch},
        url=reverse("outreach:dispatch", args=[dispatch.pk]) + "#effects",
        open_title=Handling(dispatch.handling) in OPEN_LEVELS,
        on_date=effect.due_on,
        end_date=None,
        precision=DatePrecision.DAY,
        at_time=None,
        zone="Asia/Tokyo",
        handling=dispatch.handling,
        standing=Occasion.Standing.ON if effect.recorded_on is None else Occasion.Standing.OVER,
    )
