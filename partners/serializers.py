"""Facts and records about partners as they go out and come in."""

from diplomacy.api.serializers import CleanModelSerializer, VisibleRelatedField
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

KEY = ("id", "slug")
NAMES = ("name_ja", "name_en")
SOURCE = ("source", "source_date")
KEPT = ("is_sample", "version", "updated_at")
# Whose a record is and how far it may go is inside knowledge; the level is changed on its page.
LEVEL = ("handling", "owner")
FIXED = (*KEY, *KEPT)


class SeenField(VisibleRelatedField):
    """A related record that not every reader of the row may see: the view annotates what this one sees."""

    def __init__(self, *, column: str, **kwargs):
        self.column = column
        super().__init__(**kwargs)


class ThemeSerializer(CleanModelSerializer):
    class Meta:
        model = Theme
        fields = [*KEY, *NAMES, "parent", "origin", "position", *SOURCE, "is_sample", "updated_at"]
        read_only_fields = fields


class PartnerSerializer(CleanModelSerializer):
    class Meta:
        model = Partner
        fields = [
            *(*KEY, *NAMES, "kind", "capital_ja", "capital_en", "latitude", "longitude", "region", "income_group"),
            *("has_tokyo_embassy", "desk", *SOURCE, *KEPT),
        ]
        read_only_fields = [name for name in fields if name != "desk"]
        inside_fields = ("desk",)


class OrganisationSerializer(CleanModelSerializer):
    class Meta:
        model = Organisation
        fields = [
            *(*KEY, *NAMES, "reading", "kind", "abbreviation", "country", "parent", "status", "successor"),
            *("note_ja", "note_en", *SOURCE, *KEPT),
        ]
        read_only_fields = FIXED
        extra_kwargs = {"country": {"required": True, "allow_null": False}}


class AgreementSerializer(CleanModelSerializer):
    class Meta:
        model = Agreement
        fields = [
            *(*KEY, *NAMES, "partner", "signed_on", "signed_precision", "in_force_on", "in_force_precision", "status"),
            *("expires_on", "auto_renews", "renewal_years", "notice_months", "committees"),
            *("note_ja", "note_en", *SOURCE, *KEPT),
        ]
        read_only_fields = FIXED


class AcademicAgreementSerializer(CleanModelSerializer):
    class Meta:
        model = AcademicAgreement
        fields = [
            *(*KEY, "organisation", "partner", "counterpart_ja", "counterpart_en", "themes"),
            *("signed_on", "expires_on", *SOURCE, *KEPT),
        ]
        read_only_fields = FIXED


class ProjectSerializer(CleanModelSerializer):
    class Meta:
        model = Project
        fields = [
            *(*KEY, "programme", "fiscal_year", "title_ja", "title_en", "partners", "stage", "jp_institution"),
            *("partner_institution", "field", "themes", "period_start", "period_end"),
            *("japan_gives_ja", "japan_gives_en", "japan_gains_ja", "japan_gains_en"),
            *("partner_gives_ja", "partner_gives_en", "partner_gains_ja", "partner_gains_en"),
            *(*SOURCE, *KEPT),
        ]
        read_only_fields = FIXED


class BaseSerializer(CleanModelSerializer):
    class Meta:
        model = Base
        fields = [
            *(*KEY, *NAMES, "organisation", "kind", "city", "country", "since_year", "latitude", "longitude"),
            *(*SOURCE, *KEPT),
        ]
        read_only_fields = FIXED


class IndicatorValueSerializer(CleanModelSerializer):
    class Meta:
        model = IndicatorValue
        fields = ["id", "partner", "year", "indicator", "value", "source"]
        read_only_fields = fields


class RelationSerializer(CleanModelSerializer):
    class Meta:
        model = Relation
        fields = ["id", "partner", "priority", "reason_ja", "reason_en", *LEVEL, *SOURCE, *KEPT]
        read_only_fields = ("id", *LEVEL, *KEPT)
        inside_fields = LEVEL


class PersonSerializer(CleanModelSerializer):
    class Meta:
        model = Person
        fields = [
            *("id", *NAMES, "reading", "partner", "email", "phone", "note", "purpose", "kept_until", "erased_at"),
            *(*LEVEL, *SOURCE, *KEPT),
        ]
        read_only_fields = ("id", "erased_at", *LEVEL, *KEPT)
        inside_fields = ("purpose", "kept_until", *LEVEL)
        extra_kwargs = {"partner": {"required": True, "allow_null": False}}


class PostSerializer(CleanModelSerializer):
    successor = SeenField(column="seen_successor", queryset=Post.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Post
        fields = [
            *("id", "person", "organisation", "title_ja", "title_en", "starts_on", "ends_on", "successor"),
            *(*SOURCE, *KEPT),
        ]
        read_only_fields = ("id", *KEPT)


class SecondmentSerializer(CleanModelSerializer):
    person = SeenField(column="seen_person", queryset=Person.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Secondment
        fields = [
            *("id", "partner", "from_organisation", "to_organisation", "person", "role_ja", "role_en"),
            *("starts_on", "ends_on", "note", *LEVEL, *SOURCE, *KEPT),
        ]
        read_only_fields = ("id", *LEVEL, *KEPT)
        inside_fields = LEVEL


class StanceSerializer(CleanModelSerializer):
    class Meta:
        model = Stance
        fields = ["id", "partner", "theme", "kind", "reason_ja", "reason_en", *LEVEL, *SOURCE, *KEPT]
        read_only_fields = ("id", *LEVEL, *KEPT)
        inside_fields = LEVEL


class RiskSerializer(CleanModelSerializer):
    class Meta:
        model = Risk
        fields = ["id", "stance", "kind", "text_ja", "text_en", *LEVEL, *SOURCE, *KEPT]
        read_only_fields = ("id", *LEVEL, *KEPT)
        inside_fields = LEVEL
