from datetime import UTC, datetime

import factory

from meetings.models import Position, PositionVersion
from tests.factories.meetings import AgendaItemFactory


class PositionFactory(factory.django.DjangoModelFactory):
    """A draft for readers inside government, of the ministry that answers for the item."""

    class Meta:
        model = Position

    item = factory.SubFactory(AgendaItemFactory)
    owner = factory.LazyAttribute(lambda row: row.item.lead_ministry or row.item.meeting.lead_ministry)
    line_ja = factory.Sequence(lambda n: f"方針{n}")
    revision = 1


class PositionVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PositionVersion

    position = factory.SubFactory(PositionFactory)
    number = 1
    revision = factory.SelfAttribute("position.revision")
    line_ja = factory.SelfAttribute("position.line_ja")
    made_at = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
