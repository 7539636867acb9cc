"""Which version of a row a form was drawn from."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


def seen_version(request: HttpRequest) -> int:
    """The version of the row the form was drawn from; without it nothing is saved."""
    text = request.POST.get("version") or request.GET.get("version", "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValidationError(
            _("どの版を編集したのかが分かりません。ページを開き直してから保存してください。"), code="no_version"
        )
    return int(text)
