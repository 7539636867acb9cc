"""Terms of office as the database compares them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func


class Term(Func):
    """The days from the first to the last, both among them; without an end it goes on."""

    template = "DATERANGE(%(expressions)s, '[]')"
    output_field = DateRangeField()
