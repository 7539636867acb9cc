from diplomacy.api.serializers import CleanModelSerializer
from meetings.models import AgendaItem, Meeting, MeetingSeries, SeriesLink

HANDLING = ["handling", "owner", "shared_with", "access_group"]
# With whom a record is shared and who is on its list is inside knowledge: an embassy must not learn of another.
INSIDE = ("shared_with", "access_group")


class SeriesSerializer(CleanModelSerializer):
    class Meta:
        model = MeetingSeries
        fields = [
            "id",
            "slug",
            "name_ja",
            "name_en",
            "kind",
            "level",
            "host_partner",
            "host_organisation",
            "cadence_months",
            "lead_ministry",
            "note_ja",
            "note_en",
            "source",
            "source_date",
            "is_sample",
            "updated_at",
        ]
        read_only_fields = fields


class SeriesLinkSerializer(CleanModelSerializer):
    class Meta:
        model = SeriesLink
        fields = [
            "id",
            "from_series",
            "to_series",
            "relation",
            "note_ja",
            "note_en",
            "source",
            "source_date",
            "is_sample",
        ]
        read_only_fields = fields


class MeetingSerializer(CleanModelSerializer):
    class Meta:
        model = Meeting
        fields = [
            "id",
            "slug",
            "series",
            "ordinal",
            "title_ja",
            "title_en",
            "start_date",
            "end_date",
            "date_precision",
            "start_time",
            "end_time",
            "time_zone",
            "city",
            "country",
            "venue",
            "online",
            "status",
            "lead_ministry",
            "concerned",
            "note",
            *HANDLING,
            "source",
            "source_date",
            "is_sample",
            "sequence",
            "version",
            "created_at",
            "updated_at",
        ]
        read_only_fields = [
            "id",
            "slug",
            "source_date",
            "is_sample",
            "sequence",
            "version",
            "created_at",
            "updated_at",
            "owner",
        ]
        inside_fields = INSIDE


class AgendaItemSerializer(CleanModelSerializer):
    """No `position`: a gap in it would tell of hidden rows. The order of siblings is that of the list."""

    class Meta:
        model = AgendaItem
        fields = [
            "id",
            "slug",
            "meeting",
            "parent",
            "ancestors",
            "number",
            "day",
            "title_ja",
            "title_en",
            "note",
            "kind",
            "start_time",
            "duration_minutes",
            "lead_ministry",
            "concerned",
            "speaker",
            "themes",
            "proposed_by",
            "proposer",
            "fate",
            "fate_reason",
            *HANDLING,
            "source",
            "source_date",
            "is_sample",
            "version",
            "created_at",
            "updated_at",
        ]
        read_only_fields = [
            "id",
            "slug",
            "ancestors",
            "source",
            "source_date",
            "is_sample",
            "version",
            "created_at",
            "updated_at",
            "owner",
        ]
        inside_fields = INSIDE
