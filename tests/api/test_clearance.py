"""各省協議 through the API: opened, answered, led to its end by the state that was read."""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from accounts.handling import Handling
from meetings.actions.clearance import reply
from meetings.models import ClearanceReply, ClearanceRound
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROUNDS, REPLIES = "/api/v1/clearances/", "/api/v1/clearance-replies/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def position(mofa):
    meeting = MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC)
    return PositionFactory(item=AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC))


@pytest.fixture
def round(position, mext):
    return ClearanceRoundFactory(positions=[position], asked=[mext])


def post(client, address, body, **headers):
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_a_round_is_opened_and_answered(client, position, mext, mofa_staff, mext_staff):
    client.force_login(mofa_staff)
    body = {
        "meeting": str(position.item.meeting_id),
        "positions": [str(position.pk)],
        "ministries": [str(mext.pk)],
        "deadline": "2026-11-27T17:00:00+09:00",
    }
    made = post(client, ROUNDS, body)
    assert made.status_code == 201, made.content
    assert made.json()["ministries"] == [str(mext.pk)]
    entry = ClearanceRound.objects.get().entries.get()
    client.force_login(mext_staff)
    assert post(client, REPLIES, {"entry": str(entry.pk), "kind": "blocking"}).status_code == 400
    said = post(client, REPLIES, {"entry": str(entry.pk), "kind": "none"})
    assert (said.status_code, said.json()["version"]) == (201, 1)
    assert post(client, REPLIES, {"entry": str(entry.pk), "kind": "comment", "text": "意見"}).status_code == 412
    assert ClearanceReply.objects.get().kind == "none"


@pytest.mark.parametrize("deadline", ["2026-11-24T17:00:00+09:00", "0001-01-01T00:00:00Z", "x", None])
def test_a_deadline_that_cannot_be_is_refused(client, deadline, position, mext, mofa_staff):
    client.force_login(mofa_staff)
    keys = {"positions": [str(position.pk)], "ministries": [str(mext.pk)]}
    answer = post(client, ROUNDS, {"meeting": str(position.item.meeting_id), **keys, "deadline": deadline})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "deadline"
    assert not ClearanceRound.objects.exists()


def test_closing_needs_the_state_that_was_read(client, round, mofa_staff):
    client.force_login(mofa_staff)
    address = f"{ROUNDS}{round.pk}/close/"
    assert post(client, address, {"accept_unsettled": True}).status_code == 428
    assert post(client, address, {"accept_unsettled": True}, **{"If-Match": '"x"'}).status_code == 412
    tag = {"If-Match": client.get(f"{ROUNDS}{round.pk}/")["ETag"]}
    assert post(client, address, {}, **tag).status_code == 400
    accepted = {"accept_unsettled": True, "seen": marks_on(client, round)}
    assert post(client, address, accepted, **tag).json()["outcome"] == "not_cleared"
    assert client.get(f"{ROUNDS}{round.pk}/unsettled/").json() == {"unsettled": []}


def marks_on(client, round):
    return [one["mark"] for one in client.get(f"{ROUNDS}{round.pk}/unsettled/").json()["unsettled"]]


def test_closing_in_spite_of_replies_needs_them_to_have_been_seen(client, round, mext, mofa_staff, mext_staff):
    client.force_login(mofa_staff)
    ClearanceReply.objects.all().delete()
    address, tag = f"{ROUNDS}{round.pk}/close/", {"If-Match": client.get(f"{ROUNDS}{round.pk}/")["ETag"]}
    unsettled = client.get(f"{ROUNDS}{round.pk}/unsettled/").json()["unsettled"]
    assert [(one["ministry"], one["standing"], one["reply"]) for one in unsettled] == [(str(mext.pk), "waiting", None)]
    blind = post(client, address, {"accept_unsettled": True}, **tag)
    assert (blind.status_code, blind.json()["errors"][0]["code"]) == (428, "precondition_required")
    seen = {"accept_unsettled": True, "seen": [one["mark"] for one in unsettled]}
    reply(round.entries.get().pk, kind="blocking", text="所掌と合わない。", seen_version=0, actor=mext_staff, now=NOW)
    assert post(client, address, seen, **tag).status_code == 412
    round.refresh_from_db()
    assert round.is_open
    assert post(client, address, {**seen, "seen": marks_on(client, round)}, **tag).status_code == 200


def test_nobody_outside_government_reads_them(client, round, french_attache):
    client.force_login(french_attache)
    for address in (ROUNDS, f"{ROUNDS}{round.pk}/", "/api/v1/clearance-entries/", REPLIES):
        assert client.get(address).status_code == 403
