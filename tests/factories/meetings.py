from datetime import date

import factory

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting, MeetingSeries
from meetings.models.series import Level
from tests.factories.partners import OrganisationFactory


class SeriesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingSeries

    name_ja = factory.Sequence(lambda n: f"合同委員会{n}")
    name_en = factory.Sequence(lambda n: f"Joint Committee {n}")
    kind = MeetingSeries.Kind.BILATERAL
    level = Level.WORKING
    lead_ministry = factory.SubFactory(OrganisationFactory)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A government meeting of one day, led by its series' lead ministry."""

    class Meta:
        model = Meeting

    series = factory.SubFactory(SeriesFactory)
    title_ja = factory.Sequence(lambda n: f"第{n}回合同委員会")
    title_en = factory.Sequence(lambda n: f"Joint Committee, meeting {n}")
    start_date = date(2026, 12, 4)
    handling = Handling.GOVERNMENT
    lead_ministry = factory.SelfAttribute("series.lead_ministry")


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title_ja = factory.Sequence(lambda n: f"議題{n}")
    title_en = factory.Sequence(lambda n: f"Item {n}")
    handling = Handling.GOVERNMENT
    parent = None
    ancestors = factory.LazyAttribute(lambda item: [*item.parent.ancestors, item.parent.pk] if item.parent else [])
    position = factory.LazyAttribute(
        lambda item: AgendaItem.objects.filter(meeting=item.meeting, parent=item.parent).count() + 1
    )
