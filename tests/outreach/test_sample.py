"""What the demo tells of dispatches."""

from datetime import date

import pytest

from accounts.models import Role
from outreach.loading.people import DISPATCHES, EXPERTS
from outreach.loading.sample import load_outreach_sample
from outreach.models import Dispatch
from partners.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def test_a_mission_asks_for_its_own_country_and_ministries_for_the_others(mofa, mext):
    france, germany, indonesia = (PartnerFactory(slug=slug) for slug in ("FR", "DE", "ID"))
    for slug in {theme for expert in EXPERTS for theme in expert[5]}:
        ThemeFactory(slug=slug)
    mission = OrganisationFactory(kind=Organisation.Kind.MISSION, country=france)
    UserFactory(email="officer@portal.example", role=Role.OFFICER, organisation=mission)
    UserFactory(email="staff@portal.example", organisation=mofa)
    UserFactory(email="staff2@portal.example", organisation=mext)
    load_outreach_sample(date(2026, 11, 24))
    made = Dispatch.objects.all()
    assert {(row.partner, row.owner) for row in made} == {(france, mission), (germany, mext), (indonesia, mofa)}
    assert len(made) == len(DISPATCHES)
    assert {row.owner for row in made.filter(state="reported")} == {mission, mofa}, "an officer writes what came of it"
    assert {row.engagements.count() for row in made.filter(state="reported")} == {2}
    assert all(row.is_sample and row.requested_by.organisation == row.owner for row in made)
