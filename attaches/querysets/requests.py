from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accounts.handling import HandledQuerySet
from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from attaches.models import MeetingRequest


class MeetingRequestQuerySet(HandledQuerySet["MeetingRequest"]):
    def waiting(self) -> MeetingRequestQuerySet:
        """To which the ministry still owes an answer."""
        return self.filter(state__in=self.model.WAITING)

    def overdue(self, today: date) -> MeetingRequestQuerySet:
        return self.waiting().filter(answer_by__lt=today)

    def standing(self, today: date) -> MeetingRequestQuerySet:
        """Unanswered, or agreed on a day to come."""
        return self.filter(Q(state__in=self.model.WAITING) | Q(state=self.model.State.AGREED, agreed_on__gte=today))

    def asked_of(self, organisation_id: Any) -> MeetingRequestQuerySet:
        return self.filter(ministry=organisation_id)

    def for_speakers(self) -> MeetingRequestQuerySet:
        return self.filter(kind=self.model.Kind.SPEAKER)

    def asked_by(self, organisation_id: Any) -> MeetingRequestQuerySet:
        return self.filter(owner=organisation_id)

    def changed_since(self, moment: datetime) -> MeetingRequestQuerySet:
        return self.filter(updated_at__gte=moment)

    def worded_like(self, text: str) -> MeetingRequestQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def with_names(self) -> QuerySet[MeetingRequest]:
        return self.select_related("owner", "ministry").defer("search", "owner__search", "ministry__search")
