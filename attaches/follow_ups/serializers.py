from rest_framework import serializers

from accounts.models import User
from attaches.models import Contact, FollowUp
from diplomacy.api.serializers import (
    CleanModelSerializer,
    StrictCharField,
    StrictChoiceField,
    StrictSerializer,
    VisibleRelatedField,
)
from diplomacy.days import refuse_far_days
from partners.models import Organisation


class ColleagueField(VisibleRelatedField):
    """An account; which of them may be named is the action's rule. Shown where its reader may know who has it."""

    column = "shown_person"

    def __init__(self, **kwargs):
        super().__init__(queryset=User.objects.all(), required=False, allow_null=True, **kwargs)

    def get_queryset(self):
        """Those of the sender's own body, and inside government everybody's."""
        people = User.objects.exclude(organisation=None)
        user = self.context["request"].user if "request" in self.context else None
        if user is None or user.is_government:
            return people
        return people.filter(organisation=user.organisation_id)


class FollowUpSerializer(CleanModelSerializer):
    """`state` changes by the verbs below it alone; `person` is told inside government and to colleagues."""

    person = ColleagueField()

    class Meta:
        model = FollowUp
        fields = [
            *("id", "contact", "what", "organisation", "person", "due_on", "state", "result", "result_on"),
            *("version", "created_at", "updated_at"),
        ]
        read_only_fields = [name for name in fields if name not in ("what", "due_on")]


class NewFollowUpSerializer(StrictSerializer):
    contact = VisibleRelatedField(queryset=Contact.objects.all())
    what = StrictCharField(max_length=300)
    due_on = serializers.DateField(validators=[refuse_far_days])
    person = ColleagueField()


class CloseFollowUpSerializer(StrictSerializer):
    """Done or dropped, never without words; the day is today unless it is given."""

    state = StrictChoiceField(choices=FollowUp.State.choices)
    result = StrictCharField(max_length=20_000)
    result_on = serializers.DateField(required=False, allow_null=True, default=None, validators=[refuse_far_days])


class HandOverFollowUpSerializer(StrictSerializer):
    organisation = VisibleRelatedField(queryset=Organisation.objects.all())
    person = ColleagueField()
