"""An expert and a request for one, on a day that stands still."""

from datetime import date

import pytest
import time_machine

from tests.factories.outreach import DispatchFactory, ExpertFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def quantum():
    return ThemeFactory(name_ja="量子技術")


@pytest.fixture
def france():
    return PartnerFactory(name_ja="フランス", name_en="France", region="Europe")


@pytest.fixture
def expert(mofa, quantum):
    expert = ExpertFactory(owner=mofa, regions=["Europe"], honours_ja="学会賞")
    expert.themes.add(quantum)
    return expert


@pytest.fixture
def requested(mission, officer, quantum, france):
    return DispatchFactory(owner=mission, requested_by=officer, theme=quantum, partner=france)


def as_(client, person):
    client.force_login(person)
    return client
