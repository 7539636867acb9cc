"""What the lists of facts can be narrowed by. A related id is a plain UUID: what nobody may see finds nothing."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from partners.models import (
    AcademicAgreement,
    Agreement,
    Base,
    IndicatorValue,
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

LONGEST_TEXT = 200


class NamedFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("キーワード"),
        method="filter_text",
        max_length=LONGEST_TEXT,
        validators=[refuse_control_characters],
    )

    def filter_text(self, facts: Any, name: str, text: str) -> Any:
        return facts.named_like(text)


class ThemeFilter(django_filters.FilterSet):
    parent = django_filters.UUIDFilter(label=_("上位のテーマ"))
    origin = django_filters.ChoiceFilter(choices=Theme.Origin.choices)

    class Meta:
        model = Theme
        fields: list[str] = []


class PartnerFilter(NamedFilter):
    kind = django_filters.MultipleChoiceFilter(label=_("種別"), choices=Partner.Kind.choices)

    class Meta:
        model = Partner
        fields: list[str] = []


class OrganisationFilter(NamedFilter):
    kind = django_filters.MultipleChoiceFilter(label=_("種別"), choices=Organisation.Kind.choices)
    status = django_filters.MultipleChoiceFilter(label=_("状態"), choices=Organisation.Status.choices)
    country = django_filters.UUIDFilter(label=_("国"))
    parent = django_filters.UUIDFilter(label=_("上位の機関"))

    class Meta:
        model = Organisation
        fields: list[str] = []


class AgreementFilter(NamedFilter):
    partner = django_filters.UUIDFilter(label=_("相手"))
    status = django_filters.MultipleChoiceFilter(label=_("状態"), choices=Agreement.Status.choices)

    class Meta:
        model = Agreement
        fields: list[str] = []


class ProjectFilter(NamedFilter):
    partner = django_filters.UUIDFilter(label=_("相手"), field_name="partners")
    theme = django_filters.UUIDFilter(label=_("テーマ"), field_name="themes")
    stage = django_filters.MultipleChoiceFilter(label=_("段階"), choices=Project.Stage.choices)
    fiscal_year = django_filters.NumberFilter(label=_("採択年度"), min_value=1900, max_value=2100)

    class Meta:
        model = Project
        fields: list[str] = []


class BaseFilter(django_filters.FilterSet):
    organisation = django_filters.UUIDFilter(label=_("機関"))
    country = django_filters.UUIDFilter(label=_("国"))
    kind = django_filters.MultipleChoiceFilter(label=_("種別"), choices=Base.Kind.choices)

    class Meta:
        model = Base
        fields: list[str] = []


class IndicatorFilter(django_filters.FilterSet):
    partner = django_filters.UUIDFilter(label=_("国・機関"))
    indicator = django_filters.ChoiceFilter(label=_("指標"), choices=IndicatorValue.Indicator.choices)
    year = django_filters.NumberFilter(label=_("年"), min_value=1900, max_value=2100)

    class Meta:
        model = IndicatorValue
        fields: list[str] = []


class OfPartnerFilter(django_filters.FilterSet):
    partner = django_filters.UUIDFilter(label=_("国・機関"))


class AcademicAgreementFilter(NamedFilter, OfPartnerFilter):
    organisation = django_filters.UUIDFilter(label=_("日本側の大学・機関"))

    class Meta:
        model = AcademicAgreement
        fields: list[str] = []


class RelationFilter(OfPartnerFilter):
    priority = django_filters.MultipleChoiceFilter(label=_("優先度"), choices=Relation.Priority.choices)

    class Meta:
        model = Relation
        fields: list[str] = []


class PersonFilter(NamedFilter, OfPartnerFilter):
    class Meta:
        model = Person
        fields: list[str] = []


class PostFilter(django_filters.FilterSet):
    person = django_filters.UUIDFilter(label=_("人"))
    organisation = django_filters.UUIDFilter(label=_("機関"))

    class Meta:
        model = Post
        fields: list[str] = []


class SecondmentFilter(OfPartnerFilter):
    """Not by person: who is seconded may be hidden where the secondment is not."""

    class Meta:
        model = Secondment
        fields: list[str] = []


class StanceFilter(OfPartnerFilter):
    theme = django_filters.UUIDFilter(label=_("テーマ"))
    kind = django_filters.MultipleChoiceFilter(label=_("スタンス"), choices=Stance.Kind.choices)

    class Meta:
        model = Stance
        fields: list[str] = []


class RiskFilter(django_filters.FilterSet):
    stance = django_filters.UUIDFilter(label=_("スタンス"))
    kind = django_filters.MultipleChoiceFilter(label=_("種類"), choices=Risk.Kind.choices)

    class Meta:
        model = Risk
        fields: list[str] = []
