"""A round of the foreign ministry on two positions, put to two ministries, on a Tuesday evening in Tokyo."""

import pytest
import time_machine

from accounts.handling import Handling
from tests.clearance.rounds import NOW, opened_by
from tests.factories.accounts import UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.positions import PositionFactory


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meti(japan):
    return OrganisationFactory(slug="meti", name_ja="経済産業省", country=japan, kind="ministry")


@pytest.fixture
def meti_staff(meti):
    return UserFactory(organisation=meti)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC)
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def own(meeting):
    item = AgendaItemFactory(meeting=meeting, title_ja="量子", handling=Handling.PUBLIC)
    return PositionFactory(item=item, line_ja="共同公募を**提案**する。")


@pytest.fixture
def of_mext(meeting, mext):
    item = AgendaItemFactory(meeting=meeting, lead_ministry=mext, title_ja="人材", handling=Handling.PUBLIC)
    return PositionFactory(item=item)


@pytest.fixture
def opened(meeting, own, of_mext, mext, meti, mofa_staff):
    return opened_by(mofa_staff, meeting, [own, of_mext], [mext, meti])


@pytest.fixture
def as_(client):
    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in
