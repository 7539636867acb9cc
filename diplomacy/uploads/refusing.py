from typing import Any

from django.core.exceptions import ValidationError


def refused(code: str, message: str, **params: Any) -> ValidationError:
    """Why a file is not let in, for its sender; `code` for programs and tests."""
    return ValidationError(message % params if params else message, code=code)
