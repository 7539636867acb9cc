from datetime import UTC, date, datetime

import factory

from outreach.models import Dispatch, Editorial, Expert, Offer, Story
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, ThemeFactory

LONG_AGO = datetime(2020, 4, 1, tzinfo=UTC)


class EditorialFactory(factory.django.DjangoModelFactory):
    """A whole text in both languages; a draft unless told otherwise."""

    class Meta:
        abstract = True

    class Params:
        published = factory.Trait(state=Editorial.State.PUBLISHED, publish_at=LONG_AGO)

    title_ja = factory.Sequence(lambda n: f"見出し{n}")
    title_en = factory.Sequence(lambda n: f"Headline {n}")
    summary_ja, summary_en = "要約の文", "A summary"
    body_ja, body_en = "# 節\n\n本文", "# Part\n\nText"
    owner = factory.SubFactory(OrganisationFactory)
    written_by = factory.SubFactory(UserFactory)


class StoryFactory(EditorialFactory):
    class Meta:
        model = Story


class OfferFactory(EditorialFactory):
    class Meta:
        model = Offer

    theme = factory.SubFactory(ThemeFactory)


class ExpertFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Expert

    name_ja = factory.Sequence(lambda n: f"専門 家{n}")
    name_en = factory.Sequence(lambda n: f"Expert {n}")
    reading = "せんもん か"
    field_ja, field_en = "量子計測", "Quantum sensing"
    languages = factory.LazyFunction(lambda: ["ja", "en"])
    consented_on = date(2026, 4, 1)


class DispatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dispatch

    title_ja = factory.Sequence(lambda n: f"派遣{n}")
    title_en = factory.Sequence(lambda n: f"Dispatch {n}")
    partner = factory.SubFactory(PartnerFactory)
    theme = factory.SubFactory(ThemeFactory)
    starts_on, ends_on = date(2027, 2, 1), date(2027, 2, 5)
    purpose_ja = "若手研究者に量子計測の面白さを伝える"
