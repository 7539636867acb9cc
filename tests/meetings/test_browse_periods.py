"""The month and the year: what stands where, as far as its date is known."""

from datetime import date
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse

from accounts.handling import Handling
from meetings.calendar import year_picture
from meetings.models.series import Level
from tests.factories.meetings import MeetingFactory, SeriesFactory

pytestmark = pytest.mark.django_db
MONTH, YEAR = reverse("meetings:calendar"), reverse("meetings:timeline")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(date(2026, 11, 24), tick=False):
        yield


def on_days(response):
    return {
        day.date: [line["title"] for line in day.meetings]
        for week in response.context["weeks"]
        for day in week
        if day.meetings
    }


def names(lines):
    return [line["title"] for line in lines]


def test_month_puts_each_meeting_on_its_days(client, mext_staff):
    MeetingFactory(title_ja="一日", start_date=date(2026, 12, 4))
    MeetingFactory(title_ja="二日間", start_date=date(2026, 12, 31), end_date=date(2027, 1, 1))
    client.force_login(mext_staff)
    response = client.get(MONTH, {"month": "2026-12"})
    assert on_days(response) == {
        date(2026, 12, 4): ["一日"],
        date(2026, 12, 31): ["二日間"],
        date(2027, 1, 1): ["二日間"],
    }
    assert on_days(client.get(MONTH, {"month": "2027-01"}))[date(2027, 1, 1)] == ["二日間"]


def test_what_has_no_day_stands_above_or_is_hinted_at(client, mext_staff):
    MeetingFactory(title_ja="月だけ", start_date=date(2026, 12, 1), date_precision="month")
    MeetingFactory(title_ja="年だけ", start_date=date(2026, 1, 1), date_precision="year")
    MeetingFactory(title_ja="未定", start_date=None, date_precision="unknown")
    client.force_login(mext_staff)
    context = client.get(MONTH, {"month": "2026-12"}).context
    assert (names(context["by_month"]), names(context["by_year"])) == (["月だけ"], ["年だけ"])
    assert on_days(client.get(MONTH, {"month": "2026-12"})) == {}


def test_month_shows_what_the_reader_may_see(client, french_attache):
    MeetingFactory(title_en="Public", handling=Handling.PUBLIC, start_date=date(2026, 12, 4))
    MeetingFactory(title_en="Inside", start_date=date(2026, 12, 4))
    client.force_login(french_attache)
    assert on_days(client.get(MONTH, {"month": "2026-12"})) == {date(2026, 12, 4): ["Public"]}
    assert names(client.get(YEAR, {"year": "2026"}).context["lines"]) == ["Public"]


def test_month_and_year_keep_the_filter(client, mext_staff):
    MeetingFactory(title_ja="量子", start_date=date(2026, 12, 4))
    MeetingFactory(title_ja="宇宙", start_date=date(2026, 12, 4))
    client.force_login(mext_staff)
    response = client.get(MONTH, {"month": "2026-12", "q": "量子"})
    assert on_days(response) == {date(2026, 12, 4): ["量子"]}
    assert response.context["next"] == "q=%E9%87%8F%E5%AD%90&month=2027-01"
    assert "/meetings/timeline/?q=" in response.content.decode()


def test_a_full_day_leads_to_the_list(client, mext_staff):
    for n in range(5):
        MeetingFactory(title_ja=f"会合{n}", start_date=date(2026, 12, 4))
    client.force_login(mext_staff)
    text = client.get(MONTH, {"month": "2026-12"}).content.decode()
    assert "ほか3件" in text
    assert "since=2026-12-04&amp;until=2026-12-04" in text


@pytest.mark.parametrize(
    ("view", "name", "value"),
    [
        (MONTH, "month", value)
        for value in ("x", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "２０２６-12", "2026-12-01", "\0")
    ]
    + [(YEAR, "year", value) for value in ("x", "1", "0000", "9999", "２０２６", "-2026", "\0", "2" * 5000)],
)
def test_unreadable_period_is_said(client, mext_staff, view, name, value):
    client.force_login(mext_staff)
    response = client.get(view, {name: value})
    assert response.status_code == 400
    assert "指定してください" in response.content.decode()


@pytest.mark.parametrize("view", [MONTH, YEAR])
def test_unreadable_filter_is_said(client, mext_staff, view):
    MeetingFactory(title_ja="見せない会合", start_date=date(2026, 11, 4))
    client.force_login(mext_staff)
    response = client.get(view, {"fiscal_year": "abc"})
    assert response.status_code == 400
    assert "年度は西暦4桁" in response.content.decode()
    assert "見せない会合" not in response.content.decode()


def test_fiscal_year_turns_the_year(client, mext_staff):
    MeetingFactory(title_ja="三月", start_date=date(2027, 3, 4))
    MeetingFactory(title_ja="二月", start_date=date(2026, 2, 4))
    client.force_login(mext_staff)
    response = client.get(YEAR, {"fiscal_year": "2026"})
    assert names(response.context["lines"]) == ["三月"]
    assert [month["number"] for month in response.context["picture"]["months"]] == [
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        1,
        2,
        3,
    ]
    assert response.context["next"] == "fiscal_year=2027"


def test_year_table_says_what_the_picture_says(client, mext_staff):
    leaders = SeriesFactory(level=Level.LEADERS)
    MeetingFactory(title_ja="首脳会合", series=leaders, start_date=date(2026, 6, 1), date_precision="month")
    MeetingFactory(title_ja="年だけ", series=leaders, start_date=date(2026, 1, 1), date_precision="year")
    client.force_login(mext_staff)
    context = client.get(YEAR, {"year": "2026"}).context
    drawn = [mark.line["title"] for band in context["picture"]["bands"] for mark in band.marks]
    assert drawn == ["首脳会合"]
    assert set(names(context["lines"])) == {"首脳会合", "年だけ"}


def line(day, level=Level.WORKING, precision="day", end=None):
    return {"start": day, "end": end, "precision": precision, "level_value": level}


def test_marks_of_one_lane_never_touch():
    lines = [line(date(2026, 12, day)) for day in range(1, 29)]
    picture = year_picture(lines, date(2026, 1, 1), date(2026, 12, 31))
    lanes = {}
    for mark in picture["bands"][0].marks:
        lanes.setdefault(mark.y, []).append(mark.x)
    for places in lanes.values():
        assert all(right - left >= 6.9 for left, right in pairwise(places))
    assert max(lanes) < picture["height"]


def test_marks_stay_in_the_picture():
    lines = [
        line(date(2025, 12, 30), end=date(2026, 1, 3)),
        line(date(2026, 12, 31)),
        line(date(2026, 12, 1), precision="month"),
    ]
    picture = year_picture(lines, date(2026, 1, 1), date(2026, 12, 31))
    for mark in picture["bands"][0].marks:
        assert mark.x >= 0
        assert mark.x + mark.width <= 100.1


@pytest.mark.parametrize("view", [MONTH, YEAR])
def test_query_count_is_the_same_for_one_and_three(client, mext_staff, django_assert_max_num_queries, view):
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        MeetingFactory(start_date=date(2026, 11, 4))
        client.get(view)
        with django_assert_max_num_queries(15) as captured:
            client.get(view)
        counts.append(len(captured))
        MeetingFactory(start_date=date(2026, 11, 5))
    assert counts[0] == counts[1]
