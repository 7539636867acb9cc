"""Columns that rows are sorted by where the table has no such column."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, CharField, Expression, F, IntegerField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language


def local_column(name: str) -> Coalesce:
    """The text of a paired field in the reader's language, else in the other one, for sorting."""
    language, other = ("en", "ja") if get_language() == "en" else ("ja", "en")
    return Coalesce(NullIf(f"{name}_{language}", Value("")), f"{name}_{other}", output_field=CharField())


def rank(field: str, values: Iterable[str]) -> Case:
    """The place of a choice among its choices, so that levels sort from leaders to experts."""
    cases = [When(**{field: value, "then": Value(place)}) for place, value in enumerate(values)]
    return Case(*cases, default=Value(99), output_field=IntegerField())


def by_reading(of: str = "") -> Expression | F:
    """A name's place in the list: by its reading (the stored column) in Japanese, by its English name in English."""
    return local_column(f"{of}name") if get_language() == "en" else F(f"{of}sorted_by")
