from __future__ import annotations

from datetime import date
from typing import Any

from accounts.handling import HandledQuerySet
from diplomacy.search.bigrams import matching


class CoordinationCaseQuerySet(HandledQuerySet):
    def visible_to(self, user: Any) -> CoordinationCaseQuerySet:
        """For people inside government alone, whatever a row's level."""
        if not (user.is_authenticated and user.is_government):
            return self.none()
        return super().visible_to(user)

    def open(self) -> CoordinationCaseQuerySet:
        return self.exclude(state="closed")

    def overdue(self, today: date) -> CoordinationCaseQuerySet:
        return self.open().filter(due_on__lt=today)

    def with_bodies(self) -> CoordinationCaseQuerySet:
        rows = self.select_related("headquarters", "lead").defer("search", "headquarters__search", "lead__search")
        return rows.prefetch_related("joint")

    def worded_like(self, text: str) -> CoordinationCaseQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)  # type: ignore[attr-defined]
