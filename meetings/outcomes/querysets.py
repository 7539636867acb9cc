from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.handling import readable_by
from diplomacy.search.bigrams import matching
from meetings.querysets import OfItemQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Meeting

    Person = User | AnonymousUser


class OutcomeQuerySet(OfItemQuerySet):
    def visible_to(self, user: Person) -> Any:
        """Rows whose own level, whose meeting's and whose agenda item's allow the reader; deleted ones too."""
        from meetings.models import Meeting

        meetings = Meeting.objects.visible_to(user).order_by().values("pk")
        return self.filter(readable_by(user, self.model), meeting__in=meetings).with_readable_item(user)

    def in_visible(self, meeting: Meeting, user: Person) -> Any:
        """The rows of one meeting the person sees; the meeting itself came through its own `visible_to`."""
        return self.filter(readable_by(user, self.model), meeting=meeting).with_readable_item(user)

    def live(self) -> Any:
        return self.filter(deleted_at=None)

    def worded_like(self, text: str) -> Any:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def of_series(self, series_id: Any) -> Any:
        return self.filter(meeting__series=series_id)

    def with_partner(self, partner_id: Any) -> Any:
        """Of the sessions of the partner's own series, wherever they are held: it is the other side there."""
        return self.filter(meeting__series__host_partner=partner_id)

    def on_theme(self, theme_ids: list[Any]) -> Any:
        """From an agenda item on one of the themes; the rows are visible, so their items are."""
        from meetings.models import AgendaItem

        links = AgendaItem.themes.through.objects.filter(theme__in=theme_ids)
        return self.filter(item__in=links.values("agendaitem"))


class DecisionQuerySet(OutcomeQuerySet):
    def in_order(self) -> DecisionQuerySet:
        return self.order_by("day", "created_at", "id")


class ActionItemQuerySet(OutcomeQuerySet):
    def open(self) -> ActionItemQuerySet:
        """Neither done nor dropped nor handed over, and not in the bin."""
        return self.live().filter(status="open")

    def overdue(self, today: date) -> ActionItemQuerySet:
        """Open ones whose last possible day is over."""
        return self.open().filter(due_by__lt=today)

    def due_between(self, first: date | None, last: date | None) -> QuerySet:
        """Whose due date, as far as it is known, touches the period; an open end is None."""
        found = self.filter(due_by__gte=first) if first else self.exclude(due_by=None)
        return found.filter(due_on__lte=last) if last else found

    def owned_by(self, organisation_id: Any) -> ActionItemQuerySet:
        return self.filter(responsible=organisation_id)

    def with_names(self) -> ActionItemQuerySet:
        return self.select_related("responsible", "item").defer("search", "responsible__search", "item__search")
