"""Days as people mean them: none so far away that it can only be a slip of the hand.

At the ends of the calendar no sum over a day and no hour of it in another zone exists: one such day typed by one person
would break every page, feed and sweep that reckons with it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def refuse_far_days(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(_("年を確かめてください。"), code="far_day")


class DayField(models.DateField):
    """A date between `FIRST_DAY` and `LAST_DAY`. The table knows it as a plain date, so migrations do too."""

    default_validators = [refuse_far_days]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
