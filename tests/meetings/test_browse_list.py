"""The list of meetings: whose rows, which filter, which page; an outsider (the attaché) in every test of a right."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.models import Meeting
from meetings.models.series import Level
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

NOWHERE = "00000000-0000-4000-8000-000000000000"

pytestmark = pytest.mark.django_db
LIST = reverse("meetings:list")
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def titles(response):
    return [row["title"] for row in response.context["rows"]]


def found(client, **params):
    response = client.get(LIST, params)
    assert response.status_code == 200
    return set(titles(response))


def test_list_shows_what_the_reader_may_see(client, mext_staff, french_attache):
    MeetingFactory(title_ja="政府部内の会合", title_en="Inside meeting")
    MeetingFactory(title_ja="公開の会合", title_en="Public meeting", handling=Handling.PUBLIC)
    client.force_login(mext_staff)
    assert found(client) == {"政府部内の会合", "公開の会合"}
    client.force_login(french_attache)
    assert found(client) == {"Public meeting"}


def test_restricted_meeting_is_found_by_its_list_alone(client, mext_staff, mofa_staff):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mext_staff)
    MeetingFactory(title_ja="関係者の会合", handling=Handling.RESTRICTED, access_group=group)
    client.force_login(mext_staff)
    assert found(client, q="関係者") == {"関係者の会合"}
    client.force_login(mofa_staff)
    assert found(client, q="関係者") == set()


def test_text_finds_titles_places_and_visible_items(client, mext_staff, french_attache):
    MeetingFactory(title_ja="量子作業部会", title_en="Quantum", handling=Handling.PUBLIC)
    MeetingFactory(title_ja="宇宙会合", title_en="Space", city="京都", handling=Handling.PUBLIC)
    with_item = MeetingFactory(title_ja="合同委員会", title_en="Committee", handling=Handling.PUBLIC)
    AgendaItemFactory(meeting=with_item, title_ja="量子センサー", handling=Handling.GOVERNMENT)
    client.force_login(mext_staff)
    assert found(client, q="量子") == {"量子作業部会", "合同委員会"}
    assert found(client, q="京都") == {"宇宙会合"}
    assert found(client, q="量") == {"量子作業部会", "合同委員会"}
    client.force_login(french_attache)
    assert found(client, q="量子") == {"Quantum"}


def test_deleted_item_is_not_found(client, mext_staff):
    AgendaItemFactory(title_ja="極域研究", deleted_at="2026-11-20T00:00:00Z")
    client.force_login(mext_staff)
    assert found(client, q="極域") == set()


def test_period_counts_a_month_or_year_whole(client, mext_staff):
    MeetingFactory(title_ja="日", start_date=date(2026, 12, 4))
    MeetingFactory(title_ja="月", start_date=date(2026, 12, 1), date_precision="month")
    MeetingFactory(title_ja="年", start_date=date(2026, 1, 1), date_precision="year")
    MeetingFactory(title_ja="未定", start_date=None, date_precision="unknown")
    client.force_login(mext_staff)
    assert found(client) == {"日", "月", "年", "未定"}
    assert found(client, since="2026-12-10") == {"月", "年"}
    assert found(client, since="2026-12-01", until="2026-12-04") == {"日", "月", "年"}
    assert found(client, until="2026-11-30") == {"年"}


def test_fiscal_year_runs_from_april_to_march(client, mext_staff):
    MeetingFactory(title_ja="三月", start_date=date(2026, 3, 31))
    MeetingFactory(title_ja="四月", start_date=date(2026, 4, 1))
    MeetingFactory(title_ja="翌三月", start_date=date(2027, 3, 31))
    client.force_login(mext_staff)
    assert found(client, fiscal_year="2026") == {"四月", "翌三月"}
    assert found(client, fiscal_year="2025") == {"三月"}


def test_when_parts_what_comes_from_what_is_over(client, mext_staff):
    MeetingFactory(title_ja="前月", start_date=date(2026, 10, 1))
    MeetingFactory(title_ja="本日", start_date=TODAY)
    MeetingFactory(title_ja="翌月", start_date=date(2026, 12, 1))
    MeetingFactory(title_ja="中止", start_date=date(2026, 12, 2), status=Meeting.Status.CANCELLED)
    client.force_login(mext_staff)
    assert titles(client.get(LIST, {"when": "upcoming"})) == ["本日", "翌月"]
    assert titles(client.get(LIST, {"when": "past"})) == ["前月"]


def test_facts_of_series_and_meeting_narrow(client, mext_staff, mofa, mext):
    france, europe = PartnerFactory(name_ja="フランス"), PartnerFactory(name_ja="EU")
    bilateral = SeriesFactory(level=Level.WORKING, host_partner=france, lead_ministry=mofa)
    ministers = SeriesFactory(level=Level.MINISTERIAL, kind="multilateral", lead_ministry=mext)
    MeetingFactory(title_ja="二国間", series=bilateral, status=Meeting.Status.CONFIRMED)
    held = MeetingFactory(title_ja="閣僚", series=ministers, country=europe, status=Meeting.Status.HELD)
    held.concerned.add(mofa)
    client.force_login(mext_staff)
    assert found(client, series=bilateral.pk) == {"二国間"}
    assert found(client, level="ministerial") == {"閣僚"}
    assert found(client, level=["ministerial", "working"]) == {"二国間", "閣僚"}
    assert found(client, kind="bilateral") == {"二国間"}
    assert found(client, partner=france.pk) == {"二国間"}
    assert found(client, partner=europe.pk) == {"閣僚"}
    assert found(client, lead=mofa.pk) == {"二国間"}
    assert found(client, concerning=mofa.pk) == {"二国間", "閣僚"}
    assert found(client, status="held") == {"閣僚"}


def test_theme_narrows_by_visible_items_and_takes_its_branch(client, mext_staff, french_attache):
    branch = ThemeFactory()
    quantum = ThemeFactory(parent=branch)
    meeting = MeetingFactory(title_ja="会合", title_en="Meeting", handling=Handling.PUBLIC)
    AgendaItemFactory(meeting=meeting, handling=Handling.GOVERNMENT).themes.add(quantum)
    client.force_login(mext_staff)
    assert found(client, theme=quantum.pk) == found(client, theme=branch.pk) == {"会合"}
    client.force_login(french_attache)
    assert found(client, theme=quantum.pk) == set()


@pytest.mark.parametrize("sort", ["date", "title", "level", "lead", "status"])
def test_each_order_pages_through_every_row_once(client, mext_staff, monkeypatch, sort):
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    series = [SeriesFactory(level=level) for level in (Level.EXPERT, Level.LEADERS)]
    for n in range(5):
        MeetingFactory(title_ja=f"会合{n}", series=series[n % 2], start_date=date(2026, 12, 1 + n % 3))
    MeetingFactory(title_ja="未定", series=series[0], start_date=None, date_precision="unknown", lead_ministry=None)
    client.force_login(mext_staff)
    for direction in ("", "-"):
        forward, query = [], f"sort={direction}{sort}"
        while query:
            page = client.get(f"{LIST}?{query}")
            forward.append(titles(page))
            query = page.context["next"]
        assert [len(rows) for rows in forward] == [2, 2, 2]
        assert len({title for rows in forward for title in rows}) == 6
        backward, query = [forward[-1]], page.context["previous"]
        while query:
            page = client.get(f"{LIST}?{query}")
            backward.insert(0, titles(page))
            query = page.context["previous"]
        assert backward == forward


def test_page_is_stable_when_rows_come_in_before_it(client, mext_staff, monkeypatch):
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    for n in range(4):
        MeetingFactory(title_ja=f"会合{n}", start_date=date(2026, 12, 10 - n))
    client.force_login(mext_staff)
    first = client.get(LIST)
    MeetingFactory(title_ja="新しい会合", start_date=date(2026, 12, 20))
    assert titles(client.get(f"{LIST}?{first.context['next']}")) == ["会合2", "会合3"]


def test_level_sorts_by_rank(client, mext_staff):
    for level in (Level.EXPERT, Level.LEADERS, Level.WORKING):
        MeetingFactory(title_ja=level.value, series=SeriesFactory(level=level))
    client.force_login(mext_staff)
    assert titles(client.get(LIST, {"sort": "level"})) == ["leaders", "working", "expert"]


def test_chips_say_each_condition_and_take_it_off(client, mext_staff):
    client.force_login(mext_staff)
    response = client.get(LIST, {"q": "量子", "level": ["leaders", "working"], "sort": "title"})
    chips = response.context["browsing"].chips
    assert [(str(chip["label"]), chip["value"]) for chip in chips] == [
        ("キーワード", "量子"),
        ("レベル", "首脳"),
        ("レベル", "実務者"),
    ]
    assert chips[0]["remove"] == "level=leaders&level=working&sort=title"
    assert chips[1]["remove"].endswith("level=working&sort=title")


def test_htmx_gets_the_results_alone(client, mext_staff):
    MeetingFactory(title_ja="量子作業部会")
    client.force_login(mext_staff)
    fragment = client.get(LIST, {"q": "量子"}, headers={"HX-Request": "true"})
    assert "量子作業部会" in fragment.content.decode()
    assert b"<html" not in fragment.content
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(LIST, {"q": "量子"}, headers=restored).content


def test_count_stops_at_a_thousand(client, mext_staff, monkeypatch):
    monkeypatch.setattr("accounts.lists.listing.MOST_COUNTED", 2)
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    MeetingFactory.create_batch(2)
    client.force_login(mext_staff)
    assert client.get(LIST).context["browsing"].counted == "2"
    MeetingFactory()
    assert client.get(LIST).context["browsing"].counted == "2+"


def test_a_page_that_shows_all_is_its_own_count(client, mext_staff):
    MeetingFactory.create_batch(2)
    client.force_login(mext_staff)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(LIST).context["browsing"].counted == "2"
    assert not [query for query in asked if "COUNT(" in query["sql"] and "meetings_meeting" in query["sql"]]


def test_agenda_count_is_of_what_the_reader_sees(client, mext_staff, french_attache):
    meeting = MeetingFactory(handling=Handling.PUBLIC)
    AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC)
    hidden = AgendaItemFactory(meeting=meeting, handling=Handling.GOVERNMENT)
    AgendaItemFactory(meeting=meeting, parent=hidden, handling=Handling.PUBLIC)
    client.force_login(mext_staff)
    assert client.get(LIST).context["rows"][0]["items"] == 3
    client.force_login(french_attache)
    assert client.get(LIST).context["rows"][0]["items"] == 1


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"fiscal_year": "abc"}, "年度は西暦4桁の数字で入力してください。例: 2026"),
        ({"fiscal_year": "9" * 30}, "この値は 2100 以下でなければなりません。"),
        ({"since": "2026-12-31", "until": "2026-12-01"}, "期間の終わりが始まりより前です。"),
        ({"since": "いつか"}, "日付を正しく入力してください。"),
        ({"level": "emperors"}, "emperors"),
        ({"status": "unknown"}, "unknown"),
        ({"series": "not-a-uuid"}, "UUID"),
        ({"series": NOWHERE}, "正しく選択してください"),
        ({"partner": "\0"}, "相手"),
        ({"q": "a\0b"}, "制御文字（U+0000）"),
        ({"q": "量" * 5000}, "200"),
        ({"q": "あ い う え お か き く け こ さ"}, "キーワードは10語までにしてください。"),
        ({"q": "a\x1fb"}, "制御文字"),
        ({"sort": "id"}, "id"),
    ],
)
def test_unreadable_filter_says_why_and_shows_nothing(client, mext_staff, params, said):
    MeetingFactory(title_ja="見せない会合")
    client.force_login(mext_staff)
    response = client.get(LIST, params)
    text = response.content.decode()
    assert response.status_code == 400
    assert said in text
    assert "見せない会合" not in text


@pytest.mark.parametrize(
    "token", ["x", "!!!!", "e30", "W10", "WzEsMl0", "W251bGwsbnVsbF0", "a" * 5000, "WyJcdTAwMDAiLCJcdTAwMDAiXQ", "\0"]
)
@pytest.mark.parametrize("name", ["after", "before"])
def test_unreadable_page_is_said(client, mext_staff, name, token):
    MeetingFactory()
    client.force_login(mext_staff)
    response = client.get(LIST, {name: token})
    assert response.status_code in {200, 400}
    if response.status_code == 400:
        assert "このページの位置を読み取れません" in response.content.decode()


def test_query_count_is_the_same_for_one_and_three_rows(client, mext_staff, django_assert_max_num_queries):
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        AgendaItemFactory.create_batch(2, meeting=MeetingFactory())
        client.get(LIST)
        with django_assert_max_num_queries(15) as captured:
            client.get(LIST)
        counts.append(len(captured))
        MeetingFactory()
    assert counts[0] == counts[1]


def test_list_speaks_english(client, french_attache):
    MeetingFactory(title_ja="日本語だけの会合", title_en="", handling=Handling.PUBLIC)
    client.force_login(french_attache)
    text = client.get(LIST).content.decode()
    assert '<html lang="en"' in text
    assert 'lang="ja">日本語だけの会合' in text
    assert "Fri 4 December 2026" in text


def test_filter_panel_offers_only_what_is_visible(client, mext_staff, french_attache):
    hidden_place = PartnerFactory(name_ja="秘密国", name_en="Secretland")
    MeetingFactory(country=hidden_place)
    panel = reverse("meetings:filter")
    client.force_login(mext_staff)
    assert "秘密国" in client.get(panel).content.decode()
    client.force_login(french_attache)
    assert "Secretland" not in client.get(panel).content.decode()
    assert client.get(LIST, {"partner": hidden_place.pk}).status_code == 400


@pytest.mark.parametrize("name", ["list", "filter", "calendar", "timeline", "export_csv", "export_xlsx"])
def test_outsiders_stay_outside(client, administrator, name):
    address = reverse(f"meetings:{name}")
    assert client.get(address).status_code == 302
    client.force_login(administrator)
    assert client.get(address).status_code == 403
