"""What the history tells of sets: who and what was in them before and after each change."""

import json
import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import change_handling
from accounts.handling import Handling
from accounts.tracked_sets import events_of_set
from meetings import history
from meetings.models import AgendaItem
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa, owner=mofa)


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title_ja="量子")


@pytest.fixture
def change(client, mofa_staff):
    """`change(record, themes=[…])`: one request of the API, as anybody's would be."""

    def change(record, **sets):
        kind = "agenda-items" if isinstance(record, AgendaItem) else "meetings"
        address = f"/api/v1/{kind}/{record.pk}/"
        client.force_login(mofa_staff)
        etag = client.get(address)["ETag"]
        body = json.dumps({name: [str(row.pk) for row in rows] for name, rows in sets.items()})
        answer = client.patch(address, body, content_type="application/json", headers={"If-Match": etag})
        assert answer.status_code == 200, answer.content

    return change


def told(meeting, reader):
    return [
        (one.what, field.label, field.added, field.removed)
        for one in history.changes(meeting, reader)
        for field in one.fields
    ]


def told_on(page):
    text = page.content.decode()
    return re.search(r"<ins>([^<]*)</ins>", text)[1], re.search(r"<del>([^<]*)</del>", text)[1]


def test_each_change_of_themes_and_ministries_shows_both_sides(change, meeting, item, mofa, mext, cao, mofa_staff):
    quantum, polar = ThemeFactory(name_ja="量子技術"), ThemeFactory(name_ja="極域")
    change(item, themes=[quantum])
    change(item, themes=[quantum, polar], concerned=[mext])
    change(item, themes=[polar])
    change(meeting, concerned=[cao, mext])
    found = told(meeting, mofa_staff)
    assert ("", "関係府省庁", "、".join(sorted(["内閣府", "文部科学省"])), "") in found
    assert [one for one in found if one[0]] == [
        ("量子", "テーマ", "", "量子技術"),
        ("量子", "関係府省庁", "文部科学省", ""),
        ("量子", "テーマ", "極域", ""),
        ("量子", "テーマ", "量子技術", ""),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_them_and_an_older_page_too(change, client, meeting, item, mofa_staff, monkeypatch):
    monkeypatch.setattr(history, "PAGE", 1)
    for name in ("量子技術", "極域", "海洋"):
        change(item, themes=[ThemeFactory(name_ja=name)])
    address = reverse("meetings:history", args=[meeting.pk])
    page = client.get(address)
    assert told_on(page) == ("海洋", "極域")
    older = client.get(address, {"before": page.context["more"]})
    assert told_on(older) == ("極域", "量子技術")


def test_a_change_older_than_the_history_of_sets_tells_only_the_field(change, meeting, item, mofa_staff):
    change(item, themes=[ThemeFactory(name_ja="量子技術")])
    table = events_of_set(AgendaItem._meta.get_field("themes"))._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"DELETE FROM {table}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert told(meeting, mofa_staff) == [("量子", "テーマ", "", "")]


def test_sets_of_an_item_the_reader_does_not_see_are_not_told(change, meeting, item, mofa_staff, secretariat):
    change(item, themes=[ThemeFactory(name_ja="量子技術")])
    change_handling(item, handling=Handling.RESTRICTED, actor=mofa_staff)
    assert ("量子", "テーマ", "量子技術", "") in told(meeting, mofa_staff)
    assert told(meeting, secretariat) == []


def test_queries_do_not_grow_with_changes(change, meeting, item, mofa_staff):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            history.changes(meeting, mofa_staff)
        return len(captured)

    change(item, themes=[ThemeFactory()])
    one = asked()
    for _more in range(2):
        change(item, themes=[ThemeFactory()])
        change(AgendaItemFactory(meeting=meeting), themes=[ThemeFactory(), ThemeFactory()])
    assert asked() == one


def test_the_sets_written_in_one_request_bear_its_context(change, item, mofa_staff):
    change(item, themes=[ThemeFactory()])
    event = apps.get_model("meetings", "ItemThemeEvent").objects.get()
    assert event.pgh_context.metadata["user"] == str(mofa_staff.pk)
