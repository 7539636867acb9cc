from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from rest_framework import serializers

from diplomacy.api.serializers import CleanModelSerializer, StrictCharField, StrictSerializer, VisibleRelatedField
from meetings.clearance import Answer
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, Meeting
from meetings.rounds.deadlines import FIRST_YEAR, LAST_YEAR


class KeysField(serializers.ListField):
    child = serializers.UUIDField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)


class RoundSerializer(CleanModelSerializer):
    """`ministries` are those asked; `outcome` is empty while the round is open."""

    ministries = serializers.ListField(child=serializers.UUIDField(), read_only=True)

    class Meta:
        model = ClearanceRound
        fields = [
            *("id", "meeting", "lead", "ministries", "opened_at", "deadline", "deadline_zone", "silence_is_consent"),
            *("note", "outcome", "closed_at", "closing_note", "version", "created_at", "updated_at"),
        ]
        read_only_fields = fields


class EntrySerializer(CleanModelSerializer):
    """One version of a position in a round; `outcome` is empty while it is open."""

    class Meta:
        model = ClearanceItem
        fields = ["id", "round", "position", "version", "outcome", "created_at", "updated_at"]
        read_only_fields = fields


class ReplySerializer(CleanModelSerializer):
    """`version` counts the replies of a ministry to an entry; the live one has no `replaced_at`."""

    class Meta:
        model = ClearanceReply
        fields = [
            *("id", "entry", "ministry", "kind", "text", "proposed", "replied_at", "replaced_at", "version"),
            *("created_at", "updated_at"),
        ]
        read_only_fields = [name for name in fields if name not in {"kind", "text", "proposed"}]


class DeadlineField(serializers.DateTimeField):
    """An instant of a year that somebody could mean."""

    def to_internal_value(self, value: Any) -> Any:
        found = super().to_internal_value(value)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise serializers.ValidationError(_("期限の年を確かめてください。"))
        return found


class OpenSerializer(StrictSerializer):
    meeting = VisibleRelatedField(queryset=Meeting.objects.all())
    positions = KeysField()
    ministries = KeysField()
    deadline = DeadlineField(default_timezone=ZoneInfo("Asia/Tokyo"))
    deadline_zone = StrictCharField(max_length=50, default="Asia/Tokyo")
    silence_is_consent = serializers.BooleanField(default=False)
    note = StrictCharField(max_length=20_000, allow_blank=True, default="")


class AnswerSerializer(StrictSerializer):
    """A ministry's reply. `seen_version` is that of its own live reply, 0 where it has none."""

    entry = serializers.UUIDField()
    kind = serializers.ChoiceField(ClearanceReply.Kind.choices)
    text = StrictCharField(max_length=20_000, allow_blank=True, default="")
    proposed = StrictCharField(max_length=20_000, allow_blank=True, default="")
    seen_version = serializers.IntegerField(min_value=0, max_value=1_000_000, default=0)


class RecirculateSerializer(StrictSerializer):
    positions = KeysField()
    deadline = DeadlineField(required=False, default_timezone=ZoneInfo("Asia/Tokyo"))
    deadline_zone = StrictCharField(max_length=50, required=False)


class UnsettledSerializer(serializers.Serializer):
    """What keeps an entry from being cleared. Another `reply` of the ministry or another text makes another `mark`."""

    entry = serializers.UUIDField()
    ministry = serializers.UUIDField()
    standing = serializers.ChoiceField(Answer.choices)
    reply = serializers.UUIDField(allow_null=True)
    mark = serializers.CharField()


class UnsettledListSerializer(serializers.Serializer):
    unsettled = UnsettledSerializer(many=True)


class CloseSerializer(StrictSerializer):
    """`seen` are the marks that `unsettled` gave; needed where the round is closed in spite of them."""

    accept_unsettled = serializers.BooleanField(default=False)
    seen = serializers.ListField(child=StrictCharField(max_length=200), max_length=10_000, required=False)
    note = StrictCharField(max_length=300, allow_blank=True, default="")


class WithdrawSerializer(StrictSerializer):
    reason = StrictCharField(max_length=300)
