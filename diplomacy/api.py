"""The API's house rules: JSON in and out, unknown fields refused, every refusal in one shape."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import ValidationError as ModelValidationError
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class StrictJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(_("JSONとして読めません: %(reason)s") % {"reason": error}) from error


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, ModelValidationError):
        error = ValidationError(error.message_dict if hasattr(error, "error_dict") else error.messages)
    return default_handler(error, context)
