from rest_framework import serializers

from accounts.models import ApiToken, SavedFilter, User
from diplomacy.api.serializers import CleanModelSerializer


class MeSerializer(CleanModelSerializer):
    class Meta:
        model = User
        fields = [
            "id",
            "email",
            "name_ja",
            "name_en",
            "role",
            "organisation",
            "is_secretariat",
            "term_start",
            "term_end",
            "language",
            "time_zone",
        ]
        read_only_fields = fields


class SavedFilterSerializer(CleanModelSerializer):
    class Meta:
        model = SavedFilter
        fields = ["id", "page", "name", "query", "created_at"]
        read_only_fields = ["id", "created_at"]


class ApiTokenSerializer(CleanModelSerializer):
    class Meta:
        model = ApiToken
        fields = ["id", "name", "expires_at", "last_used_at", "created_at"]
        read_only_fields = ["id", "last_used_at", "created_at"]


class IssuedTokenSerializer(ApiTokenSerializer):
    """The answer to issuing: the only time that the token's text can be read."""

    token = serializers.CharField(read_only=True)

    class Meta(ApiTokenSerializer.Meta):
        fields = [*ApiTokenSerializer.Meta.fields, "token"]
