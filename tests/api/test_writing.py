"""Writes by the API go through the pages' actions: the same rights, the same refusals, nothing overwritten."""

from uuid import uuid4

import pytest
from django.apps import apps

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory

NOWHERE = "00000000-0000-4000-8000-000000000000"

pytestmark = pytest.mark.django_db

MEETINGS, ITEMS = "/api/v1/meetings/", "/api/v1/agenda-items/"


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa)


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title_ja="量子", title_en="Quantum")


def etag_of(client, address):
    return client.get(address).headers["ETag"]


def guarded(client, method, address, body=None, etag=None):
    etag = etag or etag_of(client, address)
    return getattr(client, method)(address, body, format="json", headers={"If-Match": etag})


# --- Meetings ---------------------------------------------------------------------------------------------------


def test_new_session_belongs_to_its_makers_ministry(staff_api, meeting, mofa):
    body = {"series": str(meeting.series_id), "title_ja": "第2回", "date_precision": "unknown", "ordinal": 2}
    answer = staff_api.post(MEETINGS, body, format="json")
    assert answer.status_code == 201
    assert answer.json()["owner"] == str(mofa.pk)
    assert answer.json() == staff_api.get(f"{MEETINGS}{answer.json()['id']}/").json()


def test_new_session_copies_the_chosen_parts_of_an_agenda(staff_api, meeting, item):
    item.note = "メモ"
    item.save()
    body = {"series": str(meeting.series_id), "title_ja": "第2回", "date_precision": "unknown"}
    answer = staff_api.post(MEETINGS, {**body, "copy_from": str(meeting.pk), "parts": ["times"]}, format="json")
    copied = AgendaItem.objects.get(meeting=answer.json()["id"])
    assert (copied.title_ja, copied.note) == ("量子", "")


def test_meeting_is_changed_by_who_read_it(staff_api, meeting):
    address = f"{MEETINGS}{meeting.pk}/"
    answer = guarded(staff_api, "patch", address, {"city": "Paris", "time_zone": "Europe/Paris"})
    assert answer.status_code == 200
    assert (answer.json()["city"], answer.json()["sequence"], answer.json()["version"]) == ("Paris", 1, 2)
    assert answer.headers["ETag"] == etag_of(staff_api, address)


@pytest.mark.parametrize(("etag", "status"), [(None, 428), ("*", 428), ('"1"', 412), ("nonsense", 412), ("W/{}", 412)])
def test_write_without_the_right_version_is_refused(etag, status, staff_api, meeting):
    address = f"{MEETINGS}{meeting.pk}/"
    headers = {"If-Match": etag.format(etag_of(staff_api, address))} if etag else {}
    answer = staff_api.patch(address, {"city": "Paris"}, format="json", headers=headers)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]
    assert Meeting.objects.get().city == ""


def test_second_of_two_writers_is_told_and_overwrites_nothing(staff_api, meeting):
    address = f"{MEETINGS}{meeting.pk}/"
    etag = etag_of(staff_api, address)
    assert guarded(staff_api, "patch", address, {"city": "Paris"}, etag).status_code == 200
    assert guarded(staff_api, "patch", address, {"city": "Berlin"}, etag).status_code == 412
    assert Meeting.objects.get().city == "Paris"


BAD_CHANGES = [
    ({"end_date": "2026-12-03"}, "end_date"),
    ({"start_date": "2026-13-01"}, "start_date"),
    ({"start_date": 20261204}, "start_date"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"ordinal": -1}, "ordinal"),
    ({"ordinal": 10**18}, "ordinal"),
    ({"ordinal": "2"}, "ordinal"),
    ({"online": "yes"}, "online"),
    ({"status": "held"}, "status"),
    ({"status": ["held"]}, "status"),
    ({"title_ja": "", "title_en": ""}, "title_ja"),
    ({"title_ja": "あ" * 1_000_000}, "title_ja"),
    ({"note": "a\x1bb"}, "note"),
    ({"lead_ministry": NOWHERE}, "lead_ministry"),
    ({"lead_ministry": 1}, "lead_ministry"),
    ({"lead_ministry": 10**18}, "lead_ministry"),
    ({"concerned": "all"}, "concerned"),
    ({"concerned": [NOWHERE]}, "concerned"),
    ({"handling": "restricted"}, "access_group"),
    ({"access_group": NOWHERE}, "access_group"),
    ({"version": 7}, "version"),
    ({"owner": None}, "owner"),
]


@pytest.mark.parametrize(("change", "field"), BAD_CHANGES, ids=[str(change)[:40] for change, _field in BAD_CHANGES])
def test_bad_change_names_the_field_and_saves_nothing(change, field, staff_api, meeting):
    answer = guarded(staff_api, "patch", f"{MEETINGS}{meeting.pk}/", {**change, "city": "Paris"})
    assert answer.status_code == 400
    assert {error["field"].split(".")[0] for error in answer.json()["errors"]} == {field}
    assert Meeting.objects.get().city == ""


def test_who_may_not_write_is_refused_before_anything_else(
    client_of, meeting, mext_staff, council_member, french_attache
):
    meeting.handling = Handling.PUBLIC
    meeting.save()
    for person in (mext_staff, council_member, french_attache):
        answer = client_of(person).patch(f"{MEETINGS}{meeting.pk}/", {"city": "Paris"}, format="json")
        assert answer.status_code == 403


def test_invisible_and_nonexistent_are_refused_alike(client_of, mext_staff):
    hidden = MeetingFactory(handling=Handling.SHARED)
    client = client_of(mext_staff)
    answers = [client.patch(f"{MEETINGS}{key}/", {"city": "x"}, format="json") for key in (hidden.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


# --- Agenda -----------------------------------------------------------------------------------------------------


def test_item_is_added_where_it_is_said(staff_api, meeting, item):
    second = AgendaItemFactory(meeting=meeting)
    body = {"meeting": str(meeting.pk), "title_ja": "半導体", "after": str(item.pk), "duration_minutes": 30}
    answer = staff_api.post(ITEMS, body, format="json")
    assert answer.status_code == 201
    listed = staff_api.get(f"{ITEMS}?meeting={meeting.pk}").json()["results"]
    assert [row["id"] for row in listed] == [str(item.pk), answer.json()["id"], str(second.pk)]


def test_item_goes_through_its_life(staff_api, item):
    address = f"{ITEMS}{item.pk}/"
    assert guarded(staff_api, "patch", address, {"title_ja": "量子技術"}).json()["title_ja"] == "量子技術"
    deleted = guarded(staff_api, "delete", address)
    assert deleted.status_code == 200
    assert staff_api.get(address).status_code == 404
    restored = guarded(staff_api, "post", f"{address}restore/", etag=deleted.headers["ETag"])
    assert restored.status_code == 200
    assert restored.json()["title_ja"] == "量子技術"
    assert restored.headers["ETag"] == etag_of(staff_api, address)


def test_item_moves_under_another_and_not_under_itself(staff_api, meeting, item):
    other = AgendaItemFactory(meeting=meeting)
    etag = etag_of(staff_api, f"{ITEMS}{item.pk}/")
    move = f"{ITEMS}{item.pk}/move/"
    moved = guarded(staff_api, "post", move, {"parent": str(other.pk), "after": None}, etag)
    assert moved.json()["ancestors"] == [str(other.pk)]
    below = guarded(
        staff_api,
        "post",
        f"{ITEMS}{other.pk}/move/",
        {"parent": str(item.pk), "after": "last"},
        etag_of(staff_api, f"{ITEMS}{other.pk}/"),
    )
    assert below.status_code == 400
    assert below.json()["errors"][0]["field"] == "parent"


def test_reorder_takes_what_was_seen_and_refuses_a_stale_order(staff_api, meeting):
    first, second, third = (str(row.pk) for row in AgendaItemFactory.create_batch(3, meeting=meeting))
    address = f"{MEETINGS}{meeting.pk}/reorder/"
    seen, order = [first, second, third], [third, first, second]
    body = {"parent": None, "seen": seen, "order": order}
    assert staff_api.post(address, body, format="json").status_code == 204
    assert staff_api.post(address, body, format="json").status_code == 412
    listed = staff_api.get(f"{ITEMS}?meeting={meeting.pk}").json()["results"]
    assert [row["id"] for row in listed] == order


def test_duplicate_stands_right_behind(staff_api, meeting, item):
    last = AgendaItemFactory(meeting=meeting)
    copy = staff_api.post(f"{ITEMS}{item.pk}/duplicate/")
    assert copy.status_code == 201
    listed = staff_api.get(f"{ITEMS}?meeting={meeting.pk}").json()["results"]
    assert [row["id"] for row in listed] == [str(item.pk), copy.json()["id"], str(last.pk)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "meeting"),
        ({"title_ja": ""}, "title_ja"),
        ({"title_ja": "題", "duration_minutes": 0}, "duration_minutes"),
        ({"title_ja": "題", "duration_minutes": 3 * 24 * 60}, "duration_minutes"),
        ({"title_ja": "題", "after": 5}, "after"),
        ({"title_ja": "題", "parent": NOWHERE}, "parent"),
        ({"title_ja": "題", "position": 3}, "position"),
        ({"title_ja": "題", "themes": [1]}, "themes"),
    ],
)
def test_bad_item_names_the_field_and_adds_nothing(body, field, staff_api, meeting):
    whole = {"meeting": str(meeting.pk), **body} if body else body
    answer = staff_api.post(ITEMS, whole, format="json")
    assert answer.status_code == 400
    assert {error["field"].split(".")[0] for error in answer.json()["errors"]} >= {field}
    assert AgendaItem.objects.count() == 0


def test_write_is_in_the_history_under_its_writers_name(token_client_of, mofa_staff, item):
    client = token_client_of(mofa_staff)
    guarded(client, "patch", f"{ITEMS}{item.pk}/", {"title_ja": "量子技術"})
    event = apps.get_model("meetings.AgendaItemEvent").objects.latest("pgh_id")
    assert event.pgh_context.metadata["user"] == str(mofa_staff.pk)
