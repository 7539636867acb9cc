"""When a partner was met and on which themes, for the lists, the matrix and the comparison of partners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse

from diplomacy.ui.dates import written
from meetings.models import AgendaItem, Meeting

HOST = "series__host_partner"
DATES = ("id", HOST, "start_date", "end_date", "date_precision")


class MeetingEncounters:
    """A partner is met in the sessions of its own series; its themes are those of whatever is listed under it."""

    def met_between(self, first: date, last: date, user: Any) -> QuerySet:
        held = Meeting.objects.visible_to(user).exclude(status=Meeting.Status.CANCELLED)
        days = held.filter(start_date__gte=first, start_date__lte=last)
        return days.exclude(**{HOST: None}).order_by().values(HOST)

    def last_and_next(self, partners: Iterable[UUID], user: Any, today: date) -> dict[UUID, dict[str, Any]]:
        met = Meeting.objects.visible_to(user).filter(**{f"{HOST}__in": list(partners)})
        last = met.past(today).exclude(status=Meeting.Status.CANCELLED).order_by(HOST, "-start_date", "id")
        coming = met.upcoming(today).order_by(HOST, "start_date", "id")
        found: dict[UUID, dict[str, Any]] = {}
        for name, meetings in (("last", last), ("next", coming)):
            for row in meetings.distinct(HOST).values(*DATES):
                found.setdefault(row[HOST], {})[name] = {
                    "url": reverse("meetings:detail", args=[row["id"]]),
                    "text": written(row["start_date"], row["end_date"], row["date_precision"]),
                }
        return found

    def by_theme(self, user: Any, theme: Combinable) -> Iterable[tuple[UUID, UUID, int]]:
        """A meeting of the partner's series, or held in its country: the two do not overlap."""
        items = AgendaItem.objects.visible_to(user).live().exclude(themes=None).order_by()
        host, country = f"meeting__{HOST}", "meeting__country"
        elsewhere = items.filter(Q(**{host: None}) | ~Q(**{country: F(host)}))
        for partner, rows in ((host, items), (country, elsewhere)):
            counted = rows.exclude(**{partner: None}).annotate(theme_shown=theme).values(partner, "theme_shown")
            yield from counted.annotate(met=Count("meeting", distinct=True)).values_list(partner, "theme_shown", "met")

    def address(self, partner: UUID, theme: UUID) -> str:
        return f"{reverse('meetings:list')}?partner={partner}&theme={theme}"
