import factory

from partners.models import Organisation, Partner, Theme


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
