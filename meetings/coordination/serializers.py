from accounts.models import AccessGroup
from diplomacy.api.serializers import CleanModelSerializer
from meetings.models import CoordinationCase
from meetings.serializers import INSIDE, OwnListField

KEPT = ["source", "source_date", "is_sample", "version", "created_at", "updated_at"]
HANDLING = ["handling", "owner", "access_group"]


class CoordinationSerializer(CleanModelSerializer):
    """The handling level is changed on its own page, which says who will read it."""

    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True, read_only=False)

    class Meta:
        model = CoordinationCase
        fields = [
            *("id", "subject_ja", "subject_en", "headquarters", "lead", "joint", "state", "next_step"),
            *("due_on", "raised_on", "closed_on", *HANDLING, *KEPT),
        ]
        read_only_fields = ["id", *HANDLING, *KEPT]
        inside_fields = INSIDE
