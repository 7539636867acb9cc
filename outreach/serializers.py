"""Records of outreach as they go out and come in."""

from rest_framework import serializers

from attaches.models import MeetingRequest
from diplomacy.api.serializers import (
    CleanModelSerializer,
    StrictCharField,
    StrictChoiceField,
    StrictSerializer,
    VisibleRelatedField,
)
from meetings.models import ActionItem
from outreach.actions.dispatches import STEPS as DISPATCH_STEPS
from outreach.actions.editorial import STEPS
from outreach.models import Dispatch, Effect, Engagement, Expert, MediaItem, Offer, Stop, Story, Tongue
from partners.regions import REGIONS

TEXTS = ("title_ja", "title_en", "summary_ja", "summary_en", "body_ja", "body_en")
KEPT = ("handling", "owner", "is_sample", "version", "updated_at")
PART = ("version", "updated_at")
WAY = ("state", "publish_at", "owner", "is_sample", "version", "updated_at")


class PictureIdField(serializers.UUIDField):
    """It goes where its story goes."""

    column = "picture"


class StorySerializer(CleanModelSerializer):
    picture = PictureIdField(read_only=True, allow_null=True)

    class Meta:
        model = Story
        fields = ["id", *TEXTS, "themes", "partners", "source", "picture", *WAY]
        read_only_fields = ["id", *WAY]
        inside_fields = ("owner",)


class NewStorySerializer(StorySerializer):
    """`dispatch` is what it tells of; taken in and not given out, for not every reader may see it."""

    dispatch = VisibleRelatedField(queryset=Dispatch.objects, required=False, write_only=True)

    class Meta(StorySerializer.Meta):
        fields = [*StorySerializer.Meta.fields, "dispatch"]


class OfferSerializer(CleanModelSerializer):
    class Meta:
        model = Offer
        fields = ["id", "theme", *TEXTS, "organisation", "link", "contact_ja", "contact_en", "source", *WAY]
        read_only_fields = ["id", *WAY]
        inside_fields = ("owner",)


class PictureSerializer(StrictSerializer):
    """Without `file` the picture stays and is told in these words."""

    file = serializers.FileField(required=False, allow_empty_file=True)
    alt_ja = StrictCharField(max_length=200)
    alt_en = StrictCharField(max_length=200)
    credit = StrictCharField(max_length=120, required=False, allow_blank=True, default="")


class SizeSerializer(serializers.Serializer):
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    media_type = serializers.CharField()
    file = serializers.CharField()


class ShownPictureSerializer(serializers.Serializer):
    """`file` of each size is the address where it is read."""

    id = serializers.UUIDField()
    alt_ja = serializers.CharField()
    alt_en = serializers.CharField()
    credit = serializers.CharField()
    sizes = SizeSerializer(many=True)


class StepSerializer(StrictSerializer):
    """`publish_at` is read with `publish` alone; without it the text is out at once."""

    step = StrictChoiceField(choices=list(STEPS))
    publish_at = serializers.DateTimeField(required=False, allow_null=True)


class ExpertSerializer(CleanModelSerializer):
    languages = serializers.ListField(child=StrictChoiceField(choices=Tongue.choices), allow_empty=False)
    regions = serializers.ListField(child=StrictChoiceField(choices=list(REGIONS.items())), required=False)

    class Meta:
        model = Expert
        fields = [
            *("id", "name_ja", "name_en", "reading", "institution", "post_ja", "post_en", "field_ja", "field_en"),
            *("themes", "honours_ja", "honours_en", "languages", "regions", "available_from", "available_until"),
            *("most_per_year", "limits", "email", "consented_on", "source", "portrait", *KEPT),
        ]
        read_only_fields = ["id", "portrait", *KEPT]


class PortraitSerializer(StrictSerializer):
    file = serializers.FileField(allow_empty_file=True)


class ShownExpertField(serializers.UUIDField):
    """Whom it was matched with, where the reader may see that expert."""

    column = "shown_expert"


class DispatchSerializer(CleanModelSerializer):
    expert = ShownExpertField(read_only=True, allow_null=True)

    class Meta:
        model = Dispatch
        fields = [
            *(
                "id",
                "title_ja",
                "title_en",
                "partner",
                "city",
                "time_zone",
                "starts_on",
                "ends_on",
                "theme",
                "language",
            ),
            *("purpose_ja", "purpose_en", "audience", "state", "expert", "report_ja", "reported_on", *KEPT),
        ]
        read_only_fields = ["id", "state", "report_ja", "reported_on", *KEPT]


class NewDispatchSerializer(DispatchSerializer):
    """`action` and `asked_in` are what it comes out of; taken in and not given out."""

    action = VisibleRelatedField(queryset=ActionItem.objects, required=False, write_only=True)
    asked_in = VisibleRelatedField(queryset=MeetingRequest.objects, required=False, write_only=True)

    class Meta(DispatchSerializer.Meta):
        fields = [*DispatchSerializer.Meta.fields, "action", "asked_in"]


class StopSerializer(CleanModelSerializer):
    class Meta:
        model = Stop
        fields = ["id", "dispatch", "day", "starts_at", "ends_at", "what", "place", "escort", *PART]
        read_only_fields = ["id", "dispatch", *PART]


class NewStopSerializer(StopSerializer):
    class Meta(StopSerializer.Meta):
        read_only_fields = ["id", *PART]


class EngagementSerializer(CleanModelSerializer):
    class Meta:
        model = Engagement
        fields = ["id", "dispatch", "day", "what", "place", "audience", "heard_by", "reaction", *PART]
        read_only_fields = ["id", "dispatch", *PART]


class NewEngagementSerializer(EngagementSerializer):
    class Meta(EngagementSerializer.Meta):
        read_only_fields = ["id", *PART]


class MediaItemSerializer(CleanModelSerializer):
    class Meta:
        model = MediaItem
        fields = ["id", "dispatch", "outlet", "title", "link", "day", "tone", *PART]
        read_only_fields = ["id", "dispatch", *PART]


class NewMediaItemSerializer(MediaItemSerializer):
    class Meta(MediaItemSerializer.Meta):
        read_only_fields = ["id", *PART]


class EffectSerializer(CleanModelSerializer):
    class Meta:
        model = Effect
        fields = ["id", "dispatch", "months", "due_on", "text", "recorded_on", "version", "updated_at"]
        read_only_fields = [name for name in fields if name != "text"]
        extra_kwargs = {"text": {"required": True, "allow_blank": False}}


class DispatchStepSerializer(StrictSerializer):
    """`expert` and `reason` are read with `match`, `report_ja` with `report`."""

    step = StrictChoiceField(choices=list(DISPATCH_STEPS))
    expert = VisibleRelatedField(queryset=Expert.objects, required=False)
    reason = StrictCharField(required=False, allow_blank=True, max_length=2000)
    report_ja = StrictCharField(required=False, allow_blank=True, max_length=20_000)
