from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.handling import Handling
from meetings.cadence import Course, next_by_cadence
from meetings.models import Meeting, SeriesLink
from tests.factories.meetings import MeetingFactory, SeriesFactory

pytestmark = pytest.mark.django_db
LIST = reverse("meetings:series_list")
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_numbers_are_over_what_the_reader_sees(client, mext_staff, french_attache):
    series = SeriesFactory()
    MeetingFactory(series=series, start_date=date(2025, 12, 4), handling=Handling.PUBLIC)
    MeetingFactory(series=series, start_date=date(2026, 10, 4), handling=Handling.GOVERNMENT)
    MeetingFactory(series=series, start_date=date(2027, 1, 15), handling=Handling.GOVERNMENT)
    client.force_login(mext_staff)
    course = client.get(LIST).context["rows"][0]["course"]
    assert (course.sessions, course.last_text, course.next_text) == (
        3,
        "2026年10月4日（日）",
        "2027年1月15日（金）",
    )
    client.force_login(french_attache)
    course = client.get(LIST).context["rows"][0]["course"]
    assert (course.sessions, course.last_text, course.next_text) == (1, "Thu 4 December 2025", "")


def test_list_narrows(client, mext_staff):
    SeriesFactory(name_ja="日仏合同委員会", kind="bilateral", level="working")
    SeriesFactory(name_ja="G7科学技術大臣会合", kind="multilateral", level="ministerial")
    client.force_login(mext_staff)

    def names(**params):
        return {row["series"].name_ja for row in client.get(LIST, params).context["rows"]}

    assert names(q="日仏") == {"日仏合同委員会"}
    assert names(kind="multilateral") == {"G7科学技術大臣会合"}
    assert names(level="working") == {"日仏合同委員会"}


@pytest.mark.parametrize(
    "params", [{"kind": "x"}, {"level": "\0"}, {"lead": "x"}, {"q": "a\0"}, {"q": "x" * 5000}, {"after": "x"}]
)
def test_bad_filter_is_said(client, mext_staff, params):
    SeriesFactory(name_ja="見せない系列")
    client.force_login(mext_staff)
    response = client.get(LIST, params)
    assert response.status_code == 400
    assert "見せない系列" not in response.content.decode()


def test_page_shows_facts_links_and_visible_sessions(client, mext_staff, french_attache):
    series = SeriesFactory(name_ja="日米合同委員会", cadence_months=12, source="https://example.go.jp/x")
    above = SeriesFactory(name_ja="日米首脳会談")
    SeriesLink.objects.create(from_series=series, to_series=above, relation=SeriesLink.Relation.REPORTS_TO)
    MeetingFactory(series=series, title_ja="第1回", title_en="First", start_date=date(2026, 3, 4))
    client.force_login(mext_staff)
    page = client.get(reverse("meetings:series", args=[series.pk])).content.decode()
    for text in (
        "日米合同委員会",
        "12か月ごと",
        "日米首脳会談",
        "報告する",
        "第1回",
        "2027年3月",
        "推定",
        "example.go.jp",
    ):
        assert text in page
    client.force_login(french_attache)
    page = client.get(reverse("meetings:series", args=[series.pk])).content.decode()
    assert "First" not in page
    assert "2027" not in page


def test_new_meeting_is_offered_to_who_may(client, mext, mext_staff, mofa_staff, secretariat):
    series = SeriesFactory(lead_ministry=mext)
    address = reverse("meetings:series", args=[series.pk])
    offered = {}
    for person in (mext_staff, mofa_staff, secretariat):
        client.force_login(person)
        offered[person.email] = "この系列から新しい会合を作る" in client.get(address).content.decode()
    assert offered == {mext_staff.email: True, mofa_staff.email: False, secretariat.email: True}


def test_unknown_series_is_not_found(client, mext_staff):
    client.force_login(mext_staff)
    assert client.get(reverse("meetings:series", args=["00000000-0000-0000-0000-000000000001"])).status_code == 404


@pytest.mark.parametrize("name", ["series_list", "series"])
def test_query_count_is_the_same_for_one_and_three(client, mext_staff, django_assert_max_num_queries, name):
    series = SeriesFactory(host_partner=None)
    address = reverse(f"meetings:{name}", args=[series.pk] if name == "series" else [])
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        MeetingFactory(series=series)
        link = SeriesFactory()
        SeriesLink.objects.create(from_series=series, to_series=link, relation=SeriesLink.Relation.PREPARES)
        client.get(address)
        with django_assert_max_num_queries(16) as captured:
            client.get(address)
        counts.append(len(captured))
        MeetingFactory(series=series)
    assert counts[0] == counts[1]


def course_of(start, precision="day"):
    return Course(1, {"start_date": start, "end_date": None, "date_precision": precision})


@pytest.mark.parametrize(
    ("start", "precision", "months", "text", "overdue"),
    [
        (date(2026, 3, 31), "day", 12, "2027年3月", False),
        (date(2024, 3, 31), "day", 12, "2025年3月", True),
        (date(2026, 1, 1), "year", 12, "2027年", False),
    ],
)
def test_estimate_is_as_precise_as_what_it_is_made_of(start, precision, months, text, overdue):
    estimate = next_by_cadence(course_of(start, precision), months, TODAY)
    assert (estimate.text, estimate.overdue) == (text, overdue)


def test_no_estimate_without_rhythm_or_with_a_date(client):
    assert next_by_cadence(course_of(TODAY), None, TODAY) is None
    assert next_by_cadence(Course(), 12, TODAY) is None
    set_date = Course(2, course_of(TODAY).last, {"start_date": TODAY, "end_date": None, "date_precision": "day"})
    assert next_by_cadence(set_date, 12, TODAY) is None


def test_cancelled_session_is_neither_last_nor_next(client, mext_staff):
    series = SeriesFactory()
    MeetingFactory(series=series, start_date=date(2026, 10, 1), status=Meeting.Status.CANCELLED)
    MeetingFactory(series=series, start_date=date(2026, 12, 1), status=Meeting.Status.CANCELLED)
    client.force_login(mext_staff)
    course = client.get(LIST).context["rows"][0]["course"]
    assert (course.sessions, course.last, course.next) == (2, None, None)
