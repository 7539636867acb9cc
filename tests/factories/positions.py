from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone

from meetings.models import ClearanceAsk, ClearanceItem, ClearanceReply, ClearanceRound, Position, PositionVersion
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


class ClearanceRoundFactory(factory.django.DjangoModelFactory):
    """An open round on `positions`; each ministry of `asked` has a comment on each of them."""

    class Meta:
        model = ClearanceRound

    meeting = factory.LazyAttribute(lambda row: row.positions[0].item.meeting)
    lead = factory.LazyAttribute(lambda row: row.meeting.lead_ministry)
    opened_at = factory.LazyFunction(timezone.now)
    deadline = factory.LazyAttribute(lambda row: row.opened_at + timedelta(days=3))

    @classmethod
    def _create(cls, model_class, *args, positions, asked, **kwargs):
        round = super()._create(model_class, *args, **kwargs)
        for ministry in asked:
            ClearanceAsk.objects.create(round=round, ministry=ministry)
        for position in positions:
            version = PositionVersionFactory(position=position)
            entry = ClearanceItem.objects.create(round=round, position=position, version=version, turn=1)
            for ministry in asked:
                ClearanceReply.objects.create(
                    entry=entry, ministry=ministry, kind="comment", text="意見", replied_at=round.opened_at
                )
        return round
