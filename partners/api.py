"""The facts, to read: public inside the portal, kept by reference files."""

from accounts.access import Access, AccessMixin
from diplomacy.api.views import ReadViewSet
from partners import filters, serializers


class FactViewSet(AccessMixin, ReadViewSet):
    access = Access.READER


class ThemeViewSet(FactViewSet):
    serializer_class = serializers.ThemeSerializer
    filterset_class = filters.ThemeFilter
    ordering = ("position", "name_ja", "id")


class PartnerViewSet(FactViewSet):
    serializer_class = serializers.PartnerSerializer
    filterset_class = filters.PartnerFilter
    ordering = ("name_en", "id")


class OrganisationViewSet(FactViewSet):
    serializer_class = serializers.OrganisationSerializer
    filterset_class = filters.OrganisationFilter
    ordering = ("kind", "name_ja", "id")


class AgreementViewSet(FactViewSet):
    serializer_class = serializers.AgreementSerializer
    filterset_class = filters.AgreementFilter
    ordering = ("partner", "signed_on", "id")


class ProjectViewSet(FactViewSet):
    serializer_class = serializers.ProjectSerializer
    filterset_class = filters.ProjectFilter
    ordering = ("-fiscal_year", "title_ja", "id")


class BaseViewSet(FactViewSet):
    serializer_class = serializers.BaseSerializer
    filterset_class = filters.BaseFilter
    ordering = ("country", "name_ja", "id")


class IndicatorViewSet(FactViewSet):
    serializer_class = serializers.IndicatorValueSerializer
    filterset_class = filters.IndicatorFilter
    ordering = ("partner", "indicator", "year", "id")
