"""Relations without contact: over what one reader may see, the desk's single reminder, the secretariat's intervals."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from attaches.actions.quiet import note_quiet_partners
from attaches.models import ContactInterval, QuietSpell
from attaches.quiet.finding import quiet_partners
from partners.models import Relation
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.attaches import ContactFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, RelationFactory

pytestmark = pytest.mark.django_db
QUIET = reverse("attaches:quiet")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def intervals(db):
    """Those the portal starts with; tests with real transactions empty the tables."""
    for priority, months in (("high", 3), ("medium", 6), ("normal", 12)):
        ContactInterval.objects.get_or_create(priority=priority, defaults={"months": months})


@pytest.fixture
def partner(mext):
    """Watched for three months."""
    found = PartnerFactory(desk=mext)
    RelationFactory(partner=found, priority=Relation.Priority.HIGH, handling=Handling.GOVERNMENT)
    return found


def last_on(user, partner):
    return {one.partner: one.last_on for one in quiet_partners(user, TODAY)}.get(partner, "met")


def test_priority_says_how_long(mext_staff, partner):
    ContactFactory(partner=partner, met_on=date(2026, 8, 24))
    assert last_on(mext_staff, partner) == date(2026, 8, 24)
    ContactFactory(partner=partner, met_on=date(2026, 8, 25))
    assert last_on(mext_staff, partner) == "met"
    Relation.objects.update(priority=Relation.Priority.NORMAL)
    ContactInterval.objects.filter(priority="normal").update(months=1)
    assert last_on(mext_staff, partner) == date(2026, 8, 25)
    ContactInterval.objects.update(months=None)
    assert last_on(mext_staff, partner) == "met"


def test_partners_without_priority_are_not_watched(mext_staff, partner):
    assert [one.partner for one in quiet_partners(mext_staff, TODAY)] == [partner]
    PartnerFactory()
    assert [one.partner for one in quiet_partners(mext_staff, TODAY)] == [partner]


def test_a_session_held_counts_as_contact(mext_staff, partner):
    series = SeriesFactory(host_partner=partner)
    held = {"series": series, "start_date": date(2026, 11, 1), "end_date": None, "date_precision": "day"}
    meeting = MeetingFactory(**held, status="cancelled", handling=Handling.GOVERNMENT)
    assert last_on(mext_staff, partner) is None
    meeting.status = "held"
    meeting.save()
    assert last_on(mext_staff, partner) == "met"


def test_what_is_hidden_does_not_count(client, partner, mofa, mofa_staff, mext_staff, french_attache):
    ContactFactory(partner=partner, met_on=date(2026, 11, 1), owner=mofa, handling=Handling.SHARED)
    assert last_on(mofa_staff, partner) == "met"
    assert last_on(mext_staff, partner) is None
    assert quiet_partners(french_attache, TODAY) == []
    client.force_login(french_attache)
    assert client.get(QUIET).status_code == 403
    page = client.get(reverse("partners:detail", args=[partner.pk])).content.decode()
    assert "No contact for too long" not in page


def told(partner):
    keys = QuietSpell.objects.filter(partner=partner).values("pk")
    return list(Notification.objects.filter(object_id__in=keys).values_list("recipient__email", flat=True))


def look(day):
    with time_machine.travel(datetime(2026, 11, day, 3, tzinfo=UTC), tick=False):
        note_quiet_partners(today=date(2026, 11, day))
        sweep(now=timezone.now())


def test_desk_is_reminded_once_until_a_new_contact_comes(partner, mofa, mofa_staff, mext, mext_staff):
    ContactFactory(partner=partner, met_on=date(2026, 8, 1))
    hidden = ContactFactory(partner=partner, met_on=date(2026, 11, 1), owner=mofa, handling=Handling.SHARED)
    for day in (24, 25, 26):
        look(day)
    assert told(partner) == [mext_staff.email]
    ContactInterval.objects.update(months=12)
    look(26)
    assert not QuietSpell.objects.running().exists()
    ContactInterval.objects.update(months=2)
    look(27)
    assert told(partner) == [mext_staff.email]
    hidden.shared_with.add(mext)
    look(27)
    assert not QuietSpell.objects.running().exists()
    hidden.shared_with.remove(mext)
    ContactFactory(partner=partner, met_on=date(2026, 9, 1))
    look(28)
    look(30)
    assert told(partner) == [mext_staff.email] * 2


def test_nobody_is_told_of_a_change_of_days(partner, mext_staff):
    look(24)
    look(25)
    assert set(Notification.objects.values_list("kind", flat=True)) == {"ahead"}
    assert Notification.objects.get().label == "連絡の途絶"


def test_page_badge_and_queries(client, partner, mext_staff):
    client.force_login(mext_staff)
    page = client.get(reverse("partners:detail", args=[partner.pk])).content.decode()
    assert "連絡が途絶えています" in page

    def counted():
        client.get(QUIET)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUIET).status_code == 200
        return len(queries)

    one = counted()
    for _each in range(2):
        RelationFactory(partner=PartnerFactory(), priority="high", handling=Handling.GOVERNMENT)
    assert len(client.get(QUIET).context["rows"]) == 3
    assert counted() == one


def test_the_secretariat_sets_the_intervals(client, secretariat, mext_staff):
    interval = ContactInterval.objects.get(priority="high")
    address = reverse("attaches:quiet_interval", args=[interval.pk])
    client.force_login(mext_staff)
    assert client.post(address, {"months": 4, "version": 1}).status_code == 403
    client.force_login(secretariat)
    for wrong in ("0", "61", "-1", "x", "9" * 400):
        assert client.post(address, {"months": wrong, "version": 1}).status_code == 400
    assert client.post(address, {"months": 4}).status_code == 400
    assert client.post(address, {"months": 4, "initial-months": 3, "version": 1}).status_code == 302
    assert client.post(address, {"months": 5, "initial-months": 3, "version": 1}).status_code == 409
    interval.refresh_from_db()
    assert interval.months == 4
    assert client.get(QUIET).context["sets"]


def test_api_gives_the_rows_of_the_page(client, partner, mext_staff, french_attache):
    address = reverse("api-quiet-partners")
    client.force_login(mext_staff)
    (row,) = client.get(address).json()["results"]
    assert (row["partner"], row["priority"], row["months"]) == (str(partner.pk), "high", 3)
    for given in ({"q": "x"}, {"user": "1"}):
        assert client.get(address, given).status_code == 400
    client.force_login(french_attache)
    assert client.get(address).status_code == 403
