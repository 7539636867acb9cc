"""A day that no calendar reaches stops no reminder of anybody else."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from accounts.handling import Handling
from meetings.models import Meeting
from reminders.actions.sweep import sweep
from reminders.forecast import forecast
from reminders.models import Notification
from reminders.subjects import Coming, subject_named
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory
from tests.reminders.test_sweep import SEVEN_BEFORE

pytestmark = pytest.mark.django_db
FARTHEST = date.max


@pytest.fixture
def meeting(mofa, mofa_staff):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa, start_date=date(2026, 12, 4))


def told():
    return set(Notification.objects.values_list("object_id", flat=True))


def test_a_follow_up_of_an_embassy_at_the_end_of_all_days(meeting, french_attache):
    contact = ContactFactory(owner=french_attache.organisation, author=french_attache, handling=Handling.SHARED)
    FollowUpFactory(contact=contact, organisation=contact.owner, due_on=FARTHEST)
    assert sweep(now=SEVEN_BEFORE) is not None
    assert told() == {meeting.pk}


def test_an_action_and_a_meeting_at_the_end_of_all_days(meeting, mofa):
    ActionFactory(meeting=meeting, responsible=mofa, due_on=FARTHEST)
    far = MeetingFactory(series=meeting.series, lead_ministry=mofa, start_date=FARTHEST, time_zone="America/New_York")
    sweep(now=SEVEN_BEFORE)
    Meeting.objects.filter(pk=far.pk).update(start_time=time(23, 0))
    sweep(now=SEVEN_BEFORE)
    assert meeting.pk in told()
    found = forecast(subject_named("meetings.upcoming"), far.pk, now=SEVEN_BEFORE)
    assert not found.steps


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_how_long_news_of_such_a_day_is_of_use_is_not_reckoned(precision):
    assert Coming(None, FARTHEST, precision, None, "America/New_York", "on").useful_until is None


@pytest.mark.parametrize("field", ["start_date", "end_date"])
def test_a_meeting_is_not_set_for_a_year_that_nobody_means(field, meeting):
    setattr(meeting, field, FARTHEST)
    meeting.end_date = FARTHEST
    with pytest.raises(ValidationError) as refused:
        meeting.full_clean(exclude=["search"])
    assert field in refused.value.message_dict
