"""Every refusal in one shape: `{"errors": [{"field", "code", "message"}]}`, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import ValidationError as ModelValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, NotFound, ValidationError
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler as default_handler

from diplomacy.versioned.editing import Conflict

LONGEST_MESSAGE = 500


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = gettext_lazy("If-Matchヘッダーに、読んだときのETagを付けてください。")


class PreconditionFailed(APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"
    default_detail = gettext_lazy("読んだあとに変更されています。読み直してから、もう一度送ってください。")


class StateForbids(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "state"


def field_error(field: str, message: str, code: str = "invalid") -> ValidationError:
    return ValidationError({field: [ErrorDetail(message, code=code)]})


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Refusals as JSON; anything else is a fault of ours and goes on to Django (500, logged)."""
    if isinstance(error, ModelValidationError):
        error = ValidationError(get_error_detail(error))
    elif isinstance(error, ObjectDoesNotExist):
        error = NotFound()
    elif isinstance(error, Conflict):
        error = _as_precondition_failed(error)
    response = default_handler(error, context)
    if response is not None:
        detail = getattr(error, "detail", None) or response.data
        response.data = {"errors": list(flattened(detail))}
    return response


def _as_precondition_failed(conflict: Conflict) -> PreconditionFailed:
    message = _("ほかの人が、この項目を先に変更しました。読み直してから、もう一度送ってください。")
    refusal = PreconditionFailed()
    refusal.detail = {name: [ErrorDetail(message, code="conflict")] for name in conflict.mine} or refusal.detail
    return refusal


def flattened(detail: Any, path: str = "") -> Iterator[dict[str, str | None]]:
    """DRF's nested details as rows; a nested field is named `parent.child`, a list's entry by its index."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            own = key in {api_settings.NON_FIELD_ERRORS_KEY, "detail", "__all__"}
            yield from flattened(value, path if own else f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list | tuple):
        for index, value in enumerate(detail):
            leaf = not isinstance(value, dict | list | tuple)
            yield from flattened(value, path if leaf else f"{path}.{index}" if path else str(index))
    else:
        yield {
            "field": _printable(path) or None,
            "code": getattr(detail, "code", None) or "invalid",
            "message": _printable(str(detail)),
        }


def _printable(text: str) -> str:
    """What a client sent comes back in messages: bounded, and without the surrogates that JSON cannot carry."""
    return text[:LONGEST_MESSAGE].encode("utf-8", "replace").decode("utf-8")
