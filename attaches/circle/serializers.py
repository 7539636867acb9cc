from rest_framework import serializers

from attaches.models import CircleEvent, CirclePaper, Invitation
from attaches.serializers import VisibleListField
from diplomacy.api.serializers import CleanModelSerializer, StrictCharField, StrictChoiceField, StrictSerializer
from meetings.serializers import HANDLING, INSIDE
from partners.models import Organisation, Theme

ANSWERS = [choice for choice in Invitation.Answer.choices if choice[0]]
MOST_CHOSEN = 500


class CircleEventSerializer(CleanModelSerializer):
    """Level and readers are set on the gathering's page of the portal."""

    class Meta:
        model = CircleEvent
        fields = [
            *("id", "title_ja", "title_en", "on_date", "start_time", "end_time", "time_zone", "place"),
            *("description_ja", "description_en", "themes", "answer_by", "next_on", "contact_email"),
            *("state", "sequence", *HANDLING, "is_sample", "version", "created_at", "updated_at"),
        ]
        read_only_fields = [
            *("id", "state", "sequence", *HANDLING, "is_sample", "version", "created_at", "updated_at"),
        ]
        inside_fields = INSIDE


class InvitationSerializer(CleanModelSerializer):
    class Meta:
        model = Invitation
        fields = [
            *("id", "event", "person", "organisation", "invited_at", "answer", "note", "answered_at"),
            *("answered_way", "answered_sequence", "withdrawn_at", "attendance", "updated_at"),
        ]
        read_only_fields = fields
        inside_fields = ("attendance",)


class InviteSerializer(StrictSerializer):
    """Whoever is in one of the three is asked."""

    embassies = VisibleListField(queryset=Organisation.objects.all(), required=False, max_length=MOST_CHOSEN)
    themes = VisibleListField(queryset=Theme.objects.all(), required=False, max_length=MOST_CHOSEN)
    people = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=MOST_CHOSEN)


class InvitationAnswerSerializer(StrictSerializer):
    answer = StrictChoiceField(choices=ANSWERS)
    note = StrictCharField(required=False, allow_blank=True, max_length=500)


class CirclePaperSerializer(CleanModelSerializer):
    class Meta:
        model = CirclePaper
        fields = [
            *("id", "event", "title_ja", "title_en", "file_name", "media_type", "size", "sha256", "scanner"),
            *("uploaded_at", "uploaded_by"),
        ]
        read_only_fields = [name for name in fields if name not in ("event", "title_ja", "title_en")]
        inside_fields = ("uploaded_by", "scanner")


class NewPaperSerializer(StrictSerializer):
    """Sent as a form (multipart/form-data), since it carries the file."""

    event = serializers.UUIDField()
    file = serializers.FileField(allow_empty_file=True)
    title_ja = StrictCharField(required=False, allow_blank=True, max_length=300)
    title_en = StrictCharField(required=False, allow_blank=True, max_length=300)
