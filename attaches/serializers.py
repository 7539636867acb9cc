from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.handling import Handling
from attaches.models import Contact, Posting
from attaches.models.contacts import MOST_PEOPLE
from attaches.twins import twins_of
from diplomacy.api.serializers import (
    CleanModelSerializer,
    StrictBooleanField,
    StrictCharField,
    StrictChoiceField,
    StrictSerializer,
    VisibleRelatedField,
)
from diplomacy.days import refuse_far_days
from partners.models import Organisation, Person

MOST_NAMED = 100
READ_ONLY = ["id", "number", "owner", "withdrawn_at", "is_sample", "version", "created_at", "updated_at"]


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "uuid"}})
class VisibleListField(serializers.ListField):
    """Ids of rows its writer may read, asked for at once; a hidden and a nonexistent id get the same refusal.

    `column` is the annotation that answers are read from: of the set only what the reader may know.
    """

    child = serializers.UUIDField()

    def __init__(self, *, queryset: Any, column: str = "", **kwargs: Any) -> None:
        self.queryset, self.column = queryset, column
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        keys = list(dict.fromkeys(super().to_internal_value(data)))
        request = self.context.get("request")
        rows = self.queryset.visible_to(request.user) if request is not None else self.queryset
        found = {row.pk: row for row in rows.filter(pk__in=keys)}
        if len(found) != len(keys):
            raise ValidationError(_("選んだものは見つかりません。"), code="does_not_exist")
        return [found[key] for key in keys]


class ShownField(serializers.ReadOnlyField):
    """What is read from an annotation."""

    def __init__(self, *, column: str, **kwargs: Any) -> None:
        self.column = column
        super().__init__(**kwargs)


class NewPersonSerializer(StrictSerializer):
    """Somebody not on file. `distinct` says that no likely twin is the same person."""

    name_ja = StrictCharField(max_length=300, required=False, allow_blank=True, default="")
    name_en = StrictCharField(max_length=300, required=False, allow_blank=True, default="")
    reading = StrictCharField(max_length=300, required=False, allow_blank=True, default="")
    note = StrictCharField(max_length=20_000, required=False, allow_blank=True, default="")
    distinct = StrictBooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        distinct = attrs.pop("distinct")
        if not (attrs["name_ja"] or attrs["name_en"]):
            raise ValidationError({"name_ja": _("日本語か英語の名称を入力してください。")})
        twins = [] if distinct else twins_of(attrs, self.context["request"].user)
        if twins:
            said = _("同じ人と思われる登録があります: %(ids)s") % {"ids": ", ".join(str(one.pk) for one in twins)}
            raise ValidationError({"distinct": said}, code="twin")
        return attrs


class NextStepSerializer(StrictSerializer):
    what = StrictCharField(max_length=300)
    due_on = serializers.DateField(validators=[refuse_far_days])


class ContactSerializer(CleanModelSerializer):
    """`number` is told to the owner's people, `people` are those its reader may see, `shared_with` is told to the
    owner and inside government."""

    number = ShownField(column="shown_number")
    people = VisibleListField(queryset=Person.objects.all(), column="shown_people", max_length=MOST_PEOPLE)
    shared_with = ShownField(column="shown_shared_with")

    class Meta:
        model = Contact
        fields = [
            *("id", "number", "owner", "met_on", "met_at", "way", "place", "partner", "people", "themes"),
            *("said", "meaning", "handling", "shared_with"),
            *("withdrawn_at", "is_sample", "version", "created_at", "updated_at"),
        ]
        read_only_fields = [*READ_ONLY, "handling"]


class NewContactSerializer(ContactSerializer):
    """As the form: with people not on file yet, and with the next step."""

    people = VisibleListField(queryset=Person.objects.all(), max_length=MOST_PEOPLE, required=False, default=list)
    new_people = NewPersonSerializer(many=True, required=False, default=list, max_length=MOST_PEOPLE)
    next_step = NextStepSerializer(required=False, allow_null=True, default=None)
    handling = StrictChoiceField(Handling.choices)
    shared_with = VisibleListField(
        queryset=Organisation.objects.acting_in_portal(), max_length=MOST_NAMED, required=False, default=list
    )

    class Meta(ContactSerializer.Meta):
        fields = [*ContactSerializer.Meta.fields, "new_people", "next_step"]
        read_only_fields = READ_ONLY


class ReadersSerializer(StrictSerializer):
    """Who reads it: inside government, or those named beside its owner."""

    handling = StrictChoiceField(Handling.choices)
    shared_with = VisibleListField(
        queryset=Organisation.objects.acting_in_portal(), max_length=MOST_NAMED, required=False, default=list
    )


class WithdrawContactSerializer(StrictSerializer):
    because = StrictCharField(max_length=300)


class PostingSerializer(CleanModelSerializer):
    """The name is that of the person; the person's own id is known inside government."""

    name_ja = serializers.CharField(source="person.name_ja", read_only=True)
    name_en = serializers.CharField(source="person.name_en", read_only=True)
    predecessor = ShownField(column="shown_predecessor")

    class Meta:
        model = Posting
        fields = [
            *("id", "organisation", "person", "name_ja", "name_en", "title_ja", "title_en"),
            *("starts_on", "ends_on", "predecessor", "is_sample", "version", "created_at", "updated_at"),
        ]
        read_only_fields = ["id", "organisation", "is_sample", "version", "created_at", "updated_at"]
        inside_fields = ("person",)


class NewPostingSerializer(PostingSerializer):
    predecessor = VisibleRelatedField(queryset=Posting.objects.all(), required=False, allow_null=True)

    class Meta(PostingSerializer.Meta):
        read_only_fields = [name for name in PostingSerializer.Meta.read_only_fields if name != "organisation"]
