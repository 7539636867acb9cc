"""The facts, to read: public inside the portal, kept by reference files."""

from accounts.access import Access, AccessMixin
from diplomacy.api.views import ReadViewSet
from diplomacy.paging.keys import Key
from partners import filters, serializers


class FactViewSet(AccessMixin, ReadViewSet):
    access = Access.READER


class ThemeViewSet(FactViewSet):
    serializer_class = serializers.ThemeSerializer
    filterset_class = filters.ThemeFilter
    ordering = (Key("position"), Key("name_ja"), Key("id"))


class PartnerViewSet(FactViewSet):
    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilter
    ordering = (Key("name_en"), Key("id"))


class OrganisationViewSet(FactViewSet):
    serializer_class = serializers.OrganisationSerializer
    filterset_class = filters.OrganisationFilter
    ordering = (Key("kind"), Key("name_ja"), Key("id"))


class AgreementViewSet(FactViewSet):
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter
    ordering = (Key("partner"), Key("signed_on"), Key("id"))


class ProjectViewSet(FactViewSet):
    serializer_class = serializers.ProjectSerializer
    filterset_class = filters.ProjectFilter
    ordering = (Key("fiscal_year", descending=True), Key("title_ja"), Key("id"))


class BaseViewSet(FactViewSet):
    serializer_class = serializers.BaseSerializer
    filterset_class = filters.BaseFilter
    ordering = (Key("country"), Key("name_ja"), Key("id"))


class IndicatorViewSet(FactViewSet):
    serializer_class = serializers.IndicatorValueSerializer
    filterset_class = filters.IndicatorFilter
    ordering = (Key("partner"), Key("indicator"), Key("year"), Key("id"))
