"""Of messages and their rules."""

from typing import Any

from reminders.models import Channel
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of, public_meeting, series_of
from tests.access_objects.sample import LEAD, Arguments, Sample, owner, stranger
from tests.factories.reminders import NotificationFactory


def notification(cast: Any, recipient: Any, **fields: Any) -> Arguments:
    meeting = public_meeting(cast)
    return {"pk": NotificationFactory(recipient=recipient, object_id=meeting.pk, channel=Channel.IN_APP, **fields).pk}


def notification_of(cast: Any, person: str) -> Arguments:
    return notification(cast, owner(cast, person))


def hidden_notification(cast: Any, person: str) -> Arguments:
    return notification(cast, stranger(cast))


def meetings_rules(cast: Any, person: str) -> Arguments:
    return {"subject": "meetings.upcoming"}


def rules_of_a_kind(cast: Any, person: str) -> Arguments:
    return {"subject": "meetings.upcoming", "kind": "bilateral"}


OBJECTS: dict[str, Sample] = {
    "api-notifications-detail": Sample(notification_of, hidden_notification),
    "api-notifications-read": Sample(notification_of, hidden_notification),
    "reminders:follow": Sample(notification_of, hidden_notification),
    "reminders:general_rules": Sample(meetings_rules),
    "reminders:kind_rules": Sample(rules_of_a_kind),
    "reminders:meeting_rules": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "reminders:read": Sample(notification_of, hidden_notification),
    "reminders:resend": Sample(notification_of),
    "reminders:series_rules": Sample(series_of, writers=LEAD | {"secretariat"}, verb_on_get=True),
}
