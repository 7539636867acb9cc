from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound  # noqa: F401  (strings in the bases below)
    from meetings.position_querysets import Person


class RoundQuerySet(QuerySet["ClearanceRound"]):
    def visible_to(self, user: Person) -> RoundQuerySet:
        """Whoever sees a position sees its rounds; of a round, those entries only whose position is theirs to see."""
        from meetings.models import ClearanceItem

        entries = ClearanceItem.objects.visible_to(user).filter(round=OuterRef("pk"))
        return self.filter(Exists(entries.order_by()))

    def open(self) -> RoundQuerySet:
        return self.filter(outcome="")

    def asking(self, ministry_id: Any) -> RoundQuerySet:
        return self.filter(asks__ministry=ministry_id)

    def worded_like(self, text: str, user: Person) -> RoundQuerySet:
        """Whose meeting, or an item of theirs that the reader sees, holds the words."""
        from meetings.models import AgendaItem, ClearanceItem, Meeting

        meetings = matching(Meeting.objects.all(), text, columns=Meeting.SEARCH_COLUMNS)
        items = matching(AgendaItem.objects.live(), text, columns=AgendaItem.SEARCH_COLUMNS)
        entries = ClearanceItem.objects.visible_to(user).filter(position__item__in=items.order_by().values("pk"))
        return self.filter(
            Q(meeting__in=meetings.order_by().values("pk")) | Q(pk__in=entries.order_by().values("round"))
        )

    def with_parties(self) -> RoundQuerySet:
        """What `permissions` and a round's head ask for."""
        from meetings.models import ClearanceAsk

        asks = Prefetch("asks", ClearanceAsk.objects.select_related("ministry").order_by("ministry__name_ja", "pk"))
        return self.select_related("meeting", "lead", "opened_by", "closed_by").prefetch_related(asks)


class ClearanceItemQuerySet(QuerySet["ClearanceItem"]):
    def visible_to(self, user: Person) -> ClearanceItemQuerySet:
        from meetings.models import Position

        return self.filter(position__in=Position.objects.visible_to(user).order_by().values("pk"))

    def open(self) -> ClearanceItemQuerySet:
        return self.filter(outcome="")

    def current(self) -> ClearanceItemQuerySet:
        """One entry a position and round: without those a newer version replaced."""
        return self.exclude(outcome="superseded")

    def waiting(self) -> ClearanceItemQuerySet:
        """Open entries once for each ministry (`asked`) that was asked and has not replied to them as they stand.

        Nobody is asked about their own position; an entry whose position was edited since waits for its lead.
        """
        from meetings.models import ClearanceReply

        replied = ClearanceReply.objects.live().filter(entry=OuterRef("pk"), ministry=OuterRef("asked"))
        return (
            self.open()
            .filter(version__revision=F("position__revision"), position__item__deleted_at=None)
            .annotate(
                asked=F("round__asks__ministry"),
                responsible=Coalesce("position__item__lead_ministry", "round__meeting__lead_ministry"),
            )
            .filter(~Q(responsible=F("asked")), ~Exists(replied.order_by()), asked__isnull=False)
        )

    def waiting_for(self, ministry_id: Any) -> ClearanceItemQuerySet:
        return self.waiting().filter(asked=ministry_id)

    def with_position(self) -> ClearanceItemQuerySet:
        """What `clearance.standings` and the matrix ask for."""
        return self.select_related("version", "position__item__meeting", "position__item__lead_ministry")

    def stale(self) -> ClearanceItemQuerySet:
        """Whose position says something else today."""
        return self.filter(~Q(version__revision=F("position__revision")))


class ReplyQuerySet(QuerySet["ClearanceReply"]):
    def visible_to(self, user: Person) -> ReplyQuerySet:
        from meetings.models import ClearanceItem

        return self.filter(entry__in=ClearanceItem.objects.visible_to(user).order_by().values("pk"))

    def live(self) -> ReplyQuerySet:
        return self.filter(replaced_at=None)
