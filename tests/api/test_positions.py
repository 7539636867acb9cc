"""Positions by the API: for readers inside government, written by the item's ministry, nothing overwritten."""

import pytest

from accounts.handling import Handling
from meetings.models import Position
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import PositionFactory, PositionVersionFactory

POSITIONS, VERSIONS = "/api/v1/positions/", "/api/v1/position-versions/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def item(mofa):
    return AgendaItemFactory(meeting=MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC), handling="public")


@pytest.fixture
def position(item):
    return PositionFactory(item=item, line_ja="方針")


def patch(client, position, body, etag=None):
    address = f"{POSITIONS}{position.pk}/"
    etag = etag or client.get(address).headers["ETag"]
    return client.patch(address, body, format="json", headers={"If-Match": etag})


def test_a_position_is_read_with_its_state(staff_api, position):
    row = staff_api.get(f"{POSITIONS}{position.pk}/").json()
    assert (row["line_ja"], row["state"], row["revision"], row["handling"]) == ("方針", "draft", 1, "government")


def test_lists_are_narrowed_by_meeting_item_and_state(staff_api, position):
    PositionFactory()
    for query in (f"meeting={position.item.meeting_id}", f"item={position.item_id}"):
        found = staff_api.get(f"{POSITIONS}?{query}").json()["results"]
        assert [row["id"] for row in found] == [str(position.pk)]
    assert len(staff_api.get(f"{POSITIONS}?state=draft").json()["results"]) == 2
    assert staff_api.get(f"{POSITIONS}?state=cleared").json()["results"] == []


def test_an_attache_is_refused_and_a_hidden_position_does_not_exist(staff_api, attache_api, position):
    for address in (POSITIONS, f"{POSITIONS}{position.pk}/", VERSIONS):
        assert attache_api.get(address).status_code == 403
    position.handling, position.access_group = Handling.RESTRICTED, AccessGroupFactory()
    position.save()
    assert staff_api.get(POSITIONS).json()["results"] == []
    assert staff_api.get(f"{POSITIONS}{position.pk}/").status_code == 404


def test_the_first_text_makes_a_position(staff_api, item):
    answer = staff_api.post(POSITIONS, {"item": str(item.pk), "line_ja": "新しい方針"}, format="json")
    assert answer.status_code == 201
    assert answer.json()["version"] == 1
    assert Position.objects.get().line_ja == "新しい方針"


def test_a_second_one_overwrites_nothing(staff_api, position):
    answer = staff_api.post(POSITIONS, {"item": str(position.item_id), "line_ja": "別の方針"}, format="json")
    assert answer.status_code in {409, 412}
    assert Position.objects.get().line_ja == "方針"


def test_a_kept_position_is_not_written_over(staff_api, position):
    position.handling, position.access_group = Handling.RESTRICTED, AccessGroupFactory()
    position.save()
    answer = staff_api.post(POSITIONS, {"item": str(position.item_id), "line_ja": "別の方針"}, format="json")
    assert answer.status_code == 403
    assert Position.objects.get().line_ja == "方針"


def test_a_text_is_changed_by_who_read_it(staff_api, position):
    answer = patch(staff_api, position, {"points_ja": "発言"})
    assert answer.status_code == 200
    assert (answer.json()["points_ja"], answer.json()["revision"], answer.json()["version"]) == ("発言", 2, 2)


def test_the_second_of_two_writers_is_told(staff_api, position):
    etag = staff_api.get(f"{POSITIONS}{position.pk}/").headers["ETag"]
    assert patch(staff_api, position, {"line_ja": "先"}, etag).status_code == 200
    assert patch(staff_api, position, {"line_ja": "後"}, etag).status_code == 412
    assert Position.objects.get().line_ja == "先"
    assert staff_api.patch(f"{POSITIONS}{position.pk}/", {"line_ja": "後"}, format="json").status_code == 428


def test_another_ministry_is_refused(client_of, mext_staff, position):
    assert patch(client_of(mext_staff), position, {"line_ja": "よそから"}).status_code == 403
    body = {"item": str(AgendaItemFactory(meeting=position.item.meeting).pk), "line_ja": "よそから"}
    assert client_of(mext_staff).post(POSITIONS, body, format="json").status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"line_ja": "\x00"}, "line_ja"),
        ({"line_ja": None}, "line_ja"),
        ({"line_ja": 3}, "line_ja"),
        ({"line_ja": "あ" * 20_001}, "line_ja"),
        ({"state": "cleared"}, "state"),
        ({"revision": 9}, "revision"),
        ({"handling": "public"}, "handling"),
        ({"nonsense": ""}, "nonsense"),
    ],
)
def test_bad_input_is_told_by_its_field(body, field, staff_api, position):
    new = AgendaItemFactory(meeting=position.item.meeting)
    for answer in (
        patch(staff_api, position, body),
        staff_api.post(POSITIONS, {"item": str(new.pk), **body}, format="json"),
    ):
        assert answer.status_code == 400
        assert {fault["field"] for fault in answer.json()["errors"]} == {field}
    assert Position.objects.get().line_ja == "方針"


@pytest.mark.parametrize("item", ["", "x", None, "00000000-0000-4000-8000-000000000000"])
def test_no_position_without_an_item_one_sees(item, staff_api):
    assert staff_api.post(POSITIONS, {"item": item, "line_ja": "方針"}, format="json").status_code == 400


def test_versions_are_read_the_newest_first(staff_api, position):
    for number in (1, 2):
        PositionVersionFactory(position=position, number=number, revision=number)
    found = staff_api.get(f"{VERSIONS}?position={position.pk}").json()["results"]
    assert [row["number"] for row in found] == [2, 1]
    assert staff_api.post(VERSIONS, {}, format="json").status_code == 405
