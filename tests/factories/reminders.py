from datetime import UTC, datetime

import factory

from reminders.models import Channel, Circle, Notification, ReminderRule, Scope
from tests.factories.accounts import UserFactory


class RuleFactory(factory.django.DjangoModelFactory):
    """A rule for all meetings, unless a scope is given."""

    class Meta:
        model = ReminderRule
        django_get_or_create = ("subject", "scope_kind", "scope_id", "amount", "unit")

    subject = "meetings.upcoming"
    scope_kind = Scope.EVERYTHING
    scope_id = ""
    amount = 7
    unit = ReminderRule.Unit.BUSINESS
    audience = Circle.values


class NotificationFactory(factory.django.DjangoModelFactory):
    """A mail waiting to be sent, seven business days before a meeting of 4 December 2026."""

    class Meta:
        model = Notification

    subject = "meetings.upcoming"
    kind = Notification.Kind.AHEAD
    step = "b7"
    recipient = factory.SubFactory(UserFactory)
    channel = Channel.EMAIL
    due_at = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    next_attempt_at = factory.SelfAttribute("due_at")
