import factory

from accounts.handling import Handling
from meetings.models import Participant
from tests.factories.meetings import MeetingFactory


class ParticipantFactory(factory.django.DjangoModelFactory):
    """A member of our delegation who is not on file, at the last place."""

    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    name_ja = factory.Maybe("person", "", factory.Sequence(lambda n: f"参加者{n}"))
    name_en = factory.Maybe("person", "", factory.Sequence(lambda n: f"Participant {n}"))
    person = None
    handling = Handling.GOVERNMENT

    @factory.lazy_attribute
    def position(self):
        side = getattr(self, "side", "ours")
        return Participant.objects.live().filter(meeting=self.meeting, side=side).count() + 1
