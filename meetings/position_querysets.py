from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.handling import HandledQuerySet, readable_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Meeting, Position, PositionVersion  # noqa: F401  (named as strings in the bases below)

    Person = User | AnonymousUser


def may_read_positions(user: Person) -> bool:
    """Positions are for people inside government alone: to anybody else there are none, not even a state."""
    return user.is_authenticated and user.is_government


class PositionQuerySet(HandledQuerySet["Position"]):
    def visible_to(self, user: Person) -> PositionQuerySet:
        """Positions whose own level allows the reader, on items (not in the bin) that the reader sees."""
        from meetings.models import AgendaItem

        if not may_read_positions(user):
            return self.none()
        items = AgendaItem.objects.visible_to(user).live()
        return self.filter(readable_by(user, self.model), item__in=items.order_by().values("pk"))

    def in_visible(self, meeting: Meeting, user: Person) -> PositionQuerySet:
        """Of one meeting's items; the caller shows those alone whose item the reader sees."""
        if not may_read_positions(user):
            return self.none()
        return self.filter(readable_by(user, self.model), item__meeting=meeting)

    def with_state(self) -> PositionQuerySet:
        """`state`, one of `Position.State`: the one place that computes it.

        It follows the position's last entry into a clearance that was neither withdrawn nor replaced by a newer
        version of the same round, and how its version compares with what stands in the position now:

        | last entry in a clearance     | texts since then | state                                        |
        |-------------------------------|------------------|----------------------------------------------|
        | none                          | –                | blank where all texts are empty, else draft  |
        | in an open round              | unchanged        | in clearance                                 |
        | in an open round              | edited           | stale                                        |
        | closed, cleared               | unchanged        | cleared                                      |
        | closed, cleared               | edited           | stale                                        |
        | closed, not cleared           | either           | stale                                        |

        A withdrawn round counts as if it had not been: the position is again what it was before.
        """
        from meetings.models import ClearanceItem, Position
        from meetings.models.position import TEXTS

        outcome, state = ClearanceItem.Outcome, Position.State
        unchanged = Q(version__revision=OuterRef("revision"))
        last = (
            ClearanceItem.objects.filter(position=OuterRef("pk"))
            .exclude(outcome__in=(outcome.WITHDRAWN, outcome.SUPERSEDED))
            .order_by("-turn")
            .annotate(
                told=Case(
                    When(unchanged & Q(outcome=outcome.OPEN), then=Value(state.IN_CLEARANCE.value)),
                    When(unchanged & Q(outcome=outcome.CLEARED), then=Value(state.CLEARED.value)),
                    default=Value(state.STALE.value),
                    output_field=CharField(),
                )
            )
        )
        written = Case(
            When(**dict.fromkeys(TEXTS, ""), then=Value(state.BLANK.value)),
            default=Value(state.DRAFT.value),
            output_field=CharField(),
        )
        return self.annotate(state=Coalesce(Subquery(last.values("told")[:1]), written))

    def with_responsible(self) -> PositionQuerySet:
        """With what `permissions` asks for: the item, its ministry, its meeting and theirs."""
        return self.select_related("item__meeting", "item__lead_ministry")


class PositionVersionQuerySet(QuerySet["PositionVersion"]):
    def visible_to(self, user: Person) -> PositionVersionQuerySet:
        """The versions of the positions that the reader sees today."""
        from meetings.models import Position

        return self.filter(position__in=Position.objects.visible_to(user).order_by().values("pk"))
