"""A kept file as an answer: to be saved, or, of a picture the portal drew itself, to be shown.

The browser neither guesses what it is nor runs what is in it.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from diplomacy.uploads import store

log = logging.getLogger(__name__)


def refuse_missing(key: UUID) -> None:
    if not store.path_of(key).is_file():
        log.error("the file %s is missing", key)
        raise Http404


def file_answer(key: UUID, *, media_type: str, file_name: str) -> HttpResponseBase:
    answer = _answer(key)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def picture_answer(key: UUID, *, media_type: str, cached: str) -> HttpResponseBase:
    """Of `diplomacy.uploads.drawing`, for a page to show; `cached` is what a browser may keep of it."""
    return FileResponse(
        store.open_kept(key),
        content_type=media_type,
        headers={
            "Cache-Control": cached,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def _answer(key: UUID) -> HttpResponseBase:
    """Streamed by the portal, or by the reverse proxy where it has been told of the folder."""
    if settings.UPLOADS_INNER_ADDRESS:
        address = f"{settings.UPLOADS_INNER_ADDRESS.rstrip('/')}/{store.relative_path(key)}"
        return HttpResponse(headers={"X-Accel-Redirect": address})
    return FileResponse(store.open_kept(key))
