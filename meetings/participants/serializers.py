from rest_framework import serializers

from accounts.models import AccessGroup
from diplomacy.api.serializers import CleanModelSerializer, StrictChoiceField, StrictSerializer
from meetings.models import Participant
from meetings.serializers import HANDLING, INSIDE, OwnListField

SOURCED = ["source", "source_date", "is_sample", "version", "created_at", "updated_at"]


class ParticipantSerializer(CleanModelSerializer):
    """Somebody on file is named by `person`, anybody else by the names here.

    No `position`: a gap in it would tell of hidden rows. The order of precedence is that of the list.
    """

    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Participant
        fields = [
            *("id", "meeting", "side", "role", "person", "name_ja", "reading", "name_en"),
            *("organisation", "organisation_text", "title_ja", "title_en", "attendance", "note"),
            *HANDLING,
            *SOURCED,
        ]
        read_only_fields = ["id", "meeting", "owner", *SOURCED]
        inside_fields = (*INSIDE, "note")


class NewParticipantSerializer(ParticipantSerializer):
    class Meta(ParticipantSerializer.Meta):
        read_only_fields = [name for name in ParticipantSerializer.Meta.read_only_fields if name != "meeting"]


class PrecedenceSerializer(StrictSerializer):
    """The participants of one side in their new order, and in the order that the sender saw."""

    side = StrictChoiceField(choices=Participant.Side.choices)
    order = serializers.ListField(child=serializers.UUIDField(), max_length=500)
    seen = serializers.ListField(child=serializers.UUIDField(), max_length=500)
