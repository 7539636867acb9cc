"""What the OpenAPI document says of every endpoint alike: how to sign in, how refusals look, what versions do."""

from __future__ import annotations

from typing import Any, get_type_hints
from uuid import UUID

from django.db.models import Model
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.PortalSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class FilterScheme(DjangoFilterExtension):
    """A filter's own method says by its annotation what the value is; a record is named by its UUID."""

    priority = 1

    def _get_filter_method_hint(self, filter_method: Any) -> Any:
        hints = [*get_type_hints(filter_method).items()] if filter_method else []
        value = next((hint for name, hint in hints[2:3] if name != "return"), None)
        if value is None:
            return super()._get_filter_method_hint(filter_method)
        return UUID if isinstance(value, type) and issubclass(value, Model) else value


class RefusalSerializer(serializers.Serializer):
    field = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()


class RefusalsSerializer(serializers.Serializer):
    errors = RefusalSerializer(many=True)


REFUSALS = {
    400: "A field or query parameter is wrong; each is named.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The verb is not allowed to this person.",
    404: "No such row, or none that this person may see.",
    412: "The row is not what it was when its ETag was read.",
    428: "The write needs If-Match with the ETag that was read.",
}
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag of the row as it was read."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag held already: 304 where it still stands."
)


class PortalSchema(AutoSchema):
    """A view names in `guarded_actions` the actions that ask for If-Match."""

    def get_description(self) -> str:
        """The action's or the view's own words, never those of a class it builds on."""
        own = vars(type(self.view))
        action = own.get(getattr(self.view, "action", None) or self.method.lower())
        return getattr(action, "__doc__", None) or own.get("__doc__") or ""

    def get_override_parameters(self) -> list[OpenApiParameter]:
        if self._is_guarded():
            return [IF_MATCH]
        return [IF_NONE_MATCH] if self.method == "GET" else []

    def get_response_serializers(self) -> Any:
        own = super().get_response_serializers()
        answers = own if isinstance(own, dict) else {self._success(): own}
        return {**answers, **self._refusals()}

    def _is_guarded(self) -> bool:
        return getattr(self.view, "action", None) in getattr(self.view, "guarded_actions", ())

    def _success(self) -> int:
        if getattr(self.view, "action", None) == "create":
            return 201
        return 204 if self.method == "DELETE" else 200

    def _refusals(self) -> dict[int, OpenApiResponse]:
        codes = {400, 401, 403}
        if "{" in self.path:
            codes.add(404)
        if self._is_guarded():
            codes |= {412, 428}
        return {code: OpenApiResponse(RefusalsSerializer, REFUSALS[code]) for code in sorted(codes)}
