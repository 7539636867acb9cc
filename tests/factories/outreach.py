from datetime import UTC, datetime

import factory

from outreach.models import Editorial, Offer, Story
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, ThemeFactory

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
