"""Whoever is shown a restricted record is in the audit, by whatever page, list, file or answer it was shown."""

from datetime import timedelta

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.reminders import NotificationFactory

pytestmark = pytest.mark.django_db
IN_A_MONTH = timedelta(days=20)


def listed(*people):
    group = AccessGroupFactory()
    for person in people:
        AccessGroupMember.objects.create(group=group, user=person)
    return {"handling": Handling.RESTRICTED, "access_group": group}


def forget():
    """As when a reading lies long enough behind."""
    cache.clear()
    caches["process"].clear()


@pytest.fixture
def series(mofa):
    return SeriesFactory(lead_ministry=mofa)


@pytest.fixture
def secret(series, mofa, mofa_staff):
    """A restricted meeting with an open item and a restricted one, and an open meeting of the day before."""
    day = timezone.localdate() + IN_A_MONTH
    common = {"series": series, "lead_ministry": mofa, "start_date": day, "owner": mofa}
    before = {"start_date": day - timedelta(days=1), "handling": Handling.PUBLIC}
    MeetingFactory(title_ja="量子の公開会合", **{**common, **before})
    meeting = MeetingFactory(title_ja="量子の非公開会合", **common, **listed(mofa_staff))
    AgendaItemFactory(meeting=meeting, title_ja="量子の公開議題", handling=Handling.PUBLIC)
    meeting.item = AgendaItemFactory(meeting=meeting, title_ja="量子の非公開議題", **listed(mofa_staff))
    meeting.notification = NotificationFactory(recipient=mofa_staff, object_id=meeting.pk, channel="in_app")
    return meeting


@pytest.fixture(autouse=True)
def nothing_seen_before():
    cache.clear()


def reads():
    return set(AuditEntry.objects.filter(act=Act.RESTRICTED_READ).values_list("kind", "record_id"))


def meeting_of(secret):
    return {("meetings.meeting", str(secret.pk))}


def both_of(secret):
    return meeting_of(secret) | {("meetings.agendaitem", str(secret.item.pk))}


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/meetings/",
        "/meetings/?q=量子",
        "/meetings/calendar/?month={month}",
        "/meetings/timeline/?year={year}",
        "/meetings/export.csv",
        "/meetings/export.xlsx",
        "/series/{series}/",
        "/notifications/",
        "/notifications/rules/meeting/{meeting}/",
        "/notifications/rules/series/{series}/",
        "/meetings/{meeting}/notices/",
        "/meetings/{meeting}/edit/",
        "/api/v1/meetings/",
        "/api/v1/meetings/{meeting}/",
    ],
)
def test_a_meeting_shown_is_noted_and_its_open_neighbour_is_not(address, client, secret, mofa_staff):
    client.force_login(mofa_staff)
    day = secret.start_date
    path = address.format(meeting=secret.pk, series=secret.series_id, month=f"{day:%Y-%m}", year=day.year)
    assert client.get(path).status_code == 200
    assert reads() == meeting_of(secret)
    entry = AuditEntry.objects.get(act=Act.RESTRICTED_READ)
    assert (entry.actor, entry.address, bool(entry.request_id)) == (mofa_staff, "127.0.0.1", True)


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=量子",
        "/meetings/{meeting}/",
        "/meetings/{meeting}/agenda/{item}/",
        "/meetings/{meeting}/history/",
        "/meetings/{meeting}/agenda/changes/?token=old",
        "/meetings/new/?series={series}",
    ],
)
def test_the_items_shown_are_noted_beside_the_meeting(address, client, secret, mofa_staff):
    client.force_login(mofa_staff)
    path = address.format(meeting=secret.pk, series=secret.series_id, item=secret.item.pk)
    assert client.get(path).status_code == 200
    assert reads() | meeting_of(secret) == both_of(secret)


def test_the_items_of_the_api_are_noted(client, secret, mofa_staff):
    client.force_login(mofa_staff)
    assert client.get("/api/v1/agenda-items/").status_code == 200
    assert reads() == both_of(secret) - meeting_of(secret)


def test_the_row_behind_the_page_is_not_shown_and_not_noted(client, secret, mofa_staff):
    client.force_login(mofa_staff)
    shown = client.get("/api/v1/meetings/?limit=1&sort=title").json()["results"]
    assert [row["title_ja"] for row in shown] == ["量子の公開会合"]
    assert reads() == set()


def test_an_outsider_on_the_list_is_noted_too(client, secret, french_attache):
    AccessGroupMember.objects.create(group=secret.access_group, user=french_attache)
    client.force_login(french_attache)
    assert client.get("/api/v1/meetings/").status_code == 200
    assert reads() == meeting_of(secret)


def test_asking_again_and_again_writes_nothing(client, secret, mofa_staff):
    client.force_login(mofa_staff)
    page = client.get(reverse("meetings:detail", args=[secret.pk]))
    changes = reverse("meetings:agenda_changes", args=[secret.pk])
    etag = client.get("/api/v1/meetings/")["ETag"]
    before = AuditEntry.objects.count()
    forget()
    assert client.get(changes, {"token": page.context["token"]}).status_code == 200
    assert client.get("/api/v1/meetings/", headers={"If-None-Match": etag}).status_code == 304
    assert client.get(reverse("reminders:follow", args=[secret.notification.pk])).status_code == 302
    assert AuditEntry.objects.count() == before


def test_the_same_page_read_again_at_once_is_one_reading_and_another_persons_is_another(
    client, secret, mofa_staff, council_member
):
    AccessGroupMember.objects.create(group=secret.access_group, user=council_member)
    for person in (mofa_staff, mofa_staff, council_member):
        client.force_login(person)
        client.get("/meetings/")
    entries = AuditEntry.objects.filter(act=Act.RESTRICTED_READ).order_by("pk")
    assert [entry.actor for entry in entries] == [mofa_staff, council_member]


def test_a_process_remembers_a_reading_that_the_shared_cache_has_and_is_told_of(client, secret, mofa_staff):
    client.force_login(mofa_staff)
    client.get("/meetings/")
    caches["process"].clear()
    client.get("/meetings/")
    cache.clear()
    client.get("/meetings/")
    assert AuditEntry.objects.filter(act=Act.RESTRICTED_READ).count() == 1
    forget()
    client.get("/meetings/")
    assert AuditEntry.objects.filter(act=Act.RESTRICTED_READ).count() == 2


def test_who_is_shown_nothing_restricted_leaves_nothing(client, secret, mext_staff):
    client.force_login(mext_staff)
    for address in ("/", "/meetings/", "/search/?q=量子", "/meetings/export.csv", "/api/v1/meetings/"):
        assert client.get(address).status_code == 200
    assert client.get(reverse("meetings:detail", args=[secret.pk])).status_code == 404
    assert reads() == set()


def test_it_costs_one_statement_for_any_number_of_rows(client, series, mofa_staff):
    client.force_login(mofa_staff)

    def inserts():
        forget()
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/meetings/").status_code == 200
        return [query["sql"] for query in captured if 'INSERT INTO "accounts_auditentry"' in query["sql"]], len(
            captured
        )

    MeetingFactory(series=series)
    client.get("/meetings/")
    none, plain = inserts()
    MeetingFactory(series=series, **listed(mofa_staff))
    one, with_one = inserts()
    for _more in range(2):
        MeetingFactory(series=series, **listed(mofa_staff))
    three, with_three = inserts()
    assert (len(none), len(one), len(three)) == (0, 1, 1)
    assert (with_one, with_three) == (plain + 1, plain + 1)
