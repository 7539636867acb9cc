from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.mail import get_connection

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.models import Meeting
from reminders.actions import delivery
from reminders.actions.sweep import sweep
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.reminders import RuleFactory

# Seven business days before Friday 4 December 2026, 09:00 in Tokyo.
SEVEN_BEFORE = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MEETINGS, ACTIONS = "meetings.upcoming", "meetings.action_due"


def restrict(meeting, *people):
    """To those on a list."""
    group = AccessGroupFactory()
    for person in people:
        AccessGroupMember.objects.create(group=group, user=person)
    Meeting.objects.filter(pk=meeting.pk).update(handling=Handling.RESTRICTED, access_group=group)


@pytest.fixture(autouse=True)
def default_ladder(db):
    """The rules a migration brings; a test with real transactions elsewhere may have emptied the table."""
    return [RuleFactory(amount=amount) for amount in (30, 7, 1)]


@pytest.fixture
def at_seven_before():
    """A minute after the step has come."""
    with time_machine.travel(SEVEN_BEFORE + MINUTE, tick=False):
        yield


@pytest.fixture
def meeting(mofa, mofa_staff):
    """A public meeting of the foreign ministry on 4 December 2026, its only officer being `mofa_staff`."""
    return MeetingFactory(
        series=SeriesFactory(lead_ministry=mofa), start_date=date(2026, 12, 4), handling=Handling.PUBLIC
    )


@pytest.fixture
def action(mofa):
    """Due on the day of the meeting, owed by the same ministry: a reminder of another kind with the same steps."""
    for amount in (7, 1):
        RuleFactory(subject=ACTIONS, amount=amount)
    held = MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2026, 6, 1))
    return ActionFactory(meeting=held, due_on=date(2026, 12, 4), handling="public")


@pytest.fixture
def send():
    """Sweep at a moment, then send what waits at that moment."""

    def sweep_and_deliver(now):
        sweep(now=now)
        return delivery.deliver(clock=lambda: now, connection=get_connection(), seconds=10)

    return sweep_and_deliver
