import hashlib
import io
from datetime import UTC, date, datetime, time

import factory

from accounts.handling import Handling
from attaches.models import (
    Bulletin,
    BulletinDelivery,
    CircleEvent,
    CirclePaper,
    Invitation,
    MeetingRequest,
    ProposedDate,
)
from diplomacy.uploads import store

INVITED_AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class CircleEventFactory(factory.django.DjangoModelFactory):
    """A gathering on Friday 18 December 2026, 15:00 to 17:00 in Tokyo; `shared_with=` the embassies named."""

    class Meta:
        model = CircleEvent
        skip_postgeneration_save = True

    title_ja = factory.Sequence(lambda n: f"外交サークル{n}")
    title_en = factory.Sequence(lambda n: f"Diplomacy circle {n}")
    on_date = date(2026, 12, 18)
    start_time = time(15)
    end_time = time(17)
    place = "三田共用会議所"
    contact_email = "circle@portal.example"
    handling = Handling.SHARED

    @factory.post_generation
    def shared_with(self, create, bodies, **kwargs):
        if create and bodies:
            self.shared_with.set(bodies)


class InvitationFactory(factory.django.DjangoModelFactory):
    """The embassy of the person is named on the gathering."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    event = factory.SubFactory(CircleEventFactory)
    organisation = factory.SelfAttribute("person.organisation")
    invited_at = INVITED_AT

    @factory.post_generation
    def named(self, create, given, **kwargs):
        if create:
            self.event.shared_with.add(self.organisation)


class CirclePaperFactory(factory.django.DjangoModelFactory):
    """With its file; `content=` says what is in it."""

    class Meta:
        model = CirclePaper
        skip_postgeneration_save = True

    event = factory.SubFactory(CircleEventFactory)
    title_ja = factory.Sequence(lambda n: f"配布資料{n}")
    file_name = "資料.txt"
    media_type = "text/plain"
    size = 4
    sha256 = hashlib.sha256(b"text").hexdigest()
    uploaded_at = INVITED_AT

    @factory.post_generation
    def content(self, create, given, **kwargs):
        if create:
            with store.kept(io.BytesIO(given or b"text"), self.pk):
                pass


class BulletinFactory(factory.django.DjangoModelFactory):
    """Sent on 20 November 2026 to nobody yet; `sent_at=None` makes a draft."""

    class Meta:
        model = Bulletin
        skip_postgeneration_save = True

    title_ja = factory.Sequence(lambda n: f"公募のお知らせ{n}")
    title_en = factory.Sequence(lambda n: f"Call for proposals {n}")
    body_ja = "本文です。"
    body_en = "The text."
    handling = Handling.SHARED
    sent_at = INVITED_AT

    @factory.post_generation
    def to(self, create, people, **kwargs):
        """Delivered to these persons, whose posts are named on it."""
        for person in people or ():
            BulletinDelivery.objects.create(bulletin=self, person=person, organisation=person.organisation)
            self.shared_with.add(person.organisation)


class MeetingRequestFactory(factory.django.DjangoModelFactory):
    """Sent on Friday 20 November 2026, to be answered by the 30th; one date is proposed."""

    class Meta:
        model = MeetingRequest
        skip_postgeneration_save = True

    subject = factory.Sequence(lambda n: f"Joint calls {n}")
    purpose = "We would like to talk about joint calls."
    sent_at = INVITED_AT
    answer_by = date(2026, 11, 30)
    handling = Handling.SHARED

    @factory.post_generation
    def dates(self, create, given, **kwargs):
        if create:
            self.shared_with.add(self.ministry)
            ProposedDate.objects.create(request=self, on_date=date(2026, 12, 7))
