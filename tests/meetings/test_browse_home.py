from datetime import date, datetime, timedelta

import pghistory
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting
from meetings.models.series import Level
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.participants import ParticipantFactory

pytestmark = pytest.mark.django_db
HOME = reverse("home")
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def on_desk(client, name="waiting"):
    return client.get(HOME).context[name]


def changed_by(person):
    return pghistory.context(user=str(person.pk))


@pytest.fixture
def since_long_ago(mext_staff):
    """The events of a test carry the database's own clock, not the travelled one."""
    mext_staff.seen_before_at = datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())
    mext_staff.save(update_fields=["seen_before_at"])


@pytest.mark.parametrize(("asks", "language"), [("ja,en;q=0.5", "ja"), ("en-GB,en", "en"), ("fr", "ja")])
def test_visitor_is_led_to_the_public_site_in_their_language(client, asks, language):
    answer = client.get(HOME, headers={"Accept-Language": asks})
    assert (answer.status_code, answer.url) == (302, f"/{language}/")
    assert "Accept-Language" in answer["Vary"]


def test_administrator_goes_to_their_own_home(client, administrator):
    client.force_login(administrator)
    response = client.get(HOME)
    assert response.status_code == 302
    assert response.url == reverse("accounts:administration")


def test_desk_ranks_what_the_ministrys_meetings_lack(client, mext, mext_staff, mofa_staff):
    series = SeriesFactory(lead_ministry=mext)
    MeetingFactory(
        series=series, title_ja="五日後", start_date=TODAY + timedelta(days=5), status=Meeting.Status.CONFIRMED
    )
    MeetingFactory(series=series, title_ja="二十日後", start_date=TODAY + timedelta(days=20))
    MeetingFactory(series=series, title_ja="九十日後", start_date=TODAY + timedelta(days=90))
    planned = MeetingFactory(
        series=series, title_ja="五十日後", start_date=TODAY + timedelta(days=50), status=Meeting.Status.CONFIRMED
    )
    AgendaItemFactory(meeting=planned, lead_ministry=None)
    client.force_login(mext_staff)
    assert [(one.title, one.what) for one in on_desk(client)] == [
        ("五日後", "議題が未作成"),
        ("五日後", "代表団が未定"),
        ("二十日後", "議題が未作成"),
        ("二十日後", "日程が未確定"),
        ("二十日後", "代表団が未定"),
        ("五十日後", "主担当のない議題 1件"),
        ("五十日後", "対処方針が未作成 1件"),
    ]
    client.force_login(mofa_staff)
    assert on_desk(client) == []


def test_concerned_ministry_has_it_on_its_desk_too(client, mofa, mofa_staff):
    meeting = MeetingFactory(
        title_ja="関係する会合", start_date=TODAY + timedelta(days=5), status=Meeting.Status.CONFIRMED
    )
    meeting.concerned.add(mofa)
    client.force_login(mofa_staff)
    assert [(one.title, one.what) for one in on_desk(client)] == [
        ("関係する会合", "議題が未作成"),
        ("関係する会合", "代表団が未定"),
    ]


def test_meeting_that_is_over_asks_to_be_closed(client, mext, mext_staff):
    series = SeriesFactory(lead_ministry=mext)
    MeetingFactory(
        series=series, title_ja="先週", start_date=TODAY - timedelta(days=7), status=Meeting.Status.CONFIRMED
    )
    MeetingFactory(series=series, title_ja="開催済", start_date=TODAY - timedelta(days=7), status=Meeting.Status.HELD)
    client.force_login(mext_staff)
    assert [(one.title, one.action) for one in on_desk(client)] == [("先週", "状態を直す")]


def test_empty_desk_says_what_comes_next(client, mext, mext_staff):
    series = SeriesFactory(lead_ministry=mext)
    ready = MeetingFactory(series=series, title_ja="準備済みの会合", status=Meeting.Status.CONFIRMED)
    AgendaItemFactory(meeting=ready, lead_ministry=mext, kind="other")
    ParticipantFactory(meeting=ready, role="head")
    client.force_login(mext_staff)
    text = client.get(HOME).content.decode()
    assert "対応が必要なものはありません" in text
    assert "次は2026年12月4日（金）の「準備済みの会合」です。" in text


def test_council_looks_by_level(client, council_member):
    MeetingFactory(title_ja="専門家", series=SeriesFactory(level=Level.EXPERT), start_date=date(2026, 12, 1))
    MeetingFactory(title_ja="首脳", series=SeriesFactory(level=Level.LEADERS), start_date=date(2026, 12, 20))
    client.force_login(council_member)
    assert [(one.title, str(one.group)) for one in on_desk(client, "coming")] == [
        ("首脳", "首脳"),
        ("専門家", "専門家"),
    ]


def test_attache_sees_what_is_shared_with_the_embassy_first(client, french_attache, german_attache, french_embassy):
    MeetingFactory(title_en="Public", handling=Handling.PUBLIC, start_date=date(2026, 12, 1))
    shared = MeetingFactory(title_en="Shared", handling=Handling.SHARED, start_date=date(2026, 12, 20))
    shared.shared_with.add(french_embassy)
    MeetingFactory(title_en="Inside")
    client.force_login(french_attache)
    assert [one.title for one in on_desk(client, "coming")] == ["Shared", "Public"]
    client.force_login(german_attache)
    assert [one.title for one in on_desk(client, "coming")] == ["Public"]


def test_changes_by_others_are_told_by_field(client, mext_staff, mofa_staff, since_long_ago):
    meeting = MeetingFactory(title_ja="変わる会合")
    with changed_by(mofa_staff):
        Meeting.objects.filter(pk=meeting.pk).update(
            start_date=date(2026, 12, 5), version=2, field_versions={"start_date": 2}
        )
        AgendaItemFactory.create_batch(2, meeting=meeting)
    with changed_by(mext_staff):
        Meeting.objects.filter(pk=meeting.pk).update(
            city="京都", version=3, field_versions={"start_date": 2, "city": 3}
        )
    client.force_login(mext_staff)
    changes = on_desk(client, "changes")
    assert {(one.what, one.title) for one in changes} == {
        ("日程が変わりました", "変わる会合"),
        ("議題が追加 2件", "変わる会合"),
    }
    assert {one.who for one in changes} == {f"{mofa_staff.name_ja}（外務省）"}


def test_removing_and_restoring_an_item_is_told(client, mext_staff, mofa_staff, since_long_ago):
    item = AgendaItemFactory()
    rows = AgendaItem.objects.filter(pk=item.pk)
    client.force_login(mext_staff)
    with changed_by(mofa_staff):
        rows.update(deleted_at=timezone.now(), version=2, field_versions={"deleted_at": 2})
    assert [one.what for one in on_desk(client, "changes")] == ["議題が削除 1件"]
    with changed_by(mofa_staff):
        rows.update(deleted_at=None, version=3, field_versions={"deleted_at": 3})
    assert {one.what for one in on_desk(client, "changes")} == {"議題が削除 1件", "議題が復元 1件"}


def test_changes_of_hidden_rows_are_not_told(client, mext_staff, french_attache):
    meeting = MeetingFactory(title_en="Public meeting", handling=Handling.PUBLIC)
    with changed_by(mext_staff):
        AgendaItemFactory(meeting=meeting)
        opened = AgendaItemFactory(meeting=meeting)
        AgendaItem.objects.filter(pk=opened.pk).update(handling=Handling.PUBLIC)
        hidden = MeetingFactory(title_en="Inside")
        Meeting.objects.filter(pk=hidden.pk).update(city="Kyoto", version=2, field_versions={"city": 2})
    type(french_attache).objects.filter(pk=french_attache.pk).update(
        seen_before_at=datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())
    )
    client.force_login(french_attache)
    assert on_desk(client, "changes") == []


def test_attache_is_not_told_who_inside_changed_it(client, mext_staff, french_attache):
    meeting = MeetingFactory(title_en="Public meeting", handling=Handling.PUBLIC)
    with changed_by(mext_staff):
        Meeting.objects.filter(pk=meeting.pk).update(city="Kyoto", version=2, field_versions={"city": 2})
    type(french_attache).objects.filter(pk=french_attache.pk).update(
        seen_before_at=datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())
    )
    client.force_login(french_attache)
    response = client.get(HOME)
    assert [one.title for one in response.context["changes"]] == ["Public meeting"]
    assert mext_staff.name_en not in response.content.decode()


def test_query_count_is_the_same_for_one_and_three(
    client, mext, mext_staff, mofa_staff, since_long_ago, django_assert_max_num_queries
):
    series = SeriesFactory(lead_ministry=mext)
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        with changed_by(mofa_staff):
            AgendaItemFactory(meeting=MeetingFactory(series=series), lead_ministry=None)
        client.get(HOME)
        with django_assert_max_num_queries(34) as captured:
            client.get(HOME)
        counts.append(len(captured))
        with changed_by(mofa_staff):
            MeetingFactory(series=series)
    assert counts[0] == counts[1]
