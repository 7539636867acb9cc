from datetime import date
from uuid import uuid4

import factory

from accounts.handling import Handling
from attaches.models import Contact, FollowUp, Posting
from partners.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, PersonFactory


class PostingFactory(factory.django.DjangoModelFactory):
    """A term that runs, at an embassy."""

    class Meta:
        model = Posting

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.EMBASSY)
    starts_on = date(2025, 4, 1)


class ContactFactory(factory.django.DjangoModelFactory):
    """For all of government, with one person; `people` and `shared_with` are set where they are given."""

    class Meta:
        model = Contact
        skip_postgeneration_save = True

    key = factory.LazyFunction(uuid4)
    number = factory.Sequence(lambda n: n + 1)
    owner = factory.SubFactory(OrganisationFactory)
    author = factory.LazyAttribute(lambda row: UserFactory(organisation=row.owner))
    met_on = date(2026, 11, 20)
    said = factory.Sequence(lambda n: f"共同研究の進め方について聞いた{n}。")
    handling = Handling.GOVERNMENT

    @factory.post_generation
    def people(self, create, given, **kwargs):
        if create:
            self.people.set([PersonFactory(owner=self.owner, partner=self.partner)] if given is None else given)

    @factory.post_generation
    def shared_with(self, create, given, **kwargs):
        if create and given:
            self.shared_with.set(given)


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FollowUp

    contact = factory.SubFactory(ContactFactory)
    what = factory.Sequence(lambda n: f"資料を送る{n}")
    organisation = factory.SelfAttribute("contact.owner")
    due_on = date(2026, 12, 8)
