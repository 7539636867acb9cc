"""Meeting requests: asked once, seen by the two sides alone, answered in time or urged."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Act, AuditEntry, Role
from attaches.actions import requests as actions
from attaches.models import MeetingRequest
from attaches.requests.reminders import RequestNews
from diplomacy.versioned.editing import Conflict
from reminders import wording
from reminders.actions.delivery import deliver
from reminders.actions.sweep import sweep
from tests.factories.accounts import UserFactory
from tests.factories.circle import MeetingRequestFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
State = MeetingRequest.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def row(mofa, french_embassy):
    return MeetingRequestFactory(owner=french_embassy, ministry=mofa)


def asked(client, of, **more):
    body = {"ministry": of.pk, "subject": "Joint calls", "purpose": "To talk", "date_1": "2026-12-07"}
    return client.post(reverse("attaches:request_add"), {**body, "key": uuid4(), **more})


def posted(now=NOW):
    sweep(now=now + timedelta(minutes=1))
    mail.outbox.clear()
    deliver(clock=lambda: now + timedelta(minutes=1), connection=mail.get_connection(), seconds=10)
    return mail.outbox


def test_asked_five_times_with_one_key_it_is_one(client, mofa, mofa_staff, french_attache):
    client.force_login(french_attache)
    key = uuid4()
    for _time in range(5):
        assert asked(client, mofa, key=key).status_code == 302
    row = MeetingRequest.objects.get()
    assert (row.owner, row.state, row.answer_by) == (french_attache.organisation, State.SENT, date(2026, 12, 1))
    assert [one.on_date for one in row.dates.all()] == [date(2026, 12, 7)]
    assert [letter.to for letter in posted()] == [[mofa_staff.email]]


def test_another_embassys_key_is_no_key_to_its_request(client, mofa, row, german_attache):
    client.force_login(german_attache)
    asked(client, mofa, key=row.key)
    assert MeetingRequest.objects.filter(owner=german_attache.organisation).count() == 1
    assert MeetingRequest.objects.count() == 2


def test_news_of_a_request_names_no_date(row, french_attache):
    card = RequestNews().cards(french_attache, [row.pk])[row.pk]
    assert wording.card_when(card, reader_zone="Asia/Tokyo") == ""


def test_mail_to_the_ministry_names_no_subject(client, mofa, mofa_staff, french_attache):
    client.force_login(french_attache)
    asked(client, mofa)
    (letter,) = posted()
    assert "Joint calls" not in letter.message().as_string()
    assert "/network/requests/" in letter.body


@pytest.mark.parametrize(
    "wrong",
    [
        {"date_1": "2026-11-24"},
        {"date_1": ""},
        {"start_1": "15:00", "end_1": "14:00"},
        {"end_1": "14:00"},
        {"start_2": "15:00"},
        {"subject": "a\x07"},
        {"subject": "two\nlines"},
        {"purpose": "\0"},
        {"purpose": "x" * 1_000_000},
        {"ministry": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
        {"ministry": "\0"},
    ],
)
def test_bad_input_is_refused_and_nothing_is_saved(client, mofa, french_attache, wrong):
    client.force_login(french_attache)
    assert asked(client, mofa, **wrong).status_code == 400
    assert not MeetingRequest.objects.exists()


def test_an_embassy_is_no_ministry(client, french_attache, german_embassy):
    client.force_login(french_attache)
    assert asked(client, german_embassy).status_code == 400
    said = {"ministry": german_embassy, "subject": "x", "purpose": "y"}
    by = {"key": uuid4(), "actor": french_attache, "now": NOW}
    with pytest.raises(ValidationError):
        actions.ask_for_meeting(fields=said, dates=[(date(2026, 12, 7), None, None)], **by)


def test_nobody_else_sees_it(client, row, german_attache, mext_staff, council_member, officer):
    for person in (german_attache, mext_staff, officer):
        client.force_login(person)
        assert client.get(reverse("attaches:request", args=[row.pk])).status_code == 404
        assert client.get(f"/api/v1/meeting-requests/{row.pk}/").status_code == 404
        assert client.get("/network/requests/").context["rows"] == []
        assert client.get(f"/network/requests/?embassy={row.owner_id}").status_code == 400
        assert row.subject not in client.get("/network/requests/export.csv").content.decode()
        assert client.get("/search/", {"q": row.subject}).context["groups"] == []
    client.force_login(council_member)
    assert client.get(reverse("attaches:request", args=[row.pk])).status_code == 403


def test_the_ministry_answers_and_the_embassy_hears(client, row, mofa_staff, french_attache):
    client.force_login(mofa_staff)
    body = {"agreed_on": "2026-12-07", "agreed_at": "15:00", "agreed_place": "本館", "version": 1}
    assert client.post(reverse("attaches:request_agree", args=[row.pk]), body).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.agreed_on, row.agreed_at) == (State.AGREED, date(2026, 12, 7), time(15))
    assert [letter.to for letter in posted()] == [[french_attache.email]]
    client.force_login(french_attache)
    assert "A date is agreed" in client.get(reverse("attaches:request", args=[row.pk])).content.decode()


def test_no_is_said_with_a_reason(client, row, mofa_staff, french_attache):
    client.force_login(mofa_staff)
    address = reverse("attaches:request_decline", args=[row.pk])
    assert client.post(address, {"reason": "", "version": 1}).status_code == 400
    assert client.post(address, {"reason": "担当が不在のため", "version": 1}).status_code == 302
    client.force_login(french_attache)
    assert "担当が不在のため" in client.get(reverse("attaches:request", args=[row.pk])).content.decode()


def test_steps_that_do_not_follow_are_refused(row, mofa_staff, french_attache):
    by = {"actor": mofa_staff, "now": NOW}
    actions.decline_request(row.pk, reason="x", seen_version=1, **by)
    with pytest.raises(ValidationError):
        actions.arrange_request(row.pk, seen_version=2, **by)
    with pytest.raises(ValidationError):
        actions.withdraw_request(row.pk, seen_version=2, actor=french_attache, now=NOW)


def test_who_saw_an_older_state_meets_a_conflict(client, row, mofa_staff):
    actions.receive_request(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    with pytest.raises(Conflict):
        actions.arrange_request(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    client.force_login(mofa_staff)
    body = {"agreed_on": "2026-12-07", "version": 1}
    assert client.post(reverse("attaches:request_agree", args=[row.pk]), body).status_code == 409
    assert MeetingRequest.objects.get().state == State.RECEIVED


def test_withdrawn_by_its_embassy_and_told_to_the_ministry(row, mofa_staff, french_attache, german_attache):
    with pytest.raises(PermissionDenied):
        actions.withdraw_request(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    with pytest.raises(MeetingRequest.DoesNotExist):
        actions.withdraw_request(row.pk, seen_version=1, actor=german_attache, now=NOW)
    actions.withdraw_request(row.pk, seen_version=1, actor=french_attache, now=NOW)
    assert [letter.to for letter in posted()] == [[mofa_staff.email]]


def test_the_ministry_is_reminded_of_what_waits_and_not_of_what_is_answered(row, mofa_staff, french_attache):
    posted()
    the_day_before = datetime(2026, 11, 27, 0, 0, tzinfo=UTC)
    assert [letter.to for letter in posted(the_day_before)] == [[mofa_staff.email]]
    late = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    assert [letter.to for letter in posted(late)] == [[mofa_staff.email]]
    actions.decline_request(row.pk, reason="x", seen_version=1, actor=mofa_staff, now=late)
    assert [letter.to for letter in posted(datetime(2026, 12, 3, 0, 0, tzinfo=UTC))] == [[french_attache.email]]


def test_desk_names_what_waits_for_the_ministry_and_the_embassy(client, row, mofa_staff, french_attache, mext_staff):
    client.force_login(mofa_staff)
    assert row.subject in [one.title for one in client.get("/").context["waiting"]]
    client.force_login(mext_staff)
    assert row.subject not in [one.title for one in client.get("/").context["waiting"]]
    actions.receive_request(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    client.force_login(french_attache)
    assert row.subject in [one.title for one in client.get("/").context["changes"]]


def test_export_is_noted_and_holds_what_its_reader_sees(client, row, french_attache):
    client.force_login(french_attache)
    text = client.get("/network/requests/export.csv").content.decode()
    assert row.subject in text
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor=french_attache).exists()


def test_list_and_desk_take_as_many_queries_for_three_as_for_one(client, row, mofa, mofa_staff, french_embassy):
    client.force_login(mofa_staff)
    UserFactory(role=Role.ATTACHE, organisation=french_embassy)
    counts = []
    for more in (0, 2):
        for _one in range(more):
            MeetingRequestFactory(owner=french_embassy, ministry=mofa)
        found = []
        for address in ("/network/requests/", "/"):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        counts.append(found)
    assert counts[0] == counts[1]
