"""Nobody reads, finds, counts or infers what is hidden from them.

Canaries: every text field of hidden rows carries a mark of its own; each person walks over all they can reach, and no
mark and no identifier of a hidden row is among it. Non-interference: an outsider reads everything, hidden rows are
added, the outsider reads everything again, and finds nothing changed.
"""

import re
from datetime import date, timedelta
from email.header import decode_header, make_header
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.handling import Handled, Handling
from meetings.models import CalendarFeed, Meeting
from partners.models import Organisation
from reminders.actions.delivery import deliver
from reminders.actions.sweep import sweep
from reminders.models import Channel
from tests.crawler import crawl, text_of
from tests.factories.accounts import UserFactory
from tests.factories.attaches import ContactFactory
from tests.factories.circle import (
    BulletinFactory,
    CircleEventFactory,
    CirclePaperFactory,
    InvitationFactory,
    MeetingRequestFactory,
)
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.partners import (
    OrganisationFactory,
    PartnerFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)
from tests.factories.reminders import NotificationFactory
from tests.planters import PLANTERS, plant, plant_everything
from tests.planters.planted import HIDDEN_FROM, LEVELS, MARK, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(clock, mofa, mofa_staff, mext_staff, council_member, officer, french_attache, german_attache, administrator):
    return SimpleNamespace(
        mofa=mofa,
        lead_staff=mofa_staff,
        other_staff=mext_staff,
        council=council_member,
        officer=officer,
        attache_a=french_attache,
        attache_b=german_attache,
        admin=administrator,
        visitor=None,
        stranger=UserFactory(organisation=mofa),
    )


@pytest.fixture
def visible(cast):
    """What everybody who reads content may see, so that there are pages to be walked over."""
    series = SeriesFactory(lead_ministry=cast.mofa)
    meeting = MeetingFactory(series=series, owner=cast.mofa, handling=Handling.PUBLIC, start_date=date(2026, 12, 4))
    parent = AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC)
    AgendaItemFactory(meeting=meeting, parent=parent, handling=Handling.PUBLIC)
    DocumentFactory(meeting=meeting, item=parent, owner=cast.mofa, handling=Handling.PUBLIC)
    unwritten = [AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC) for _level in LEVELS]
    told = {"object_id": meeting.pk, "channel": Channel.IN_APP, "state": "sent", "sent_at": NOW}
    for person in (cast.lead_staff, cast.attache_a):
        # Read already: following a message on the walk would change the count of the unread ones.
        NotificationFactory(recipient=person, read_at=NOW, **told)
    partner, theme = PartnerFactory(), ThemeFactory()
    organisation = OrganisationFactory(country=partner)
    stance = StanceFactory(partner=partner, theme=ThemeFactory(), handling=Handling.PUBLIC)
    ends = {"partner": partner, "from_organisation": cast.mofa, "to_organisation": organisation}
    embassy = OrganisationFactory(kind=Organisation.Kind.EMBASSY, country=partner)
    readers = [person.organisation for person in (cast.attache_a, cast.attache_b, cast.other_staff, cast.officer)]
    contact = ContactFactory(owner=cast.mofa, partner=partner, handling=Handling.SHARED, shared_with=readers)
    guests = [cast.attache_a, cast.attache_b, cast.officer]
    event = CircleEventFactory(owner=cast.mofa, handling=Handling.PUBLIC)
    for guest in guests:
        InvitationFactory(event=event, person=guest)
    CirclePaperFactory(event=event)
    bulletin = BulletinFactory(owner=cast.mofa, handling=Handling.PUBLIC, to=guests)
    # Opened already: reading it on the walk would change the desk.
    bulletin.deliveries.update(opened_at=NOW)
    asking = {"owner": cast.attache_a.organisation, "ministry": cast.mofa, "handling": Handling.PUBLIC}
    MeetingRequestFactory(kind="speaker", **asking)
    return SimpleNamespace(
        contact=contact,
        action=ActionFactory(meeting=meeting, responsible=cast.mofa, handling=Handling.PUBLIC),
        embassy=embassy,
        series=series,
        meeting=meeting,
        parent=parent,
        unwritten=unwritten,
        partner=partner,
        theme=theme,
        stance=stance,
        organisation=organisation,
        secondments={level: SecondmentFactory(handling=Handling.PUBLIC, **ends) for level in LEVELS},
    )


def client_of(person: Any) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def feeds_of(person: Any, visible: Any) -> list[str]:
    if person is None or person.role == "admin":
        return []
    kinds = [{"kind": "personal"}, {"kind": "public"}, {"kind": "series", "series": visible.series}]
    return [reverse("meetings:feed", args=[CalendarFeed.issue(user=person, **kind)[1]]) for kind in kinds]


def test_every_sensitive_model_has_a_planter():
    sensitive = {model for model in apps.get_models() if issubclass(model, Handled)}
    assert sensitive == set(PLANTERS), "say in tests/planters/ how a row of the new model is hidden"


@pytest.mark.parametrize("name", HIDDEN_FROM)
def test_no_canary_is_read(name, cast, visible, record_property):
    planted = plant_everything(cast, visible)
    person = getattr(cast, name)
    levels = HIDDEN_FROM[name]
    probes = [f"{MARK}{level}" for level in levels]
    # Whoever knows the identifier asks for it directly.
    guessed = [
        reverse(f"meetings:{page}", args=[key])
        for level in levels
        for key in planted.keys[level]
        for page in ("detail", "history", "sources", "edit", "agenda_changes", "documents")
    ]
    guessed += [address for level in levels for address in planted.records[level]]
    read = crawl(client_of(person), [*feeds_of(person, visible), *guessed], probes)
    record_property("pages_crawled", len(read))
    # The administrator oversees who did what to which record: identifiers, and nothing that stands in them.
    assert planted.leaks(read, levels, and_keys=name != "admin") == []


def test_the_crawl_would_find_a_canary(cast, visible):
    """The stranger on the list reads the marks: the walk goes where they stand."""
    planted = plant_everything(cast, visible)
    read = crawl(client_of(cast.stranger), feeds_of(cast.stranger, visible), [f"{MARK}R"])
    found = {leak.partition("?")[0].split(":")[0] for leak in planted.leaks(read, "R")}
    meeting = Meeting.objects.get(handling=Handling.RESTRICTED)
    for address in ("/meetings/", "/search/", "/api/v1/meetings/", "/meetings/export.csv", f"/meetings/{meeting.pk}/"):
        assert address in found


@pytest.mark.parametrize("name", ["attache_a", "attache_b", "officer", "other_staff", "lead_staff"])
def test_no_canary_is_offered_while_typing(name, cast, visible):
    """What is asked for while a contact is typed: the twin check, the choice of people, who could read it."""
    planted = plant_everything(cast, visible)
    client, read = client_of(getattr(cast, name)), {}
    for level in HIDDEN_FROM[name]:
        typed = f"{MARK}{level}"
        names = {f"new-0-{field}": typed for field in ("name_ja", "name_en", "reading")}
        hidden = {"readers": "named", "shared_with": sorted(planted.keys[level])}
        read |= {
            f"twins {level}": text_of(client.post(reverse("attaches:contact_twins", args=[0]), names)),
            f"people {level}": text_of(client.get(reverse("attaches:contact_people"), {"q": typed})),
            f"readers {level}": text_of(client.post(reverse("attaches:contact_readers"), hidden)),
        }
    assert planted.leaks(read, HIDDEN_FROM[name]) == []
    seen = text_of(client_of(cast.stranger).get(reverse("attaches:contact_people"), {"q": f"{MARK}R"}))
    assert f"{MARK}R" in seen


def test_no_canary_leaves_by_mail(cast, visible):
    """A fortnight of mails: each letter is read as its recipient's, calendar entry and file names with it."""
    planted = plant_everything(cast, visible)
    recipients = {getattr(cast, name).email: name for name in HIDDEN_FROM if getattr(cast, name)}
    for day in range(15):
        now = NOW + timedelta(days=day)
        with time_machine.travel(now, tick=False):
            sweep(now=now)
            deliver(clock=lambda now=now: now, connection=mail.get_connection(), seconds=60)
    told = {recipients[letter.to[0]] for letter in mail.outbox if letter.to[0] in recipients}
    assert {"lead_staff", "other_staff", "attache_b"} <= told
    for letter in mail.outbox:
        if name := recipients.get(letter.to[0]):
            assert planted.leaks({letter.subject: letter_text(letter)}, HIDDEN_FROM[name]) == []


def letter_text(letter: Any) -> str:
    """Headers, bodies and enclosures of a letter, decoded, with the names of its files."""
    message = letter.message()
    texts = [str(make_header(decode_header(str(value)))) for value in message.values()]
    for part in message.walk():
        content = part.get_payload(decode=True) or b""
        texts += [part.get_filename() or "", content.decode("utf-8", "replace").replace("\r\n ", "")]
    return "\n".join(texts)


def comparable(text: str) -> str:
    """The answer without what differs each time: tokens against forgery, nonces, and the keys of forms not sent."""
    text = re.sub(r'(name="key" value="|contacts/new/draft/)[0-9a-f-]*', "", text)
    text = re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken&quot;: &quot;|"X-CSRFToken": ")[^"&]*', "", text)
    return re.sub(r'nonce="[^"]*"|nonce-[\w+/=-]*', "", text)


@pytest.mark.parametrize("turn", ["first", "second"])
def test_nothing_kept_by_another_test_is_read(turn):
    """A figure counted over another test's rows would change in the midst of a walk, when its minute is over."""
    assert cache.add("figure", turn)


@pytest.mark.parametrize("name", ["visitor", "attache_a", "other_staff", "council"])
def test_hidden_rows_change_nothing_for_an_outsider(name, cast, visible, record_property):
    """The very addresses and answers of before: no number, order, count, suggestion or link tells of the new rows."""
    person = getattr(cast, name)
    levels = HIDDEN_FROM[name]
    addresses, probes = feeds_of(person, visible), [f"{MARK}{levels[0]}"]
    client = client_of(person)
    before = {address: comparable(text) for address, text in crawl(client, addresses, probes).items()}
    plant(levels, cast, visible)
    after = {address: comparable(text) for address, text in crawl(client, addresses, probes).items()}
    record_property("pages_crawled", len(before) + len(after))
    assert set(after) == set(before)
    assert [address for address in before if before[address] != after[address]] == []
