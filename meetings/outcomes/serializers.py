from rest_framework import serializers

from accounts.models import AccessGroup
from diplomacy.api.serializers import CleanModelSerializer, StrictCharField, StrictSerializer, VisibleRelatedField
from diplomacy.days import refuse_far_days
from meetings.models import ActionItem, Decision, Meeting
from meetings.serializers import HANDLING, INSIDE, OwnListField
from partners.serializers import SeenField

SOURCED = ["source", "source_date", "is_sample", "version", "created_at", "updated_at"]


class DecisionSerializer(CleanModelSerializer):
    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Decision
        fields = ["id", "meeting", "item", "text_ja", "text_en", "day", *HANDLING, *SOURCED]
        read_only_fields = ["id", "meeting", "owner", *SOURCED]
        inside_fields = INSIDE


class NewDecisionSerializer(DecisionSerializer):
    class Meta(DecisionSerializer.Meta):
        read_only_fields = [name for name in DecisionSerializer.Meta.read_only_fields if name != "meeting"]


class ActionSerializer(CleanModelSerializer):
    """`due_by` is the last day of what is known of the due date. The status changes by the verbs below it alone."""

    access_group = OwnListField(queryset=AccessGroup.objects.all(), required=False, allow_null=True)
    decision = SeenField(column="seen_decision", queryset=Decision.objects.all(), required=False, allow_null=True)

    class Meta:
        model = ActionItem
        fields = [
            *("id", "meeting", "item", "decision", "side", "responsible", "responsible_text", "contact"),
            *("title_ja", "title_en", "detail", "due_on", "due_precision", "due_by"),
            *("status", "result", "result_on"),
            *HANDLING,
            *SOURCED,
        ]
        read_only_fields = ["id", "meeting", "due_by", "status", "result", "result_on", "owner", *SOURCED]
        inside_fields = (*INSIDE, "contact", "decision")


class NewActionSerializer(ActionSerializer):
    class Meta(ActionSerializer.Meta):
        read_only_fields = [name for name in ActionSerializer.Meta.read_only_fields if name != "meeting"]


class ResultSerializer(StrictSerializer):
    """What came of an action; the day is today unless it is given."""

    result = StrictCharField(max_length=20_000)
    result_on = serializers.DateField(required=False, allow_null=True, default=None, validators=[refuse_far_days])


class ReasonSerializer(StrictSerializer):
    reason = StrictCharField(max_length=20_000)


class HandOverSerializer(StrictSerializer):
    meeting = VisibleRelatedField(queryset=Meeting.objects.all())
