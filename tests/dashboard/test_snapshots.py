"""What is kept for a council session, once a day, and what changed since."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from dashboard.actions import TakenAlready, take_snapshot
from dashboard.figures.snapshot import differences
from dashboard.models import Snapshot
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.partners import ThemeFactory

NOW = datetime(2026, 9, 18, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def empty_cache(settings):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.mark.django_db
def test_secretariat_keeps_the_figures_once_a_day(client, secretariat, mofa_staff):
    MeetingFactory(start_date=date(2026, 10, 1))
    kept = take_snapshot(occasion="第79回", actor=secretariat, now=NOW)
    assert (kept.day, kept.figures["coming"]) == (date(2026, 9, 18), 1)
    with pytest.raises(TakenAlready):
        take_snapshot(occasion="第79回", actor=secretariat, now=NOW + timedelta(seconds=1))
    with pytest.raises(PermissionDenied):
        take_snapshot(occasion="第80回", actor=mofa_staff, now=LATER)
    assert Snapshot.objects.count() == 1
    client.force_login(secretariat)
    with time_machine.travel(NOW):
        answer = client.post(reverse("dashboard:snapshot_take"), {"occasion": "もう一度"})
    assert answer.status_code == 409
    assert "すでにあります" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("occasion", ["", "a\0b", "字" * 201])
def test_bad_names_are_refused_and_nothing_is_kept(client, secretariat, occasion):
    client.force_login(secretariat)
    assert client.post(reverse("dashboard:snapshot_take"), {"occasion": occasion}).status_code == 400
    assert not Snapshot.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_in_the_same_second_make_one(secretariat):
    barrier, outcomes = Barrier(2), []

    def take() -> None:
        barrier.wait()
        try:
            take_snapshot(occasion="第79回", actor=secretariat, now=NOW)
            outcomes.append("kept")
        except TakenAlready:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=take) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "refused"]
    assert Snapshot.objects.count() == 1


@pytest.mark.django_db
def test_restricted_rows_are_in_no_snapshot_though_the_secretariat_is_on_the_list(secretariat):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=secretariat)
    meeting = MeetingFactory(start_date=date(2026, 10, 1), handling=Handling.RESTRICTED, access_group=group)
    ActionFactory(meeting=meeting, due_on=date(2026, 9, 1))
    figures = take_snapshot(occasion="第79回", actor=secretariat, now=NOW).figures
    assert (figures["coming"], figures["overdue"], figures["open"]) == (0, 0, 0)


@pytest.mark.django_db
def test_what_changed_since_is_shown(client, secretariat, council_member, officer):
    branch = ThemeFactory()
    with time_machine.travel(NOW):
        kept = take_snapshot(occasion="第79回", actor=secretariat, now=NOW)
    ThemeFactory(parent=branch, name_ja="量子重力")
    ActionFactory(due_on=date(2026, 9, 20))
    address = reverse("dashboard:snapshot", args=[kept.pk])
    client.force_login(council_member)
    with time_machine.travel(LATER):
        page = client.get(address)
    html = page.content.decode()
    assert "量子重力" in html
    rows = {str(label): (then, now, change) for label, then, now, change in page.context["numbers"]}
    assert rows["期限超過の約束"] == (0, 1, 1)
    assert client.get(reverse("dashboard:home")).context["snapshot"] == kept
    assert client.get("/api/v1/council-snapshots/").json()["results"][0]["occasion"] == "第79回"
    client.force_login(officer)
    assert client.get(address).status_code == 403


def test_what_an_older_snapshot_does_not_hold_is_not_compared():
    found = differences({"coming": 2, "blank_themes": []}, {"coming": 3, "late": 1, "blank_themes": [], "cases": 4})
    assert found.numbers == [("coming", 2, 3)]
    assert set(found.entered) == {"blank_themes"}
