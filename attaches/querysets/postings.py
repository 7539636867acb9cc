from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, UUIDField, When

from accounts.models import Role
from partners.models import Person

if TYPE_CHECKING:
    from attaches.models import Posting  # noqa: F401  (named as a string in the base below)


class PostingQuerySet(QuerySet["Posting"]):
    def visible_to(self, user: Any) -> PostingQuerySet:
        """Government reads those of people it may read of; an embassy knows its own people, and no others."""
        if not user.is_authenticated or user.role == Role.ADMIN:
            return self.none()
        own = Q(organisation=user.organisation_id) if user.organisation_id else Q(pk__in=[])
        if not user.is_government:
            return self.filter(own)
        return self.filter(own | Q(person__in=Person.objects.visible_to(user).order_by().values("pk")))

    def running(self, today: date) -> PostingQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def over(self, today: date) -> PostingQuerySet:
        return self.filter(ends_on__lt=today)

    def with_shown_predecessor(self, user: Any) -> PostingQuerySet:
        """For the API: the predecessor where the reader may see that posting, too."""
        seen = self.model.objects.visible_to(user).order_by().values("pk")
        known = When(predecessor__in=seen, then=F("predecessor"))
        return self.annotate(shown_predecessor=Case(known, output_field=UUIDField()))

    def with_names(self) -> PostingQuerySet:
        return self.select_related("person", "organisation", "account").defer("person__search", "organisation__search")
