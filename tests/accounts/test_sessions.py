"""How long a session lives, and what ends it before its time."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.actions import people as actions
from accounts.actions.tokens import issue_token
from accounts.models import Act, AuditEntry, Role, User
from tests.factories.accounts import PASSWORD

SETTINGS = "/settings/"
pytestmark = pytest.mark.django_db


def is_signed_in(client):
    return client.get(SETTINGS).status_code == 200


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff_client(client, clock, mofa_staff):
    client.force_login(mofa_staff)
    return client


def test_session_ends_after_thirty_minutes_without_activity(staff_client, clock):
    clock.shift(timedelta(minutes=29, seconds=59))
    assert is_signed_in(staff_client)
    clock.shift(timedelta(minutes=30))
    answer = staff_client.get(SETTINGS)
    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/settings/"


def test_polling_is_no_activity(staff_client, clock):
    for _minute in range(29):
        clock.shift(timedelta(minutes=1))
        assert staff_client.get("/session/").status_code == 200
    assert staff_client.get("/session/").json() == {"seconds": 60}
    clock.shift(timedelta(minutes=1))
    assert staff_client.get("/session/").status_code == 302
    assert not is_signed_in(staff_client)


def test_saying_that_one_is_there_extends_the_session(staff_client, clock):
    clock.shift(timedelta(minutes=29))
    assert staff_client.post("/session/extend/").json() == {"seconds": 1800}
    clock.shift(timedelta(minutes=29))
    assert is_signed_in(staff_client)


def test_session_ends_after_twelve_hours_however_active(staff_client, clock):
    for _quarter in range(47):
        clock.shift(timedelta(minutes=15))
        assert is_signed_in(staff_client)
    assert staff_client.get("/session/").json() == {"seconds": 15 * 60}
    clock.shift(timedelta(minutes=15))
    assert not is_signed_in(staff_client)


def test_fragment_asked_for_after_the_end_sends_the_whole_page_to_the_sign_in(staff_client, clock):
    clock.shift(timedelta(hours=1))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/settings/?a=1"}
    answer = staff_client.get("/session/", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/settings/%3Fa%3D1"


def test_last_visit_is_kept_at_most_once_a_minute(staff_client, clock, mofa_staff):
    began = timezone.now()
    clock.shift(timedelta(seconds=59))
    staff_client.get(SETTINGS)
    mofa_staff.refresh_from_db()
    assert mofa_staff.last_seen_at == began
    clock.shift(timedelta(seconds=1))
    staff_client.get(SETTINGS)
    mofa_staff.refresh_from_db()
    assert mofa_staff.last_seen_at == timezone.now()
    assert mofa_staff.seen_before_at is None


def test_a_new_visit_remembers_the_end_of_the_one_before(staff_client, clock, mofa_staff):
    last = timezone.now()
    clock.shift(timedelta(days=3))
    staff_client.force_login(mofa_staff)
    mofa_staff.refresh_from_db()
    assert (mofa_staff.seen_before_at, mofa_staff.last_seen_at) == (last, timezone.now())


def test_being_seen_leaves_no_history(staff_client, clock, mofa_staff):
    events = User.pgh_event_model.objects.filter(pgh_obj=mofa_staff)
    before = events.count()
    clock.shift(timedelta(minutes=2))
    staff_client.get(SETTINGS)
    assert events.count() == before


def test_disabled_person_is_out_at_the_next_request_and_stays_out_when_enabled(staff_client, mofa_staff, administrator):
    _token, text = issue_token(name="予定表", expires_at=None, actor=mofa_staff)
    bearer = {"Authorization": f"Bearer {text}"}
    assert staff_client.get("/api/v1/me/", headers=bearer).status_code == 200
    actions.disable(mofa_staff, actor=administrator, now=timezone.now())
    assert not is_signed_in(staff_client)
    assert staff_client.get("/api/v1/me/", headers=bearer).status_code == 401
    actions.enable(mofa_staff, actor=administrator)
    assert not is_signed_in(staff_client)
    assert staff_client.get("/api/v1/me/", headers=bearer).status_code == 401


def test_person_whose_term_has_ended_is_out_at_the_next_request(staff_client, mofa_staff):
    User.objects.filter(pk=mofa_staff.pk).update(term_end=timezone.localdate() - timedelta(days=1))
    assert not is_signed_in(staff_client)


def test_role_change_takes_effect_at_the_next_request(staff_client, mofa_staff):
    assert staff_client.get("/administration/people/").status_code == 403
    User.objects.filter(pk=mofa_staff.pk).update(role=Role.ADMIN)
    assert staff_client.get("/administration/people/").status_code == 200


def test_sign_in_takes_a_new_session_key(client, mofa_staff):
    client.get("/accounts/login/")
    client.session["planted"] = True
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["portal-session-8000"] = planted
    client.post("/accounts/login/", {"login": mofa_staff.email, "password": PASSWORD})
    assert client.session.session_key != planted
    assert is_signed_in(client)


def test_session_cookie_kept_from_before_signing_out_opens_nothing(staff_client, settings):
    kept = staff_client.cookies[settings.SESSION_COOKIE_NAME].value
    staff_client.post("/accounts/logout/")
    staff_client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_signed_in(staff_client)


def test_password_change_ends_the_other_sessions(staff_client, mofa_staff):
    mofa_staff.set_password("another-long-password")
    mofa_staff.save()
    assert not is_signed_in(staff_client)


def test_signing_in_and_out_is_in_the_audit(client, mofa_staff):
    client.post("/accounts/login/", {"login": mofa_staff.email, "password": "wrong"})
    client.post("/accounts/login/", {"login": "nobody@portal.example", "password": "wrong"})
    client.post("/accounts/login/", {"login": mofa_staff.email, "password": PASSWORD})
    client.post("/accounts/logout/")
    entries = AuditEntry.objects.order_by("pk").values_list("act", "actor", "record_id", "address")
    me = str(mofa_staff.pk)
    assert list(entries) == [
        (Act.SIGN_IN_FAILED, None, me, "127.0.0.1"),
        (Act.SIGN_IN_FAILED, None, "", "127.0.0.1"),
        (Act.SIGNED_IN, mofa_staff.pk, me, "127.0.0.1"),
        (Act.SIGNED_OUT, mofa_staff.pk, me, "127.0.0.1"),
    ]


def test_a_changed_password_is_in_the_audit(staff_client, mofa_staff):
    new = "quite-another-passphrase-24"
    answer = staff_client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert list(AuditEntry.objects.filter(act=Act.PASSWORD_CHANGED).values_list("actor", "address")) == [
        (mofa_staff.pk, "127.0.0.1")
    ]


def test_signing_out_another_device_is_in_the_audit(client, mofa_staff):
    other = Client()
    for device in (other, client):
        device.post("/accounts/login/", {"login": mofa_staff.email, "password": PASSWORD})
        assert is_signed_in(device)
    client.post("/accounts/sessions/")
    assert not is_signed_in(other)
    assert is_signed_in(client)
    entry = AuditEntry.objects.get(act=Act.SIGNED_OUT)
    assert (entry.actor, entry.detail) == (mofa_staff, {"elsewhere": True})


def test_refusal_is_in_the_audit(staff_client, mofa_staff):
    staff_client.get("/administration/people/")
    entry = AuditEntry.objects.filter(act=Act.DENIED).get()
    assert (entry.actor_id, entry.detail) == (mofa_staff.pk, {"route": "accounts:people", "method": "GET"})


def test_sessions_nobody_can_continue_are_cleared(client, clock, mofa_staff, mext_staff):
    for person in (mofa_staff, mext_staff):
        client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
        client.cookies.clear()
        clock.shift(timedelta(hours=11))
    clock.shift(timedelta(minutes=-30))
    sessions.clear(now=timezone.now())
    assert [session.user for session in UserSession.objects.all()] == [mext_staff]
    assert Session.objects.count() == 1
