"""Who reads what: one table over levels and persons, for a row and for a row under a parent."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.handling import Handling, readable_by
from accounts.models import AccessGroupMember, Role
from meetings.models import AgendaItem, Meeting
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import OrganisationFactory

READERS = {
    Handling.PUBLIC: {
        "visitor",
        "mofa_staff",
        "mext_staff",
        "council_member",
        "officer",
        "french_attache",
        "german_attache",
        "administrator",
    },
    Handling.SHARED: {"mofa_staff", "french_attache"},
    Handling.GOVERNMENT: {"mofa_staff", "mext_staff", "council_member", "officer"},
    Handling.RESTRICTED: {"mext_staff"},
}


@pytest.fixture
def cast(mofa_staff, mext_staff, council_member, officer, french_attache, german_attache, administrator):
    return {**locals(), "visitor": AnonymousUser()}


def handle(record, level, mofa, french_embassy, mext_staff):
    """Owned by the foreign ministry, shared with the French embassy, the list holding one person of MEXT."""
    record.owner, record.handling = mofa, level
    if level == Handling.RESTRICTED:
        record.access_group = AccessGroupFactory()
        AccessGroupMember.objects.create(group=record.access_group, user=mext_staff)
    record.save()
    record.shared_with.set([french_embassy])
    return record


@pytest.mark.parametrize("level", Handling.values)
def test_meeting_is_read_by_those_its_level_allows(level, cast, mofa, french_embassy, mext_staff):
    handle(MeetingFactory(), level, mofa, french_embassy, mext_staff)
    readers = {name for name, user in cast.items() if Meeting.objects.visible_to(user).exists()}
    assert readers == READERS[level]


@pytest.mark.parametrize("level", Handling.values)
@pytest.mark.parametrize("above", ["meeting", "parent"])
def test_public_item_is_hidden_with_what_it_stands_under(level, above, cast, mofa, french_embassy, mext_staff):
    meeting = MeetingFactory(handling=Handling.PUBLIC)
    parent = AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC)
    child = AgendaItemFactory(meeting=meeting, parent=parent, handling=Handling.PUBLIC)
    handle(meeting if above == "meeting" else parent, level, mofa, french_embassy, mext_staff)
    readers = {name for name, user in cast.items() if child in AgendaItem.objects.visible_to(user)}
    assert readers == READERS[level]


PLACES = ("nobody", "own", "other")


def every_record(own, other, person):
    """A meeting for every level × owner × organisations named × whether the person is on the list."""
    bodies = {"nobody": None, "own": own, "other": other}
    for level, owner, named in product(Handling.values, PLACES, PLACES):
        for listed in (False, True) if level == Handling.RESTRICTED else (False,):
            group = AccessGroupFactory() if level == Handling.RESTRICTED else None
            if listed:
                AccessGroupMember.objects.create(group=group, user=person)
            record = MeetingFactory(handling=level, owner=bodies[owner], access_group=group)
            record.shared_with.set([bodies[named]] if bodies[named] else [])
            yield record, (level, owner, named, listed)


def is_reader(user, level, owner, named, listed):
    """The rule of design and guide in plain words, for one record and one person."""
    if level == Handling.PUBLIC:
        return True
    if not user.is_authenticated or user.role == Role.ADMIN:
        return False
    if level == Handling.SHARED:
        return user.organisation_id is not None and "own" in (owner, named)
    if level == Handling.GOVERNMENT:
        return user.role in (Role.STAFF, Role.COUNCIL, Role.OFFICER)
    return listed


@pytest.mark.parametrize(
    "name",
    ["mofa_staff", "mext_staff", "council_member", "officer", "french_attache", "administrator", "visitor"],
)
def test_condition_and_its_opposite_follow_the_rule_for_every_record(name, cast):
    """The condition is SQL of its own; neither it nor NOT of it may lose a row to a NULL."""
    person = cast[name]
    own = getattr(person, "organisation", None) or OrganisationFactory()
    records = dict(every_record(own, OrganisationFactory(), person if person.pk else cast["mofa_staff"]))
    expected = {record for record, facts in records.items() if is_reader(person, *facts)}
    condition = readable_by(person, Meeting)
    assert set(Meeting.objects.filter(condition)) == expected
    assert set(Meeting.objects.exclude(condition)) == records.keys() - expected
    assert set(Meeting.objects.filter(condition | Q(pk=None))) == expected
    assert set(Meeting.objects.filter(~condition)) == records.keys() - expected


@pytest.mark.parametrize("name", ["mofa_staff", "council_member", "french_attache", "administrator", "visitor"])
def test_item_is_hidden_by_any_row_above_it_whatever_its_record_says(name, cast):
    person = cast[name]
    own = getattr(person, "organisation", None) or OrganisationFactory()
    meeting = MeetingFactory(handling=Handling.PUBLIC)
    shown, hidden = set(), set()
    listed = person if person.pk else cast["mofa_staff"]
    for record, facts in every_record(own, OrganisationFactory(), listed):
        same = {"handling": record.handling, "owner": record.owner, "access_group": record.access_group}
        top = AgendaItemFactory(meeting=meeting, **same)
        top.shared_with.set(record.shared_with.all())
        middle = AgendaItemFactory(meeting=meeting, parent=top, handling=Handling.PUBLIC)
        below = AgendaItemFactory(meeting=meeting, parent=middle, handling=Handling.PUBLIC)
        (shown if is_reader(person, *facts) else hidden).update({top, middle, below})
    seen = set(AgendaItem.objects.visible_to(person))
    assert seen == shown == set(AgendaItem.objects.in_visible(meeting, person))
    assert not seen & hidden


@pytest.mark.parametrize("name", ["mofa_staff", "council_member", "french_attache", "administrator", "visitor"])
def test_public_items_are_seen_of_the_very_meetings_that_are_seen(name, cast):
    person = cast[name]
    own = getattr(person, "organisation", None) or OrganisationFactory()
    listed = person if person.pk else cast["mofa_staff"]
    for record, _facts in every_record(own, OrganisationFactory(), listed):
        AgendaItemFactory(meeting=record, handling=Handling.PUBLIC)
    seen = AgendaItem.objects.visible_to(person)
    assert {item.meeting for item in seen} == set(Meeting.objects.visible_to(person))
    assert set(AgendaItem.objects.filter(pk__in=seen.values("pk"))) == set(seen)
