"""Sent again, made once: the key by which a program says that this is the same request as before."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from diplomacy.api.errors import field_error

HEADER = "Idempotency-Key"
# Keys that programs choose freely become UUIDs by way of this name.
KEYS = UUID("6f0a3b52-8f2e-4b77-9d0c-3f6a3c5f1c11")
LONGEST_KEY = 200
IDEMPOTENCY_KEY = OpenApiParameter(
    HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description="The same key of the same person makes one."
)


def idempotency_key(request: Any) -> UUID | None:
    """The action that is given it keeps each person's keys apart."""
    text = request.headers.get(HEADER, "")
    if len(text) > LONGEST_KEY:
        raise field_error(HEADER, _("キーは200文字までです。"))
    return uuid5(KEYS, text) if text else None
