"""Bulletins: drafted, sent once to whom they name, told by title alone, opened by who reads the page."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Role
from attaches.actions import bulletins as actions
from attaches.actions.interests import choose_themes
from attaches.bulletins.recipients import recipients
from attaches.models import Bulletin, BulletinDelivery
from reminders.actions.delivery import deliver
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.circle import BulletinFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft(mofa):
    return BulletinFactory(owner=mofa, sent_at=None)


def posted():
    later = NOW + timedelta(minutes=1)
    sweep(now=later)
    deliver(clock=lambda: later, connection=mail.get_connection(), seconds=10)
    return mail.outbox


def test_sent_twice_it_goes_once(draft, mofa_staff, french_attache, german_attache):
    for _time in range(2):
        actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert draft.deliveries.count() == 2
    assert Notification.objects.filter(subject="attaches.bulletin").count() == 2
    assert sorted(letter.to[0] for letter in posted()) == [german_attache.email, french_attache.email]


def test_mail_carries_the_title_and_a_link_and_not_the_text(draft, mofa_staff, french_attache):
    actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    (letter,) = posted()
    assert letter.subject == f"[Bulletin] {draft.title_en}"
    assert "Date" not in letter.body
    assert reverse("attaches:bulletin", args=[draft.pk]) in letter.body
    assert draft.body_en not in letter.message().as_string()


def test_what_may_not_leave_the_portal_is_not_named_in_the_mail(draft, mofa_staff, officer):
    Bulletin.objects.update(handling=Handling.GOVERNMENT, to_attaches=False, to_officers=True)
    actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    (letter,) = posted()
    assert draft.title_ja not in letter.message().as_string()
    assert "科学技術外交ポータルのお知らせ" in letter.subject


def test_an_embassy_gets_nothing_that_stays_inside_government(draft, mofa_staff, french_attache):
    Bulletin.objects.update(handling=Handling.GOVERNMENT)
    with pytest.raises(ValidationError, match="読めません"):
        actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert not BulletinDelivery.objects.exists()
    assert Bulletin.objects.get().sent_at is None


def test_whom_it_goes_to(draft, french_attache, german_attache, officer):
    today, quantum, space = NOW.date(), ThemeFactory(), ThemeFactory()

    def found():
        return set(recipients(Bulletin.objects.get(), today))

    assert found() == {french_attache, german_attache}
    draft.themes.add(quantum)
    choose_themes([space], actor=german_attache)
    assert found() == {french_attache}
    draft.to_organisations.add(german_attache.organisation)
    assert found() == {german_attache}
    draft.to_organisations.clear()
    country = PartnerFactory()
    german_attache.organisation.country = country
    german_attache.organisation.save()
    draft.to_partners.add(country)
    assert found() == {german_attache}
    draft.to_partners.clear()
    Bulletin.objects.update(to_attaches=False, to_officers=True)
    assert found() == {officer}


def test_nobody_to_send_to_is_said(draft, mofa_staff):
    with pytest.raises(ValidationError, match="該当する人がいません"):
        actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert Bulletin.objects.get().sent_at is None


def test_a_sent_one_stays_as_it_was_sent(client, draft, mofa_staff, french_attache):
    actions.send_bulletin(draft.pk, seen_version=1, actor=mofa_staff, now=NOW)
    client.force_login(mofa_staff)
    version = Bulletin.objects.get().version
    body = {"title_ja": "別", "body_ja": "別", "to_attaches": "on", "version": version}
    assert client.post(reverse("attaches:bulletin_edit", args=[draft.pk]), body).status_code == 400
    assert client.post(reverse("attaches:bulletin_discard", args=[draft.pk]), {"version": version}).status_code == 400
    assert Bulletin.objects.get().title_ja == draft.title_ja


def test_opened_is_when_its_person_has_the_page(client, mofa, mofa_staff, mext_staff, french_attache, french_embassy):
    bulletin = BulletinFactory(owner=mofa, handling=Handling.PUBLIC, to=[french_attache])
    address = reverse("attaches:bulletin", args=[bulletin.pk])
    colleague = UserFactory(role=Role.ATTACHE, organisation=french_embassy)
    for person in (colleague, mofa_staff, mext_staff):
        client.force_login(person)
        assert client.get(address).status_code == 200
    client.force_login(french_attache)
    client.head(address)
    client.get(f"/api/v1/bulletins/{bulletin.pk}/")
    assert bulletin.deliveries.get().opened_at is None
    client.get(address)
    assert bulletin.deliveries.get().opened_at == NOW


def test_who_opened_it_is_for_the_ministry_that_sent_it(client, mofa, mofa_staff, mext_staff, french_attache):
    bulletin = BulletinFactory(owner=mofa, handling=Handling.PUBLIC, to=[french_attache])
    address = reverse("attaches:bulletin", args=[bulletin.pk])
    for person, told in ((mofa_staff, True), (mext_staff, False), (french_attache, False)):
        client.force_login(person)
        page = client.get(address)
        assert ("deliveries" in page.context) is told
        listed = client.get("/api/v1/bulletin-deliveries/")
        if person == french_attache:
            assert listed.status_code == 403
        else:
            assert bool(listed.json()["results"]) is told


def test_others_bulletins_and_drafts_are_hidden(client, draft, mofa, mext_staff, german_attache, french_attache):
    to_france = BulletinFactory(owner=mofa, handling=Handling.PUBLIC, to=[french_attache])
    client.force_login(german_attache)
    assert client.get(reverse("attaches:bulletin", args=[to_france.pk])).status_code == 404
    assert client.get("/network/bulletins/").context["rows"] == []
    assert client.get("/network/bulletins/?side=drafts").status_code == 404
    Bulletin.objects.filter(pk=draft.pk).update(handling=Handling.GOVERNMENT)
    client.force_login(mext_staff)
    assert client.get(reverse("attaches:bulletin", args=[draft.pk])).status_code == 404


def test_two_people_editing_one_draft_meet_a_conflict(client, draft, mofa_staff):
    actions.edit_bulletin(draft.pk, changes={"title_ja": "先の変更"}, seen_version=1, actor=mofa_staff)
    client.force_login(mofa_staff)
    body = {"title_ja": "後の変更", "title_en": draft.title_en, "body_ja": draft.body_ja, "to_attaches": "on"}
    initial = {f"initial-{name}": getattr(draft, name) for name in ("title_ja", "title_en", "body_ja", "body_en")}
    page = client.post(
        reverse("attaches:bulletin_edit", args=[draft.pk]), {**body, **initial, "body_en": draft.body_en, "version": 1}
    )
    assert page.status_code == 409
    assert Bulletin.objects.get().title_ja == "先の変更"


@pytest.mark.parametrize("text", ["\0", "a\x07b", "x" * 1_000_000])
def test_bad_texts_are_refused(client, mofa_staff, text):
    client.force_login(mofa_staff)
    body = {"title_ja": "件名", "body_ja": text, "to_attaches": "on"}
    assert client.post(reverse("attaches:bulletin_add"), body).status_code == 400
    assert not Bulletin.objects.exists()


def test_list_takes_as_many_queries_for_three_as_for_one(client, mofa, french_attache):
    client.force_login(french_attache)
    counts = []
    for more in (1, 2):
        for _one in range(more):
            BulletinFactory(owner=mofa, to=[french_attache])
        client.get("/network/bulletins/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/network/bulletins/").status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
