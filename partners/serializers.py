from diplomacy.api.serializers import CleanModelSerializer
from partners.models import Agreement, Base, IndicatorValue, Organisation, Partner, Project, Theme

NAMES = ["id", "slug", "name_ja", "name_en"]
PROVENANCE = ["source", "source_date", "is_sample", "updated_at"]


class ThemeSerializer(CleanModelSerializer):
    class Meta:
        model = Theme
        fields = [*NAMES, "parent", "origin", "position", *PROVENANCE]
        read_only_fields = fields


class PartnerSerializer(CleanModelSerializer):
    class Meta:
        model = Partner
        fields = [
            *NAMES,
            "kind",
            "capital_ja",
            "capital_en",
            "latitude",
            "longitude",
            "region",
            "income_group",
            "has_tokyo_embassy",
            *PROVENANCE,
        ]
        read_only_fields = fields


class OrganisationSerializer(CleanModelSerializer):
    class Meta:
        model = Organisation
        fields = [
            *NAMES,
            "kind",
            "abbreviation",
            "country",
            "parent",
            "status",
            "successor",
            "note_ja",
            "note_en",
            *PROVENANCE,
        ]
        read_only_fields = fields


class AgreementSerializer(CleanModelSerializer):
    class Meta:
        model = Agreement
        fields = [
            *NAMES,
            "partner",
            "signed_on",
            "signed_precision",
            "in_force_on",
            "in_force_precision",
            "status",
            "note_ja",
            "note_en",
            *PROVENANCE,
        ]
        read_only_fields = fields


class ProjectSerializer(CleanModelSerializer):
    class Meta:
        model = Project
        fields = [
            "id",
            "slug",
            "programme",
            "fiscal_year",
            "title_ja",
            "title_en",
            "partners",
            "jp_institution",
            "partner_institution",
            "field",
            "themes",
            "period_start",
            "period_end",
            *PROVENANCE,
        ]
        read_only_fields = fields


class BaseSerializer(CleanModelSerializer):
    class Meta:
        model = Base
        fields = [
            *NAMES,
            "organisation",
            "kind",
            "city",
            "country",
            "since_year",
            "latitude",
            "longitude",
            *PROVENANCE,
        ]
        read_only_fields = fields


class IndicatorValueSerializer(CleanModelSerializer):
    class Meta:
        model = IndicatorValue
        fields = ["id", "partner", "year", "indicator", "value", "source"]
        read_only_fields = fields
