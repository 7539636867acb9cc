from datetime import date

import factory

from accounts.handling import Handling
from meetings.models import CoordinationCase
from partners.models import Organisation
from tests.factories.partners import OrganisationFactory


class CoordinationFactory(factory.django.DjangoModelFactory):
    """An open case with a headquarters, due to the day."""

    class Meta:
        model = CoordinationCase

    subject_ja = factory.Sequence(lambda n: f"連携案件{n}")
    subject_en = factory.Sequence(lambda n: f"Case {n}")
    headquarters = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.HEADQUARTERS)
    lead = factory.SubFactory(OrganisationFactory)
    raised_on = date(2026, 11, 1)
    due_on = date(2026, 12, 10)
    handling = Handling.GOVERNMENT
