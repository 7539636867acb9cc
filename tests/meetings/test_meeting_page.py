"""The meeting's page: who sees it, what it says, how many queries it takes."""

import gzip
from datetime import time

import pytest
from django.urls import reverse

from accounts.handling import Handling
from meetings.models import Watch
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(
        lead_ministry=mofa,
        start_time=time(9, 30),
        end_time=time(17, 0),
        city="ワシントン",
        time_zone="America/New_York",
    )
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def page(client, meeting):
    def get(user, name="detail", status=200):
        client.force_login(user)
        answer = client.get(reverse(f"meetings:{name}", args=[meeting.pk]))
        assert answer.status_code == status
        return answer.content.decode()

    return get


def test_the_head_names_both_titles_both_clocks_and_the_ministries(page, meeting, mofa_staff):
    html = page(mofa_staff)
    assert meeting.title_ja in html
    assert meeting.title_en in html
    assert "2026年12月4日（金）" in html
    assert "09:30–17:00" in html
    assert "ニューヨーク時間" in html
    assert "東京 23:30–翌日 07:00" in html
    assert "外務省" in html
    assert "文部科学省" in html


def test_who_writes_gets_the_editor_and_others_the_same_table_to_read(page, meeting, mofa_staff, secretariat):
    item = AgendaItemFactory(meeting=meeting, title_ja="量子")
    for user, writes in ((mofa_staff, True), (secretariat, False)):
        html = page(user)
        assert "量子" in html
        assert (f'value="{item.pk}:1"' in html) is writes


def test_an_invisible_meeting_is_not_found(client, french_attache, meeting):
    client.force_login(french_attache)
    for name in ("detail", "sources", "agenda_changes"):
        assert client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404
    assert client.post(reverse("meetings:watch", args=[meeting.pk])).status_code == 404


def test_numbers_and_times_run_over_what_the_reader_sees(page, meeting, mofa_staff):
    for title, handling in (("開会", None), ("秘", Handling.RESTRICTED), ("閉会", None)):
        AgendaItemFactory(
            meeting=meeting,
            title_ja=title,
            duration_minutes=10,
            handling=handling or Handling.GOVERNMENT,
            access_group=AccessGroupFactory() if handling else None,
        )
    html = page(mofa_staff)
    assert "秘" not in html.replace("秘書", "")
    assert ">2</a>" in html
    assert ">09:40</a>" in html
    assert "09:50" not in html
    assert "計 20分" in html


def test_what_is_missing_is_said(page, meeting, mofa_staff):
    assert "未登録" in page(mofa_staff)
    AgendaItemFactory(meeting=meeting)
    html = page(mofa_staff)
    assert "議題の主担当" in html
    assert "0/1" in html


def test_the_page_takes_the_same_queries_for_any_number_of_rows(
    client, meeting, mofa, mofa_staff, django_assert_max_num_queries
):
    client.force_login(mofa_staff)
    address = reverse("meetings:detail", args=[meeting.pk])
    counts = []
    for rows in (1, 2):
        for _row in range(rows):
            parent = AgendaItemFactory(meeting=meeting, lead_ministry=mofa, duration_minutes=10)
            AgendaItemFactory(meeting=meeting, parent=parent, lead_ministry=mofa)
        client.get(address)
        with django_assert_max_num_queries(15) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_agenda_stays_small(client, meeting, mofa, mofa_staff):
    for n in range(50):
        AgendaItemFactory(
            meeting=meeting,
            title_ja=f"量子技術に関する協力の進め方について（その{n}）",
            lead_ministry=mofa,
            duration_minutes=5,
        )
    client.force_login(mofa_staff)
    html = client.get(reverse("meetings:detail", args=[meeting.pk])).content
    assert len(gzip.compress(html)) <= 20_000


def test_watching_begins_and_ends(client, meeting, secretariat):
    client.force_login(secretariat)
    address = reverse("meetings:watch", args=[meeting.pk])
    client.post(address, {"watch": "on"})
    client.post(address, {"watch": "on"})
    assert list(Watch.objects.values_list("user", "meeting")) == [(secretariat.pk, meeting.pk)]
    client.post(address, {"watch": "off"})
    assert not Watch.objects.exists()


def test_a_series_is_watched_from_its_page(client, meeting, secretariat):
    client.force_login(secretariat)
    client.post(reverse("meetings:series_watch", args=[meeting.series_id]), {"watch": "on"})
    assert list(Watch.objects.values_list("user", "series")) == [(secretariat.pk, meeting.series_id)]
    assert "ウォッチ中" in client.get(reverse("meetings:series", args=[meeting.series_id])).content.decode()


def test_history_tells_who_changed_what(client, page, meeting, mofa_staff):
    client.force_login(mofa_staff)
    item = AgendaItemFactory(meeting=meeting, title_ja="量子")
    client.post(
        reverse("meetings:agenda_cell", args=[meeting.pk, item.pk, "title"]),
        {
            "version": 1,
            "title_ja": "量子技術",
            "title_en": item.title_en,
            "initial-title_ja": "量子",
            "initial-title_en": item.title_en,
        },
    )
    html = page(mofa_staff, "history")
    assert "<del>量子</del> → <ins>量子技術</ins>" in html
    assert "外務省" in html


def test_history_is_for_people_inside_government(page, meeting, french_attache, french_embassy):
    meeting.handling = Handling.PUBLIC
    meeting.save()
    page(french_attache)
    page(french_attache, "history", status=403)
