"""Alive and ready: who is told what, and what makes the portal unready."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from diplomacy import health
from reminders import heartbeat
from reminders.actions.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """A worker that has just shown a sign of life, and a sweep of this moment."""
    health.worker_sign_of_life()
    sweep(now=timezone.now())
    yield
    cache.delete(health.WORKER_KEY)


def test_alive_asks_nothing_of_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


def test_ready_tells_the_public_no_more_than_that(client, ready):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_ready_tells_staff_no_more_than_that(client, ready, mofa_staff):
    client.force_login(mofa_staff)
    assert client.get("/readyz").json() == {"status": "ok"}


def test_the_administrator_sees_each_check_and_the_age_of_the_last_sweep(client, ready, administrator):
    client.force_login(administrator)
    checks = client.get("/readyz").json()["checks"]
    assert set(checks) == {"database", "broker", "worker", "sweep"}
    assert checks["sweep"]["last_sweep_seconds_ago"] < 60


def unready(client, administrator):
    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").json() == {"status": "not ready"}
    client.force_login(administrator)
    checks = client.get("/readyz").json()["checks"]
    return [name for name, outcome in checks.items() if not outcome["ok"]]


def test_a_sweep_older_than_five_minutes(client, ready, administrator):
    heartbeat.Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=5, seconds=1))
    assert unready(client, administrator) == ["sweep"]


def test_no_sweep_ever(client, ready, administrator):
    heartbeat.Heartbeat.objects.all().delete()
    assert unready(client, administrator) == ["sweep"]


def test_a_worker_without_a_sign_of_life(client, ready, administrator):
    cache.delete(health.WORKER_KEY)
    assert unready(client, administrator) == ["worker"]


def test_a_broker_that_does_not_answer(client, ready, administrator, settings):
    settings.REDIS_URL = "unix:///nonexistent.sock"
    assert unready(client, administrator) == ["broker"]


def test_a_check_that_fails_in_its_own_way_is_only_that_check(client, ready, administrator, monkeypatch):
    monkeypatch.setitem(health.checks, "odd", lambda: 1 / 0)
    assert unready(client, administrator) == ["odd"]


STANDSTILL = "通知の送信が5分以上止まっています"


def test_staff_are_told_when_the_sweep_stands_still(client, ready, mofa_staff, french_attache):
    client.force_login(mofa_staff)
    assert STANDSTILL not in client.get("/notifications/").text
    heartbeat.Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert STANDSTILL in client.get("/notifications/").text
    client.force_login(french_attache)
    assert STANDSTILL not in client.get("/notifications/").text


def one_kind_fails(*, since):
    """As the sweep leaves it: the others were swept just now."""
    at = timezone.now() - since
    heartbeat.Heartbeat.objects.update(detail={"failing_since": {"meetings.upcoming": at.isoformat()}})
    return at


def test_one_kind_of_reminders_that_has_failed_for_five_minutes(client, ready, administrator):
    at = one_kind_fails(since=timedelta(minutes=5, seconds=1))
    assert unready(client, administrator) == ["sweep"]
    found = client.get("/readyz").json()["checks"]["sweep"]
    assert found["failing_since"] == {"meetings.upcoming": at.isoformat()}
    assert found["last_sweep_seconds_ago"] < 60


def test_one_kind_that_has_just_begun_to_fail_is_named_and_no_alarm_yet(client, ready, administrator):
    at = one_kind_fails(since=timedelta(minutes=4))
    client.force_login(administrator)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"]["sweep"]["failing_since"] == {"meetings.upcoming": at.isoformat()}


def test_staff_are_told_which_kind_stands_still(client, ready, mofa_staff, administrator, french_attache):
    one_kind_fails(since=timedelta(minutes=4))
    client.force_login(mofa_staff)
    assert "一部の通知" not in client.get("/notifications/").text
    one_kind_fails(since=timedelta(minutes=6))
    for person in (mofa_staff, administrator):
        client.force_login(person)
        page = client.get("/notifications/").text
        assert "一部の通知（会合の開催）の送信が5分以上止まっています" in page
        assert STANDSTILL not in page
    client.force_login(french_attache)
    assert "一部の通知" not in client.get("/notifications/").text


def test_the_banner_is_english_for_who_reads_english(client, ready, mofa_staff):
    one_kind_fails(since=timedelta(minutes=6))
    type(mofa_staff).objects.filter(pk=mofa_staff.pk).update(language="en")
    client.force_login(mofa_staff)
    assert "Some reminders (Upcoming meetings) have stood still" in client.get("/notifications/").text


def test_all_standing_still_is_said_alone(client, ready, mofa_staff):
    one_kind_fails(since=timedelta(minutes=9))
    heartbeat.Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=6))
    client.force_login(mofa_staff)
    page = client.get("/notifications/").text
    assert STANDSTILL in page
    assert "一部の通知" not in page


def test_a_portal_opened_a_moment_ago_is_not_called_standing_still(client, mofa_staff, monkeypatch):
    heartbeat.Heartbeat.objects.all().delete()
    client.force_login(mofa_staff)
    monkeypatch.setattr(heartbeat, "BEGAN", timezone.now())
    assert STANDSTILL not in client.get("/notifications/").text
    monkeypatch.setattr(heartbeat, "BEGAN", timezone.now() - timedelta(minutes=6))
    assert STANDSTILL in client.get("/notifications/").text
