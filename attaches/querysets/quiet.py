from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.models import Role

if TYPE_CHECKING:
    from attaches.models import ContactInterval, QuietSpell  # noqa: F401  (named as strings in the bases below)

HIGHEST_FIRST = ("high", "medium", "normal")


class ContactIntervalQuerySet(QuerySet["ContactInterval"]):
    def visible_to(self, user: Any) -> ContactIntervalQuerySet:
        """Known inside government, as priorities are."""
        return self.all() if user.is_authenticated and user.is_government else self.none()

    def highest_first(self) -> ContactIntervalQuerySet:
        ranks = [When(priority=one, then=Value(rank)) for rank, one in enumerate(HIGHEST_FIRST)]
        return self.order_by(Case(*ranks, output_field=IntegerField()))


class QuietSpellQuerySet(QuerySet["QuietSpell"]):
    def visible_to(self, user: Any) -> QuietSpellQuerySet:
        """Its day is that of a contact the desk may know of, which others may not: it is told to the desk alone."""
        if not user.is_authenticated or user.role != Role.STAFF or user.organisation_id is None:
            return self.none()
        return self.filter(partner__desk=user.organisation_id)

    def running(self) -> QuietSpellQuerySet:
        return self.filter(ended_on=None)
