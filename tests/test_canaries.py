"""Nobody reads, finds, counts or infers what is hidden from them.

Canaries: every text field of hidden rows carries a mark of its own; each person walks over all they can reach, and no
mark and no identifier of a hidden row is among it. Non-interference: an outsider reads everything, hidden rows are
added, the outsider reads everything again, and finds nothing changed.
"""

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.actions import change_handling
from accounts.handling import Handled, Handling
from accounts.models import ApiToken, SavedFilter
from diplomacy.uploads import store
from meetings.browsing import SAVED_PAGE
from meetings.models import (
    ActionItem,
    AgendaItem,
    CalendarFeed,
    ClearanceAsk,
    ClearanceItem,
    ClearanceReply,
    ClearanceRound,
    Decision,
    Document,
    DocumentVersion,
    Draft,
    Meeting,
    Position,
    PositionVersion,
)
from meetings.models.position import TEXTS
from partners.kinds import KINDS
from partners.models import Person, Relation, Risk, Secondment, Stance
from reminders.models import Channel
from tests.crawler import crawl
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import (
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    PostFactory,
    RelationFactory,
    RiskFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)
from tests.factories.reminders import NotificationFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MARK = "qzq"
# A name of a time zone is no free text, and a wrong one would break the page.
NOT_FREE = {"time_zone", "deadline_zone"}
pytestmark = pytest.mark.django_db


class Planted:
    """Rows with marks. `level` is part of each mark, so that it tells from whom it must be hidden."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = {}
        self.records: dict[str, list[str]] = {}
        self.number = count(100)

    def mark(self, row: models.Model, level: str) -> models.Model:
        """Fill every free text of the row, found from the model itself, and remember its identifier."""
        for field in row._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices
            if free and field.name not in NOT_FREE and not field.primary_key and not field.generated:
                setattr(row, field.name, self.text(level))
        row.save()
        self.keys.setdefault(level, set()).add(str(row.pk))
        kinds = [kind.name for kind in KINDS.values() if kind.model is type(row)]
        pages = ("record", "record_edit", "record_history", "record_handling")
        self.records.setdefault(level, []).extend(
            reverse(f"partners:{page}", args=[kind, row.pk]) for kind in kinds for page in pages
        )
        return row

    def text(self, level: str) -> str:
        return f"{MARK}{level}{next(self.number)}"

    def leaks(self, read: dict[str, str], levels: str, *, and_keys: bool = True) -> list[str]:
        """Where a mark or an identifier of those levels stands."""
        marks = re.compile(f"{MARK}[{levels}][0-9]{{3}}", re.IGNORECASE)
        keys = set().union(*(self.keys.get(level, set()) for level in levels)) if and_keys else set()
        found = []
        for address, text in read.items():
            named = {key for key in keys if key in text and key not in address}
            found += [f"{address}: {hit}" for hit in {*marks.findall(text), *named}]
        return found


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
    return SimpleNamespace(
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


# Letter of the mark: who may not see it.
LEVELS = {"R": Handling.RESTRICTED, "G": Handling.GOVERNMENT, "S": Handling.SHARED}
HIDDEN_FROM = {
    "visitor": "RGS",
    "admin": "RGS",
    "attache_a": "RGS",
    "attache_b": "RG",
    "other_staff": "RS",
    "council": "RS",
    "officer": "RS",
    "lead_staff": "R",
}


def handle(row: Handled, level: str, cast: Any) -> Handled:
    """Give the row its level: restricted to a stranger, or shared with the German embassy."""
    row.owner = cast.mofa
    row.save()
    change_handling(row, handling=LEVELS[level], shared_with=[cast.attache_b.organisation], actor=cast.stranger)
    row.refresh_from_db()
    return row


def plant_meeting(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden meeting with a public agenda, which is hidden with it, and a message about it."""
    meeting = MeetingFactory(series=visible.series, start_date=date(2026, 12, 5))
    meeting.concerned.add(cast.other_staff.organisation)
    planted.mark(meeting, level)
    handle(meeting, level, cast)
    planted.mark(AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC), level)
    for person in (cast.lead_staff, cast.other_staff, cast.attache_a):
        row = NotificationFactory(recipient=person, object_id=meeting.pk, state="sent", sent_at=NOW)
        row.before = {"title": planted.text(level)}
        row.save()


def plant_item(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden items between visible ones, one with a public child below it, one in the bin."""
    for deleted_at in (None, NOW):
        item = AgendaItemFactory(meeting=visible.meeting, parent=visible.parent)
        planted.mark(item, level)
        handle(item, level, cast)
        child = AgendaItemFactory(meeting=visible.meeting, parent=item, handling=Handling.PUBLIC)
        planted.mark(child, level)
        AgendaItem.objects.filter(pk__in=[item.pk, child.pk]).update(deleted_at=deleted_at)


def plant_position(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden position on an item everybody sees, with a version of it in a round and a ministry's reply."""
    position = Position(item=visible.unwritten.pop(), owner=cast.mofa)
    planted.mark(position, level)
    handle(position, level, cast)
    texts = {name: planted.text(level) for name in TEXTS}
    version = PositionVersion.objects.create(position=position, number=1, revision=0, made_at=NOW, **texts)
    round = ClearanceRound(meeting=visible.meeting, lead=cast.mofa, opened_at=NOW, deadline=NOW + timedelta(days=3))
    planted.mark(round, level)
    ClearanceAsk.objects.create(round=round, ministry=cast.other_staff.organisation)
    entry = ClearanceItem.objects.create(round=round, position=position, version=version, turn=1)
    reply = ClearanceReply(entry=entry, ministry=cast.other_staff.organisation, kind="comment", replied_at=NOW)
    planted.mark(reply, level)
    planted.keys[level] |= {str(version.pk), str(entry.pk)}


def plant_document(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden documents with a file, one in the bin; and one that is hidden with the item it belongs to."""
    hidden_item = AgendaItemFactory(meeting=visible.meeting, parent=visible.parent)
    handle(planted.mark(hidden_item, level), level, cast)
    under_hidden = DocumentFactory.build(meeting=visible.meeting, item=hidden_item, handling=Handling.PUBLIC)
    for document in (
        handle(planted.mark(DocumentFactory.build(meeting=visible.meeting), level), level, cast),
        handle(planted.mark(DocumentFactory.build(meeting=visible.meeting, deleted_at=NOW), level), level, cast),
        planted.mark(under_hidden, level),
    ):
        version = DocumentVersion(document=document, number=1, size=1, uploaded_at=NOW)
        content = planted.text(level).encode()
        with store.kept(io.BytesIO(content), version.pk):
            planted.mark(version, level)


def plant_decision(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden decision of a meeting everybody sees, and a public one that came from a hidden item."""
    handle(planted.mark(DecisionFactory(meeting=visible.meeting), level), level, cast)
    item = AgendaItemFactory(meeting=visible.meeting)
    planted.mark(DecisionFactory(meeting=visible.meeting, item=item, handling=Handling.PUBLIC), level)
    handle(planted.mark(item, level), level, cast)


def plant_action(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden action, done by the other side, with a message about it; an open one that would be on the desk."""
    action = ActionFactory(
        meeting=visible.meeting, side="theirs", status="done", result="x", result_on=NOW.date(), due_on=NOW.date()
    )
    handle(planted.mark(action, level), level, cast)
    due = ActionFactory(meeting=visible.meeting, due_on=NOW.date() - timedelta(days=1))
    handle(due, level, cast)
    ActionItem.objects.filter(pk=due.pk).update(title_ja=planted.text(level), title_en=planted.text(level))
    planted.keys[level].add(str(due.pk))
    NotificationFactory(
        recipient=cast.lead_staff, subject="meetings.action_due", object_id=action.pk, state="sent", sent_at=NOW
    )


def plant_relation(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden priority of a partner everybody reads."""
    handle(planted.mark(RelationFactory(partner=visible.partner, handling=Handling.PUBLIC), level), level, cast)


def plant_person(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden person and the post that names them."""
    person = handle(planted.mark(PersonFactory(partner=visible.partner), level), level, cast)
    planted.mark(PostFactory(person=person, organisation=visible.organisation), level)


def plant_secondment(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden secondment; and who holds a post that everybody reads of is hidden."""
    ends = {"from_organisation": cast.mofa, "to_organisation": visible.organisation}
    handle(planted.mark(SecondmentFactory(partner=visible.partner, **ends), level), level, cast)
    person = handle(planted.mark(PersonFactory(partner=visible.partner), level), level, cast)
    Secondment.objects.filter(pk=visible.secondments[level].pk).update(person=person)


def plant_stance(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden stance; what is written below it is hidden with it."""
    stance = StanceFactory(partner=visible.partner, theme=visible.theme, handling=Handling.PUBLIC)
    planted.mark(stance, level)
    handle(stance, level, cast)
    planted.mark(RiskFactory(stance=stance, handling=Handling.PUBLIC), level)


def plant_risk(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden risk below a stance everybody reads."""
    handle(planted.mark(RiskFactory(stance=visible.stance), level), level, cast)


# Each sensitive model says how to hide a row of it; the fields are found by themselves.
PLANTERS: dict[type[Handled], Callable] = {
    Meeting: plant_meeting,
    AgendaItem: plant_item,
    Position: plant_position,
    Document: plant_document,
    Decision: plant_decision,
    ActionItem: plant_action,
    Relation: plant_relation,
    Person: plant_person,
    Secondment: plant_secondment,
    Stance: plant_stance,
    Risk: plant_risk,
}


def plant_private_rows(planted: Planted, cast: Any, visible: Any) -> None:
    """What belongs to one person alone, here to a stranger. (What a mail server answered is the administrator's.)"""
    person = cast.stranger
    planted.mark(SavedFilter.objects.create(user=person, page="x", name="x"), "R")
    SavedFilter.objects.filter(user=person).update(page=SAVED_PAGE)
    planted.mark(ApiToken.issue(person, "x")[0], "R")
    feed, _secret = CalendarFeed.issue(user=person, kind=CalendarFeed.Kind.PERSONAL)
    planted.keys["R"].add(str(feed.pk))
    Draft.objects.create(
        user=person,
        key=f"meeting:{visible.meeting.pk}",
        payload={"note": [planted.text("R")]},
        updated_at=NOW,
    )
    note = NotificationFactory(recipient=person, object_id=visible.meeting.pk, state="sent", sent_at=NOW)
    planted.keys["R"].add(str(note.pk))


def plant_everything(cast: Any, visible: Any) -> Planted:
    planted = Planted()
    for level in LEVELS:
        for plant in PLANTERS.values():
            plant(planted, level, cast, visible)
    plant_private_rows(planted, cast, visible)
    return planted


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
    assert sensitive == set(PLANTERS), "add to PLANTERS in tests/test_canaries.py how a row of the new model is hidden"


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


def comparable(text: str) -> str:
    """The answer without what differs each time: tokens against forgery and nonces."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken&quot;: &quot;|"X-CSRFToken": ")[^"&]*', "", text)
    return re.sub(r'nonce="[^"]*"|nonce-[\w+/=-]*', "", text)


@pytest.mark.parametrize("name", ["visitor", "attache_a", "other_staff", "council"])
def test_hidden_rows_change_nothing_for_an_outsider(name, cast, visible, record_property):
    """The very addresses and answers of before: no number, order, count, suggestion or link tells of the new rows."""
    person = getattr(cast, name)
    levels = HIDDEN_FROM[name]
    addresses, probes = feeds_of(person, visible), [f"{MARK}{levels[0]}"]
    client = client_of(person)
    before = {address: comparable(text) for address, text in crawl(client, addresses, probes).items()}
    planted = Planted()
    for level in levels:
        for plant in PLANTERS.values():
            plant(planted, level, cast, visible)
    after = {address: comparable(text) for address, text in crawl(client, addresses, probes).items()}
    record_property("pages_crawled", len(before) + len(after))
    assert set(after) == set(before)
    assert [address for address in before if before[address] != after[address]] == []
