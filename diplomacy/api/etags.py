"""Versions on the wire. An ETag is the digest of the very bytes its reader gets, so it tells nothing they do not
hold, and differs where rights or language make the bytes differ. A writer hands it back in If-Match."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpResponse
from rest_framework import status

from diplomacy.api import wire
from diplomacy.api.errors import PreconditionFailed, PreconditionRequired

TAG = re.compile(r'(W/)?"([^"]*)"')


def etag_of(body: bytes, version: int | None = None) -> str:
    """`"<version>-<digest>"` for rows that two people may edit, else the digest alone."""
    digest = hashlib.sha256(body).hexdigest()[:20]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def answer(
    request: Any, data: Any, *, status_code: int = status.HTTP_200_OK, headers: dict[str, str] | None = None
) -> HttpResponse:
    """The JSON answer with its ETag; 304 without a body where the reader has these very bytes."""
    body = wire.dumps(data)
    etag = etag_of(body, data.get("version"))
    caching = {"ETag": etag, "Cache-Control": "private, no-cache", **(headers or {})}
    if request.method in {"GET", "HEAD"} and names(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=status.HTTP_304_NOT_MODIFIED, headers=caching)
    return HttpResponse(body, status=status_code, content_type="application/json", headers=caching)


def require_match(request: Any, data: dict[str, Any]) -> None:
    """Refuse a write whose If-Match is missing (428; `*` names no version) or names another state (412)."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent or sent == "*":
        raise PreconditionRequired
    if not names(sent, etag_of(wire.dumps(data), data.get("version")), weakly=False):
        raise PreconditionFailed


def names(header: str, etag: str, *, weakly: bool = True) -> bool:
    if header.strip() == "*":
        return True
    return any(f'"{value}"' == etag and (weakly or not weak) for weak, value in TAG.findall(header))
