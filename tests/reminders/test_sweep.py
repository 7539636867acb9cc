"""When a reminder is written, for whom, and that nothing is ever written twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from meetings.models import Meeting, Watch
from reminders.actions.sweep import sweep
from reminders.models import Notification, ReminderRule
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.reminders import RuleFactory

# The ladder of a meeting on Friday 4 December 2026, in business days before. Labour Thanksgiving is 23 November.
THIRTY_BEFORE = datetime(2026, 10, 21, 0, 0, tzinfo=UTC)
SEVEN_BEFORE = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
ONE_BEFORE = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def meeting(mofa, mext, mofa_staff, mext_staff):
    """Led by the foreign ministry, with MEXT named; staff of a third ministry must hear nothing."""
    UserFactory(email="outsider@portal.example")
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2026, 12, 4))
    meeting.concerned.add(mext)
    return meeting


def told(**filters):
    """Who has been told what, as (address, kind, step, state)."""
    rows = Notification.objects.filter(**filters).order_by("due_at", "recipient__email", "kind")
    return list(rows.values_list("recipient__email", "kind", "step", "state"))


def ahead(step, state="queued", *people):
    people = people or ("mext.staff@portal.example", "mofa.staff@portal.example")
    return [(person, "ahead", step, state) for person in people]


@pytest.mark.parametrize(("due", "step"), [(THIRTY_BEFORE, "b30"), (SEVEN_BEFORE, "b7"), (ONE_BEFORE, "b1")])
def test_each_step_is_written_at_nine_in_the_morning(meeting, due, step):
    sweep(now=due - SECOND)
    assert step not in {row[2] for row in told()}
    sweep(now=due)
    assert told(step=step) == ahead(step)
    assert set(Notification.objects.filter(step=step).values_list("due_at", flat=True)) == {due}


def test_a_step_is_written_once_however_often_the_sweep_runs(meeting):
    for minutes in (0, 0, 1, 60, -60, 5):
        sweep(now=SEVEN_BEFORE + timedelta(minutes=minutes))
    assert told() == ahead("b7")


def test_the_hour_is_that_of_the_recipients_own_clock(meeting, mofa):
    paris = UserFactory(organisation=mofa, time_zone="Europe/Paris", email="paris@portal.example")
    new_york = UserFactory(organisation=mofa, time_zone="America/New_York", email="ny@portal.example")
    sweep(now=ONE_BEFORE + timedelta(hours=23))
    due = dict(Notification.objects.filter(step="b1").values_list("recipient", "due_at"))
    assert due[paris.pk] == datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    assert due[new_york.pk] == datetime(2026, 12, 3, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "occasion", "before_change", "after_change"),
    [
        ("Europe/Paris", date(2026, 10, 26), "2026-10-23 07:00", "2026-10-26 08:00"),
        ("Europe/Paris", date(2027, 3, 29), "2027-03-26 08:00", "2027-03-29 07:00"),
        ("America/New_York", date(2026, 11, 2), "2026-10-30 13:00", "2026-11-02 14:00"),
        ("America/New_York", date(2027, 3, 15), "2027-03-12 14:00", "2027-03-15 13:00"),
    ],
)
def test_nine_stays_nine_across_the_change_of_clocks(db, zone, occasion, before_change, after_change):
    ReminderRule.objects.all().delete()
    RuleFactory(amount=1)
    RuleFactory(amount=0)
    person = UserFactory(time_zone=zone)
    MeetingFactory(
        series=SeriesFactory(lead_ministry=person.organisation),
        start_date=occasion,
        start_time=time(18),
        time_zone=zone,
    )
    start = datetime.combine(occasion - timedelta(days=4), time(), UTC)
    for hours in range(5 * 24):
        sweep(now=start + timedelta(hours=hours))
    due = dict(Notification.objects.values_list("step", "due_at"))
    assert due == {
        "b1": datetime.fromisoformat(before_change).replace(tzinfo=UTC),
        "b0": datetime.fromisoformat(after_change).replace(tzinfo=UTC),
    }


def test_an_hour_that_the_change_of_clocks_skips_or_doubles_comes_once(db):
    ReminderRule.objects.all().delete()
    RuleFactory(amount=1, unit=ReminderRule.Unit.CALENDAR, hour=2)
    person = UserFactory(time_zone="Europe/Paris")
    for occasion in (date(2026, 10, 26), date(2027, 3, 29)):
        MeetingFactory(series=SeriesFactory(lead_ministry=person.organisation), start_date=occasion)
        start = datetime.combine(occasion - timedelta(days=2), time(12), UTC)
        for halves in range(48):
            sweep(now=start + timedelta(minutes=30 * halves))
    assert list(Notification.objects.order_by("due_at").values_list("due_at", flat=True)) == [
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
    ]


def test_after_a_day_down_what_is_of_use_goes_once_and_the_rest_is_missed(meeting):
    sweep(now=THIRTY_BEFORE)
    Notification.objects.update(state="sent")
    for hours in (3, 4):
        sweep(now=ONE_BEFORE + timedelta(hours=hours))
        assert told() == [*ahead("b30", "sent"), *ahead("b7", "missed"), *ahead("b1")]


def test_what_could_not_be_sent_in_time_is_missed(meeting):
    sweep(now=SEVEN_BEFORE)
    sweep(now=ONE_BEFORE)
    assert told() == [*ahead("b7", "missed"), *ahead("b1")]


def test_nothing_goes_out_once_the_meeting_has_begun(meeting):
    sweep(now=THIRTY_BEFORE - timedelta(days=1))
    Meeting.objects.update(start_time=time(9, 30))
    sweep(now=datetime(2026, 12, 4, 0, 30, tzinfo=UTC))
    assert {row[3] for row in told()} == {"missed"}


def test_without_a_time_the_day_itself_still_counts(meeting):
    sweep(now=datetime(2026, 12, 4, 14, 59, tzinfo=UTC))
    assert told() == ahead("b1")
    sweep(now=datetime(2026, 12, 4, 15, 0, tzinfo=UTC))
    assert told() == ahead("b1", "missed")


def test_a_meeting_entered_late_gets_the_step_in_force_and_no_record_of_older_ones(meeting):
    sweep(now=datetime(2026, 12, 1, 3, 0, tzinfo=UTC))
    assert told() == ahead("b7")


@pytest.mark.parametrize("precision", ["month", "year", "unknown"])
def test_a_date_that_is_not_known_to_the_day_reminds_of_nothing(meeting, precision):
    day = None if precision == "unknown" else date(2026, 12, 1)
    Meeting.objects.update(date_precision=precision, start_date=day)
    sweep(now=SEVEN_BEFORE)
    assert told() == []


@pytest.mark.parametrize("status", ["held", "postponed", "cancelled"])
def test_only_meetings_that_are_to_happen_remind(meeting, status):
    Meeting.objects.update(status=status)
    sweep(now=SEVEN_BEFORE)
    assert told() == []


@pytest.mark.parametrize("field", [{"is_active": False}, {"term_end": date(2026, 11, 24)}, {"role": "officer"}])
def test_only_staff_in_office_are_reminded(meeting, mext_staff, field):
    type(mext_staff).objects.filter(pk=mext_staff.pk).update(**field)
    sweep(now=SEVEN_BEFORE)
    assert told() == ahead("b7", "queued", "mofa.staff@portal.example")


def test_a_person_in_two_circles_is_told_once(meeting, mofa):
    meeting.concerned.add(mofa)
    sweep(now=SEVEN_BEFORE)
    assert told() == ahead("b7")


def test_watchers_of_the_meeting_and_of_its_series_are_told_once(meeting, council_member, officer):
    for person in (council_member, officer):
        Watch.objects.create(user=person, meeting=meeting)
        Watch.objects.create(user=person, series=meeting.series)
    Watch.objects.create(user=UserFactory(), meeting=MeetingFactory(start_date=date(2027, 9, 1)))
    sweep(now=SEVEN_BEFORE)
    addresses = sorted(row[0] for row in told())
    assert addresses == [
        "council@portal.example",
        "mext.staff@portal.example",
        "mofa.staff@portal.example",
        "officer@portal.example",
    ]


def test_a_rule_reaches_only_its_audience(meeting, council_member):
    Watch.objects.create(user=council_member, meeting=meeting)
    ReminderRule.objects.update(audience=["watchers"])
    sweep(now=SEVEN_BEFORE)
    assert told() == ahead("b7", "queued", "council@portal.example")


def test_a_doubled_beat_finds_the_other_sweep_at_work(meeting, django_db_blocker):
    from django.db import connections

    from reminders.actions.sweep import SWEEP_LOCK

    other = connections.create_connection("default")
    with django_db_blocker.unblock(), other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SWEEP_LOCK])
        assert sweep(now=SEVEN_BEFORE) is None
    other.close()
    assert told() == []
    assert sweep(now=SEVEN_BEFORE).written == 2


def test_the_query_count_does_not_grow_with_meetings(meeting, mofa, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        sweep(now=SEVEN_BEFORE)
    for _more in range(5):
        MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2026, 12, 4))
    with CaptureQueriesContext(connection) as six:
        assert sweep(now=SEVEN_BEFORE + timedelta(minutes=1)).written == 5
    assert len(six) <= len(one)
