"""Rows whose texts are marks, and from whom each level of them must stay hidden."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.db import models
from django.urls import reverse

from accounts.actions import change_handling
from accounts.handling import Handled, Handling
from partners.kinds import KINDS

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
MARK = "qzq"
# A name of a time zone is no free text, and a wrong one would break the page.
NOT_FREE = {"time_zone", "deadline_zone"}
# Letter of the mark: how the row is kept.
LEVELS = {"R": Handling.RESTRICTED, "G": Handling.GOVERNMENT, "S": Handling.SHARED}
# Which of them each person may not see.
HIDDEN_FROM = {
    "visitor": "RGS",
    "admin": "RGS",
    "attache_a": "RGS",
    "attache_b": "RG",
    "other_staff": "RS",
    "council": "RS",
    "officer": "RS",
    "lead_staff": "R",
}


class Planted:
    """Rows with marks. `level` is part of each mark, so that it tells from whom it must be hidden."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = {}
        self.records: dict[str, list[str]] = {}
        self.number = count(100)

    def mark(self, row: models.Model, level: str) -> models.Model:
        """Fill every free text of the row, found from the model itself, and remember its identifier."""
        for field in row._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField) and not field.choices
            if free and field.name not in NOT_FREE and not field.primary_key and not field.generated:
                setattr(row, field.name, self.text(level))
        row.save()
        self.keys.setdefault(level, set()).add(str(row.pk))
        kinds = [kind.name for kind in KINDS.values() if kind.model is type(row)]
        pages = ("record", "record_edit", "record_history", "record_handling")
        self.records.setdefault(level, []).extend(
            reverse(f"partners:{page}", args=[kind, row.pk]) for kind in kinds for page in pages
        )
        return row

    def text(self, level: str) -> str:
        return f"{MARK}{level}{next(self.number)}"

    def leaks(self, read: dict[str, str], levels: str, *, and_keys: bool = True) -> list[str]:
        """Where a mark or an identifier of those levels stands."""
        marks = re.compile(f"{MARK}[{levels}][0-9]{{3}}", re.IGNORECASE)
        keys = set().union(*(self.keys.get(level, set()) for level in levels)) if and_keys else set()
        found = []
        for address, text in read.items():
            named = {key for key in keys if key in text and key not in address}
            found += [f"{address}: {hit}" for hit in {*marks.findall(text), *named}]
        return found


def handle(row: Handled, level: str, cast: Any) -> Handled:
    """Give the row its level: restricted to a stranger, or shared with the German embassy."""
    row.owner = cast.mofa
    row.save()
    change_handling(row, handling=LEVELS[level], shared_with=[cast.attache_b.organisation], actor=cast.stranger)
    row.refresh_from_db()
    return row


# With the marks, the level, the cast and what everybody sees.
Planter = Callable[[Planted, str, Any, Any], None]
