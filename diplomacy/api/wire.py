"""JSON as it comes in and goes out. What comes in is refused where two readers could understand it differently."""

from __future__ import annotations

import json
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


def dumps(data: Any) -> bytes:
    return orjson.dumps(data, default=str)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else dumps(data)


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """UTF-8 only; no key twice, no NaN, no number past 64 bits; at most `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(_("本文が大きすぎます（%(limit)sバイトまで）。") % {"limit": limit})
        try:
            return json.loads(
                body.decode("utf-8"),
                object_pairs_hook=_each_key_once,
                parse_constant=_refuse_constant,
                parse_int=_bounded_int,
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(_("JSONとして読めません: %(reason)s") % {"reason": error}) from error


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValidationError({key: [ErrorDetail(_("この項目が2回あります。"), code="duplicate")]})
        found[key] = value
    return found


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")


def _bounded_int(text: str) -> int:
    if len(text) > 19:
        raise ValueError(f"integer of {len(text)} digits")
    return int(text)
