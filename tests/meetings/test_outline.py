"""Numbers and running times of an agenda, as one reader sees it."""

from datetime import date, time

import pytest

from meetings.outline import lay_out
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return MeetingFactory(start_time=time(9, 30), end_time=time(11, 0))


def laid_out(meeting):
    return lay_out(meeting, meeting.agenda_items.with_row())


def seen(meeting):
    return [(row.number, row.start, row.length) for row in laid_out(meeting).rows]


def add(meeting, minutes=None, **fields):
    return AgendaItemFactory(meeting=meeting, duration_minutes=minutes, **fields)


def test_numbers_and_times_run_through_the_tree(meeting):
    add(meeting, 10)
    parent = add(meeting, 40)
    add(meeting, 20, parent=parent)
    add(meeting, 15, parent=parent)
    add(meeting, 30)
    assert seen(meeting) == [
        ("1", "09:30", "10分"),
        ("2", "09:40", "40分"),
        ("2.1", "09:40", "20分"),
        ("2.2", "10:00", "15分"),
        ("3", "10:20", "30分"),
    ]


def test_a_parent_without_a_length_takes_the_sum_of_its_children(meeting):
    parent = add(meeting)
    add(meeting, 20, parent=parent)
    add(meeting, 25, parent=parent)
    add(meeting, 5)
    assert seen(meeting)[0] == ("1", "09:30", "45分")
    assert seen(meeting)[-1] == ("2", "10:15", "5分")


def test_an_unknown_length_leaves_what_follows_without_a_time_until_one_is_fixed(meeting):
    add(meeting, 10)
    add(meeting)
    add(meeting, 10)
    add(meeting, 10, start_time=time(10, 30))
    assert [start for _number, start, _length in seen(meeting)] == ["09:30", "09:40", "", "10:30"]


def test_overlap_and_overrun_are_told(meeting):
    add(meeting, 60)
    late = add(meeting, 45, start_time=time(10, 15))
    parent = add(meeting, 10)
    add(meeting, 25, parent=parent)
    agenda = laid_out(meeting)
    assert {row.item.pk: row.slot.overlap for row in agenda.rows}[late.pk] == 15
    assert {row.item.pk: row.slot.overrun for row in agenda.rows}[parent.pk] == 15
    (day,) = agenda.days
    assert (day.planned, day.available, day.overrun) == (115, 90, 25)


def test_numbers_fixed_by_the_host_take_no_place_in_the_count(meeting):
    add(meeting)
    fixed = add(meeting, number="A")
    add(meeting, parent=fixed)
    add(meeting)
    assert [number for number, _start, _length in seen(meeting)] == ["1", "A", "A.1", "2"]


def test_each_day_begins_when_the_meeting_does(meeting):
    meeting.end_date = date(2026, 12, 5)
    add(meeting, 30, day=1)
    add(meeting, 30, day=2)
    agenda = laid_out(meeting)
    assert [row.start for row in agenda.rows] == ["09:30", "09:30"]
    assert [row.day_label for row in agenda.rows] == ["2026年12月4日（金）", "2026年12月5日（土）"]
    assert [day.planned for day in agenda.days] == [30, 30]


def test_without_hours_of_the_meeting_nothing_is_made_up():
    meeting = MeetingFactory()
    add(meeting, 10)
    assert seen(meeting) == [("1", "", "10分")]
