"""Days that are known only by their month or year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YEAR_OR_MONTH = re.compile(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?")


def last_day(day: date | None, precision: str) -> date | None:
    """The last day a date may stand for, where its month or year is all that is known."""
    if day is None or precision == "unknown":
        return None
    if precision == "year":
        return date(day.year, 12, 31)
    if precision == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def year_or_month(value: str) -> None:
    """The form of a period's ends: `YYYY` or `YYYY-MM`."""
    if not YEAR_OR_MONTH.fullmatch(value):
        raise ValidationError(_("西暦の年（2026）か年月（2026-04）の形で入力してください。"), code="period")
