import factory

from accounts.models import AccessGroup, Role, User
from tests.factories.partners import OrganisationFactory

PASSWORD = "portal-test-password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@portal.example")
    name_ja = factory.Sequence(lambda n: f"見本 {n}郎")
    name_en = factory.Sequence(lambda n: f"Sample {n}")
    role = Role.STAFF
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class AccessGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessGroup

    name = factory.Sequence(lambda n: f"名簿{n}")
