from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.access import Access, admits

if TYPE_CHECKING:
    from dashboard.models import Snapshot  # noqa: F401  (named as a string in the base below)


class SnapshotQuerySet(QuerySet["Snapshot"]):
    def visible_to(self, user: Any) -> SnapshotQuerySet:
        """For whoever may open the overview: they hold what any of them reads."""
        return self.all() if admits(Access.OVERVIEW, user) else self.none()
