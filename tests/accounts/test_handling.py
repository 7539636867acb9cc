"""Who reads what: one table over levels and persons, for a row and for a row under a parent."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.models import AgendaItem, Meeting
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

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
