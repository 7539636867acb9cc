from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import AccessGroup
from diplomacy.api.serializers import (
    CleanModelSerializer,
    StrictBooleanField,
    StrictCharField,
    StrictSerializer,
    VisibleRelatedField,
)
from meetings.actions.agenda import LAST
from meetings.actions.sessions import PARTS
from meetings.models import AgendaItem, Meeting, MeetingSeries, Position, PositionVersion, SeriesLink
from meetings.models.position import TEXTS

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


class OwnListField(VisibleRelatedField):
    """A need-to-know list that its writer stands on: whoever restricts a record must not lock themselves out."""

    def get_queryset(self) -> QuerySet:
        request = self.context.get("request")
        lists = AccessGroup.objects.all()
        return lists.filter(memberships__user=request.user.pk) if request is not None else lists


class MeetingSerializer(CleanModelSerializer):
    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)

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
            "series",
            "source",
            "source_date",
            "is_sample",
            "sequence",
            "version",
            "created_at",
            "updated_at",
            "owner",
        ]
        inside_fields = INSIDE


class NewMeetingSerializer(MeetingSerializer):
    """A session of a series, blank or with the agenda of an earlier one; with `delegation` our participants too."""

    copy_from = VisibleRelatedField(queryset=Meeting.objects.all(), required=False, allow_null=True, write_only=True)
    items = serializers.ListField(child=serializers.UUIDField(), required=False, write_only=True, max_length=1000)
    parts = serializers.ListField(
        child=serializers.ChoiceField(list(PARTS)), required=False, write_only=True, max_length=len(PARTS)
    )

    follow_up = serializers.ListField(child=serializers.UUIDField(), required=False, write_only=True, max_length=100)
    delegation = StrictBooleanField(required=False, write_only=True)

    class Meta(MeetingSerializer.Meta):
        fields = [*MeetingSerializer.Meta.fields, "copy_from", "items", "parts", "follow_up", "delegation"]
        read_only_fields = [name for name in MeetingSerializer.Meta.read_only_fields if name != "series"]


class ReorderSerializer(StrictSerializer):
    """The children of `parent` (null: the top) in their new order, and in the order that the sender saw."""

    parent = serializers.UUIDField(allow_null=True)
    order = serializers.ListField(child=serializers.UUIDField(), max_length=1000)
    seen = serializers.ListField(child=serializers.UUIDField(), max_length=1000)


@extend_schema_field({"oneOf": [{"type": "string", "format": "uuid"}, {"enum": [LAST]}], "nullable": True})
class AfterField(serializers.Field):
    """Behind which sibling: its id, null for the first place, `"last"` for the last one."""

    default_error_messages = {"invalid": _('兄弟の議題のID、null、"last" のどれかにしてください。')}

    def to_internal_value(self, data: Any) -> Any:
        if data == LAST:
            return LAST
        try:
            return UUID(data) if isinstance(data, str) else self.fail("invalid")
        except ValueError:
            self.fail("invalid")


class MoveSerializer(StrictSerializer):
    parent = serializers.UUIDField(allow_null=True)
    after = AfterField(allow_null=True)


class AgendaItemSerializer(CleanModelSerializer):
    """No `position`: a gap in it would tell of hidden rows. The order of siblings is that of the list."""

    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)

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
            "meeting",
            "parent",
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


class NewAgendaItemSerializer(AgendaItemSerializer):
    after = AfterField(required=False, allow_null=True, write_only=True)

    class Meta(AgendaItemSerializer.Meta):
        fields = [*AgendaItemSerializer.Meta.fields, "after"]
        read_only_fields = [
            name for name in AgendaItemSerializer.Meta.read_only_fields if name not in {"meeting", "parent"}
        ]


class PositionSerializer(CleanModelSerializer):
    """`revision` counts the changes of the texts; `state` says where the position stands in clearance."""

    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)
    state = serializers.ChoiceField(Position.State.choices, read_only=True)

    class Meta:
        model = Position
        fields = ["id", "item", *TEXTS, "state", "revision", *HANDLING, "version", "created_at", "updated_at"]
        read_only_fields = ["id", "item", "revision", *HANDLING, "version", "created_at", "updated_at"]
        inside_fields = INSIDE


class TextField(StrictCharField):
    """One text of a position; an empty one takes it away."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, "max_length": 20_000, **kwargs})


class NewPositionSerializer(StrictSerializer):
    """The first texts of an item's position."""

    item = VisibleRelatedField(queryset=AgendaItem.objects.live())
    line_ja, line_en, points_ja, points_en, background, red_lines = (TextField() for _name in TEXTS)


class PositionVersionSerializer(CleanModelSerializer):
    class Meta:
        model = PositionVersion
        fields = ["id", "position", "number", *TEXTS, "made_at"]
        read_only_fields = fields
