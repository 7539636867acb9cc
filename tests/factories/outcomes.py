from datetime import date

import factory

from accounts.handling import Handling
from meetings.models import ActionItem, Decision
from meetings.models.outcomes import Side
from tests.factories.meetings import MeetingFactory


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    meeting = factory.SubFactory(MeetingFactory)
    text_ja = factory.Sequence(lambda n: f"決定{n}")
    text_en = factory.Sequence(lambda n: f"Decision {n}")
    handling = Handling.GOVERNMENT


class ActionFactory(factory.django.DjangoModelFactory):
    """An open action that the meeting's lead ministry owes, due to the day."""

    class Meta:
        model = ActionItem

    meeting = factory.SubFactory(MeetingFactory)
    side = Side.OURS
    responsible = factory.LazyAttribute(lambda row: row.meeting.lead_ministry if row.side == Side.OURS else None)
    title_ja = factory.Sequence(lambda n: f"行動{n}")
    title_en = factory.Sequence(lambda n: f"Action {n}")
    due_on = date(2026, 12, 10)
    due_precision = factory.LazyAttribute(lambda row: "day" if row.due_on else "unknown")
    handling = Handling.GOVERNMENT
