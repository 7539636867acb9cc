"""From a contact to the agenda of a coming meeting; an outsider in every test of a right."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.handling import Handling
from attaches.models import AgendaProposal
from meetings.models import AgendaItem
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def partner(db):
    return PartnerFactory()


@pytest.fixture
def meeting(mofa, partner):
    series = SeriesFactory(lead_ministry=mofa, host_partner=partner)
    return MeetingFactory(
        series=series, lead_ministry=mofa, start_date=date(2027, 2, 1), end_date=None, handling=Handling.PUBLIC
    )


@pytest.fixture
def contact(mofa, partner):
    found = ContactFactory(owner=mofa, partner=partner)
    found.themes.add(ThemeFactory())
    return found


def address(contact, follow_up=None):
    query = f"?follow_up={follow_up.pk}" if follow_up else ""
    return reverse("attaches:propose", args=[contact.pk]) + query


def body(meeting, **changes):
    return {"meeting": str(meeting.pk), "title_ja": "共同公募", "title_en": "", "proposed_by": "partner", **changes}


def test_an_item_is_made_and_both_point_to_each_other(client, contact, meeting, partner, mofa_staff):
    row = FollowUpFactory(contact=contact, what="共同公募を提案")
    client.force_login(mofa_staff)
    assert client.get(address(contact, row)).context["form"].initial["title_ja"] == "共同公募を提案"
    assert client.post(address(contact, row), body(meeting)).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.meeting, item.title_ja, item.proposed_by, item.proposer) == (meeting, "共同公募", "partner", partner)
    assert list(item.themes.all()) == list(contact.themes.all())
    of_item = reverse("meetings:agenda_item", args=[meeting.pk, item.pk])
    assert reverse("attaches:contact", args=[contact.pk]) in client.get(of_item).content.decode()
    for page in (reverse("attaches:contact", args=[contact.pk]), reverse("attaches:follow_up", args=[row.pk])):
        assert of_item in client.get(page).content.decode()


def test_who_reads_one_end_alone_hears_nothing_of_the_other(
    client, contact, meeting, mofa, mofa_staff, mext_staff, french_attache, french_embassy
):
    contact.handling = Handling.SHARED
    contact.save()
    contact.shared_with.add(french_embassy)
    client.force_login(mofa_staff)
    client.post(address(contact), body(meeting))
    item = AgendaItem.objects.get()
    of_item = reverse("meetings:agenda_item", args=[meeting.pk, item.pk])
    client.force_login(mext_staff)
    page = client.get(of_item)
    assert page.status_code == 200
    assert str(contact.pk) not in page.content.decode()
    client.force_login(french_attache)
    assert str(item.pk) not in client.get(reverse("attaches:contact", args=[contact.pk])).content.decode()
    assert AgendaProposal.objects.visible_to(french_attache).count() == 0


def test_only_coming_meetings_that_one_writes(client, contact, meeting, mofa, mext, mext_staff, mofa_staff):
    past = MeetingFactory(series=meeting.series, lead_ministry=mofa, start_date=date(2026, 2, 1), end_date=None)
    elsewhere = MeetingFactory(
        series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa, start_date=date(2027, 2, 1), end_date=None
    )
    client.force_login(mofa_staff)
    for other in (past, elsewhere):
        assert client.post(address(contact), body(other)).status_code == 400
    client.force_login(mext_staff)
    assert client.post(address(contact), body(meeting)).status_code == 400
    assert list(client.get(address(contact)).context["meetings"]) == []
    meeting.concerned.add(mext)
    assert client.post(address(contact), body(meeting)).status_code == 302


def test_bad_input_makes_nothing(client, contact, meeting, mofa_staff, officer, french_attache):
    client.force_login(mofa_staff)
    stranger = FollowUpFactory()
    assert client.get(address(contact, stranger)).status_code == 404
    assert client.get(address(contact) + "?follow_up=x").status_code == 404
    wrong = (
        {"title_ja": ""},
        {"title_ja": "a\x00b"},
        {"title_ja": "x" * 1_000_000},
        {"proposed_by": "host"},
        {"meeting": "x"},
    )
    for one in wrong:
        assert client.post(address(contact), {**body(meeting), **one}).status_code == 400
    client.force_login(officer)
    assert client.post(address(contact), body(meeting)).status_code == 403
    client.force_login(french_attache)
    assert client.post(address(contact), body(meeting)).status_code == 403
    assert not AgendaItem.objects.exists()
