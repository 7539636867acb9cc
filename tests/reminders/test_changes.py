"""A change of date or standing is told once, and what no longer holds is taken back."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from meetings.models import Meeting
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.meetings import MeetingFactory, SeriesFactory

SEVEN_BEFORE = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(mofa, mofa_staff):
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2026, 12, 4))
    sweep(now=SEVEN_BEFORE)
    assert told() == [("ahead", "b7", "queued")]
    return meeting


def told():
    return list(Notification.objects.order_by("created_at", "kind").values_list("kind", "step", "state"))


def change(meeting, **fields):
    Meeting.objects.filter(pk=meeting.pk).update(**fields)


def sent():
    Notification.objects.filter(state="queued").update(state="sent")


def test_a_moved_meeting_voids_what_waits_tells_once_and_starts_a_new_ladder(meeting):
    change(meeting, start_date=date(2026, 12, 7))
    sweep(now=SEVEN_BEFORE + MINUTE)
    sweep(now=SEVEN_BEFORE + 2 * MINUTE)
    assert told() == [("ahead", "b7", "void"), ("moved", "1", "queued")]
    moved = Notification.objects.get(kind="moved")
    assert moved.occasion == date(2026, 12, 7)
    assert moved.before == {
        "on_date": "2026-12-04",
        "precision": "day",
        "at_time": None,
        "zone": "Asia/Tokyo",
    }


def test_after_a_move_the_steps_still_ahead_follow_at_their_time(meeting):
    change(meeting, start_date=date(2026, 12, 8))
    sweep(now=SEVEN_BEFORE + MINUTE)
    sent()
    sweep(now=datetime(2026, 11, 27, 0, 0, tzinfo=UTC) - MINUTE)
    assert len(told()) == 2
    sweep(now=datetime(2026, 11, 27, 0, 0, tzinfo=UTC))
    sweep(now=datetime(2026, 12, 7, 0, 0, tzinfo=UTC))
    assert told()[2:] == [("ahead", "b7", "missed"), ("ahead", "b1", "queued")]


def test_a_meeting_moved_away_and_back_tells_both_and_never_repeats_a_step(meeting):
    sent()
    change(meeting, start_date=date(2026, 12, 7))
    sweep(now=SEVEN_BEFORE + MINUTE)
    sent()
    change(meeting, start_date=date(2026, 12, 4))
    sweep(now=SEVEN_BEFORE + 2 * MINUTE)
    assert told() == [
        ("ahead", "b7", "sent"),
        ("moved", "1", "sent"),
        ("moved", "2", "queued"),
    ]


def test_two_moves_within_one_tick_are_one_message(meeting):
    change(meeting, start_date=date(2026, 12, 7))
    change(meeting, start_date=date(2026, 12, 8))
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert [row for row in told() if row[0] == "moved"] == [("moved", "1", "queued")]


def test_a_change_of_hour_sends_one_notice_and_no_second_ladder(meeting):
    sent()
    change(meeting, start_time=time(14))
    sweep(now=SEVEN_BEFORE + MINUTE)
    sweep(now=SEVEN_BEFORE + 2 * MINUTE)
    assert told() == [("ahead", "b7", "sent"), ("retimed", "1", "queued")]


def test_a_cancelled_meeting_sends_one_message_and_nothing_more(meeting):
    change(meeting, status="cancelled")
    for minutes in (1, 2, 8 * 24 * 60, 9 * 24 * 60):
        sweep(now=SEVEN_BEFORE + minutes * MINUTE)
        change(meeting, start_time=time(10 + minutes % 7))
    assert told()[:2] == [("ahead", "b7", "void"), ("cancelled", "1", "queued")]
    assert len(told()) == 2


def test_a_postponed_meeting_tells_so_and_its_new_date_starts_over(meeting):
    change(meeting, status="postponed")
    sweep(now=SEVEN_BEFORE + MINUTE)
    sent()
    change(meeting, status="confirmed", start_date=date(2026, 12, 7))
    sweep(now=SEVEN_BEFORE + 2 * MINUTE)
    assert told() == [
        ("ahead", "b7", "void"),
        ("postponed", "1", "sent"),
        ("restored", "2", "queued"),
    ]


def test_a_day_that_becomes_a_month_ends_the_ladder(meeting):
    change(meeting, date_precision="month", start_date=date(2026, 12, 1))
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert told() == [("ahead", "b7", "void"), ("moved", "1", "queued")]
    sent()
    for days in (1, 5):
        sweep(now=SEVEN_BEFORE + timedelta(days=days))
    assert len(told()) == 2


def test_a_correction_of_a_date_that_has_passed_tells_nobody(meeting):
    sent()
    change(meeting, start_date=date(2026, 11, 20))
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert told() == [("ahead", "b7", "sent")]


def test_a_deleted_meeting_takes_its_waiting_messages_along(meeting):
    meeting.delete()
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert told() == [("ahead", "b7", "void")]


def test_the_first_sight_of_a_meeting_is_no_change(meeting, mofa):
    MeetingFactory(series=SeriesFactory(lead_ministry=mofa), start_date=date(2027, 6, 1))
    MeetingFactory(series=SeriesFactory(lead_ministry=mofa), status="cancelled")
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert told() == [("ahead", "b7", "queued")]
