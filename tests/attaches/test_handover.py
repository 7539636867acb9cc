"""The hand-over of a posting: who opens it, what each reader finds, the files."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from accounts.actions import change_handling
from accounts.handling import Handling
from accounts.models import Act, AuditEntry, Role
from tests.factories.accounts import UserFactory
from tests.factories.attaches import ContactFactory, FollowUpFactory, PostingFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def posting(french_embassy, japan):
    french_embassy.country = PartnerFactory()
    french_embassy.save()
    return PostingFactory(organisation=french_embassy, ends_on=date(2026, 12, 31))


@pytest.fixture
def own(posting, french_embassy):
    person = PersonFactory(owner=french_embassy, handling=Handling.SHARED, name_ja="主な人", name_en="Key Person")
    PostFactory(person=person)
    contact = ContactFactory(owner=french_embassy, handling=Handling.SHARED, people=[person], said="Own words")
    FollowUpFactory(contact=contact, what="Own step")
    series = SeriesFactory(host_partner=french_embassy.country)
    MeetingFactory(series=series, title_en="Coming one", start_date=date(2027, 1, 9), end_date=None, handling="public")
    return contact


def page_of(posting, kind=""):
    return reverse(f"attaches:handover{kind}", args=[posting.pk])


def test_a_successor_finds_everything_of_the_embassy(client, posting, own, french_embassy):
    successor = UserFactory(role=Role.ATTACHE, organisation=french_embassy, language="en")
    client.force_login(successor)
    page = client.get(page_of(posting)).content.decode()
    for text in ("Own words", "Own step", "Key Person", "Coming one"):
        assert text in page


def test_who_opens_it(client, posting, own, mofa, mofa_staff, mext_staff, german_attache, council_member, officer):
    for user, status in (
        (german_attache, 404),
        (mext_staff, 403),
        (officer, 403),
        (council_member, 403),
        (mofa_staff, 200),
    ):
        client.force_login(user)
        for kind in ("", "_docx", "_pdf"):
            if status != 200 or not kind:
                assert client.get(page_of(posting, kind)).status_code == status
    client.force_login(mofa_staff)
    assert "Own words" not in client.get(page_of(posting)).content.decode()
    own.shared_with.add(mofa)
    assert "Own words" in client.get(page_of(posting)).content.decode()


def test_file_is_marked_noted_and_without_what_is_restricted(client, posting, own, mext, french_attache):
    hidden = ContactFactory(owner=own.owner, handling=Handling.SHARED, said="For the list alone")
    change_handling(hidden, handling=Handling.RESTRICTED, access_group_members=[french_attache], actor=french_attache)
    client.force_login(french_attache)
    assert "For the list alone" in client.get(page_of(posting)).content.decode()
    answer = client.get(page_of(posting, "_docx"))
    text = "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs)
    assert "Own step" in text
    assert "For the list alone" not in text
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.detail["paper"], entry.detail["highest"]) == ("handover", "shared")
    assert client.get(page_of(posting, "_pdf")).content.startswith(b"%PDF")


def test_queries_do_not_grow(client, posting, own, french_attache):
    client.force_login(french_attache)

    def counted():
        client.get(page_of(posting))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(posting)).status_code == 200
        return len(queries)

    own.follow_ups.update(person=french_attache)
    one = counted()
    for _each in range(2):
        person = PersonFactory(owner=own.owner, handling=Handling.SHARED)
        contact = ContactFactory(owner=own.owner, handling=Handling.SHARED, people=[person])
        FollowUpFactory(contact=contact, person=french_attache)
    assert counted() == one


def test_api_tells_each_reader_what_the_page_does(client, posting, own, french_attache, german_attache):
    address = reverse("api-postings-handover", args=[posting.pk])
    client.force_login(french_attache)
    parts = {part["name"]: part["lines"] for part in client.get(address).json()["parts"]}
    assert list(parts) == ["follow_ups", "contacts", "people", "meetings", "meeting_requests"]
    assert [line["text"] for line in parts["follow_ups"]] == ["Own step"]
    assert parts["contacts"][0]["url"] == reverse("attaches:contact", args=[own.pk])
    client.force_login(german_attache)
    assert client.get(address).status_code in (403, 404)
    assert client.get(address).content == client.get(address.replace(str(posting.pk), str(own.pk))).content
