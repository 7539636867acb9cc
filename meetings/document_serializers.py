from rest_framework import serializers

from accounts.models import AccessGroup
from diplomacy.api.serializers import CleanModelSerializer, StrictSerializer
from meetings.models import Document, DocumentVersion
from meetings.serializers import HANDLING, INSIDE, OwnListField


class DocumentSerializer(CleanModelSerializer):
    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Document
        fields = [
            "id",
            "meeting",
            "item",
            "title_ja",
            "title_en",
            "kind",
            "language",
            *HANDLING,
            "is_sample",
            "version",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["id", "meeting", "owner", "is_sample", "version", "created_at", "updated_at"]
        inside_fields = INSIDE


class NewDocumentSerializer(DocumentSerializer):
    """Sent as a form (multipart/form-data), since it carries the first file."""

    file = serializers.FileField(write_only=True, allow_empty_file=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "file"]
        read_only_fields = [name for name in DocumentSerializer.Meta.read_only_fields if name != "meeting"]


class NewVersionSerializer(StrictSerializer):
    file = serializers.FileField(allow_empty_file=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class DocumentVersionSerializer(CleanModelSerializer):
    class Meta:
        model = DocumentVersion
        fields = [
            "id",
            "document",
            "number",
            "file_name",
            "media_type",
            "size",
            "sha256",
            "scanner",
            "note",
            "uploaded_at",
            "uploaded_by",
        ]
        read_only_fields = fields
        inside_fields = ("uploaded_by",)
