import factory

from accounts.handling import Handling
from partners.models import (
    AcademicAgreement,
    Agreement,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
    Theme,
)


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partner

    kind = Partner.Kind.COUNTRY
    name_ja = factory.Sequence(lambda n: f"国{n}")
    name_en = factory.Sequence(lambda n: f"Country {n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.MINISTRY
    name_ja = factory.Sequence(lambda n: f"省{n}")
    name_en = factory.Sequence(lambda n: f"Ministry {n}")


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme

    name_ja = factory.Sequence(lambda n: f"テーマ{n}")
    name_en = factory.Sequence(lambda n: f"Theme {n}")


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    partner = factory.SubFactory(PartnerFactory)
    name_ja = factory.Sequence(lambda n: f"科学技術協力協定{n}")
    name_en = factory.Sequence(lambda n: f"S&T agreement {n}")
    status = Agreement.Status.IN_FORCE


class AcademicAgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AcademicAgreement

    partner = factory.SubFactory(PartnerFactory)
    organisation = factory.SubFactory(OrganisationFactory, kind=Organisation.Kind.UNIVERSITY)
    counterpart_ja = factory.Sequence(lambda n: f"相手大学{n}")
    counterpart_en = factory.Sequence(lambda n: f"University {n}")


class ProjectFactory(factory.django.DjangoModelFactory):
    """`ProjectFactory(partners=[france])`."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    programme = "SICORP"
    title_ja = factory.Sequence(lambda n: f"課題{n}")
    title_en = factory.Sequence(lambda n: f"Project {n}")

    @factory.post_generation
    def partners(self, create, extracted, **kwargs):
        if extracted:
            self.partners.set(extracted)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if extracted:
            self.themes.set(extracted)


class RelationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Relation

    partner = factory.SubFactory(PartnerFactory)
    priority = Relation.Priority.HIGH
    reason_ja = "重点分野が重なる。"
    handling = Handling.GOVERNMENT


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    partner = factory.SubFactory(PartnerFactory)
    name_ja = factory.Sequence(lambda n: f"人物{n}")
    name_en = factory.Sequence(lambda n: f"Person {n}")
    handling = Handling.GOVERNMENT


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title_ja = factory.Sequence(lambda n: f"局長{n}")
    title_en = factory.Sequence(lambda n: f"Director {n}")


class SecondmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Secondment

    partner = factory.SubFactory(PartnerFactory)
    from_organisation = factory.SubFactory(OrganisationFactory)
    to_organisation = factory.SubFactory(OrganisationFactory)
    role_ja = factory.Sequence(lambda n: f"政策分析官{n}")
    role_en = factory.Sequence(lambda n: f"Policy analyst {n}")
    handling = Handling.GOVERNMENT


class StanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stance

    partner = factory.SubFactory(PartnerFactory)
    theme = factory.SubFactory(ThemeFactory)
    kind = Stance.Kind.COOPERATE
    reason_ja = "共同研究の実績がある。"
    handling = Handling.GOVERNMENT


class RiskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Risk

    stance = factory.SubFactory(StanceFactory)
    kind = Risk.Kind.PROPERTY
    text_ja = "成果の権利の帰属が決まっていない。"
    handling = Handling.GOVERNMENT
