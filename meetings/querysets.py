from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce

from accounts.handling import HandledQuerySet, Readable, readable_by, reading
from diplomacy.search.bigrams import matching
from partners.querysets import FactQuerySet, NamedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import AgendaItem, Meeting, MeetingSeries, SeriesLink  # noqa: F401  (named as strings in the bases below)

    Person = User | AnonymousUser

ENDED = ("held", "cancelled")


ROW_COLUMNS = (
    *("version", "meeting", "parent", "ancestors", "position", "number", "day", "start_time", "duration_minutes"),
    *("title_ja", "title_en", "kind", "proposed_by", "fate", "handling", "source", "deleted_at"),
    *("lead_ministry__name_ja", "lead_ministry__name_en", "lead_ministry__abbreviation"),
    *("proposer__name_ja", "proposer__name_en"),
)


ABOVE = {
    "key": "above.id",
    "handling": "above.handling",
    "owner": "above.owner_id",
    "access_group": "above.access_group_id",
}
UNDER_HIDDEN = "EXISTS(SELECT 1 FROM meetings_agendaitem above WHERE above.id = ANY({ancestors}) AND NOT {readable})"


class OneOf(Func):
    """`value = ANY(array)`: an index look-up of each element of the array."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class UnderHidden(Readable):
    """Whether a row above this one in the tree is hidden from the person."""

    columns = ("ancestors",)

    def as_sql(self, compiler: Any, connection: Any, *words: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        ancestors, _no_values = compiler.compile(self.source_expressions[0])
        rule, values = self.rule(ABOVE)
        return UNDER_HIDDEN.format(ancestors=ancestors, readable=rule), tuple(values)


ITEM = {
    "key": "item.id",
    "handling": "item.handling",
    "owner": "item.owner_id",
    "access_group": "item.access_group_id",
}
ON_HIDDEN = (
    "CASE WHEN {item} IS NULL THEN FALSE ELSE EXISTS(SELECT 1 FROM meetings_agendaitem item WHERE item.id = {item}"
    " AND (NOT {readable} OR {under_hidden})) END"
)


class OnHiddenItem(Readable):
    """Whether the item this row hangs on, or one above it in the tree, is hidden from the person.

    A CASE, so that the database asks row by row: as a join it took its guess of hidden parents, far too high, for a
    reason to read all items first, 0.5 s for a list of fifty.
    """

    columns = ("item",)

    def as_sql(self, compiler: Any, connection: Any, *words: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        item, _no_values = compiler.compile(self.source_expressions[0])
        readable, values = self.rule(ITEM)
        above, above_values = self.rule(ABOVE)
        under_hidden = UNDER_HIDDEN.format(ancestors="item.ancestors", readable=above)
        rule = ON_HIDDEN.format(item=item, readable=readable, under_hidden=under_hidden)
        return rule, (*values, *above_values)


OF_READABLE = "{meeting} IN (SELECT above.id FROM meetings_meeting above WHERE {readable})"


class OfReadableMeeting(Readable):
    """Whether the person may read the meeting this row belongs to: `Meeting.objects.visible_to`, written out."""

    columns = ("meeting",)

    def as_sql(self, compiler: Any, connection: Any, *words: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        meeting, _no_values = compiler.compile(self.source_expressions[0])
        readable, values = self.rule(ABOVE)
        return OF_READABLE.format(meeting=meeting, readable=readable), tuple(values)


class SeriesQuerySet(NamedQuerySet["MeetingSeries"]):
    def with_bodies(self) -> SeriesQuerySet:
        return self.select_related("host_partner", "host_organisation", "lead_ministry").defer("search")


class SeriesLinkQuerySet(FactQuerySet["SeriesLink"]):
    def with_series(self) -> SeriesLinkQuerySet:
        return self.select_related("from_series", "to_series").order_by("relation", "to_series__name_ja", "id")


class MeetingQuerySet(HandledQuerySet["Meeting"]):
    def not_over(self, today: date) -> MeetingQuerySet:
        """Whose last possible day is not before that day. A month or year counts until its last day."""
        return self.annotate(last_day=Coalesce("end_date", "start_date")).filter(
            Q(date_precision="day", last_day__gte=today)
            | Q(date_precision="month", last_day__gte=today.replace(day=1))
            | Q(date_precision="year", last_day__gte=today.replace(month=1, day=1))
        )

    def upcoming(self, today: date) -> MeetingQuerySet:
        """Not over on that day, neither held nor cancelled, soonest first."""
        return self.not_over(today).exclude(status__in=ENDED).order_by("start_date", "id")

    def past(self, today: date) -> MeetingQuerySet:
        """Over on that day or marked as held, latest first; what is known only by its year, when the year is over."""
        to_come = self.not_over(today).order_by().values("pk")
        over = ~Q(date_precision="unknown") & ~Q(pk__in=to_come)
        return self.filter(over | Q(status="held")).order_by(F("start_date").desc(nulls_last=True), "id")

    def between(self, first: date | None, last: date | None) -> MeetingQuerySet:
        """Those that touch the period as far as their date is known; an open end is None."""
        found = self.not_over(first) if first else self.exclude(date_precision="unknown")
        return found.filter(start_date__lte=last) if last else found

    def last_of_each_series(self, today: date) -> MeetingQuerySet:
        over = self.past(today).exclude(status="cancelled")
        return over.order_by("series", F("start_date").desc(nulls_last=True), "id").distinct("series")

    def next_of_each_series(self, today: date) -> MeetingQuerySet:
        return self.upcoming(today).order_by("series", "start_date", "id").distinct("series")

    def titled_like(self, text: str) -> MeetingQuerySet:
        """Meetings whose own title or place holds the words."""
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def with_partner(self, partner_id: Any) -> MeetingQuerySet:
        """Of the partner's series, or held in the partner's country."""
        return self.filter(Q(series__host_partner=partner_id) | Q(country=partner_id))

    def of_partner(self, partner_id: Any) -> MeetingQuerySet:
        """Sessions of the partner's own series, wherever they are held."""
        return self.filter(series__host_partner=partner_id)

    def on_theme(self, theme_ids: list[Any], user: Person) -> MeetingQuerySet:
        """With an agenda item the reader may see on one of the themes."""
        from meetings.models import AgendaItem

        items = AgendaItem.objects.visible_to(user).live().filter(themes__in=theme_ids)
        return self.filter(pk__in=items.order_by().values("meeting"))

    def within(self, start: date, days: int) -> MeetingQuerySet:
        return self.filter(start_date__gte=start, start_date__lte=start + timedelta(days=days))

    def with_head(self) -> MeetingQuerySet:
        """What the head of a meeting's page shows, and who may write it."""
        from partners.models import Organisation

        ministries = Prefetch("concerned", Organisation.objects.defer("search"))
        rows = self.select_related("series", "lead_ministry", "country").prefetch_related(ministries)
        return rows.defer("search", "series__search", "lead_ministry__search", "country__search")

    def concerning(self, organisation_id: Any) -> MeetingQuerySet:
        """Led by the organisation or naming it among the ministries concerned."""
        named = self.model.concerned.through.objects.filter(meeting=OuterRef("pk"), organisation=organisation_id)
        return self.filter(Q(lead_ministry=organisation_id) | Exists(named))

    def matching(self, text: str, user: Person) -> MeetingQuerySet:
        """Meetings whose title or place, or an agenda item the reader may see, holds the words."""
        from meetings.models import AgendaItem

        items = matching(
            AgendaItem.objects.filter(readable_by(user, AgendaItem)).live(),
            text,
            columns=AgendaItem.SEARCH_COLUMNS,
        ).with_readable_ancestors(user)
        own = matching(self, text, columns=self.model.SEARCH_COLUMNS)
        return self.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=items.order_by().values("meeting")))


class AgendaItemQuerySet(HandledQuerySet["AgendaItem"]):
    def visible_to(self, user: Person) -> AgendaItemQuerySet:
        """Rows whose own level, whose meeting's and whose parents' levels all allow the reader; deleted ones too."""
        from meetings.models import Meeting

        return (
            self.filter(readable_by(user, self.model))
            .with_readable_ancestors(user)
            .filter(OfReadableMeeting(model=Meeting, **reading(user)))
        )

    def in_visible(self, meeting: Meeting, user: Person) -> AgendaItemQuerySet:
        """The rows of one meeting the person sees; the meeting itself came through its own `visible_to`."""
        return self.filter(readable_by(user, self.model), meeting=meeting).with_readable_ancestors(user)

    def in_visible_meetings(self, meeting_ids: Collection[Any], user: Person) -> AgendaItemQuerySet:
        """As `in_visible`, for several meetings."""
        return self.filter(readable_by(user, self.model), meeting__in=meeting_ids).with_readable_ancestors(user)

    def with_readable_ancestors(self, user: Person) -> AgendaItemQuerySet:
        return self.exclude(UnderHidden(model=self.model, **reading(user)))

    def live(self) -> AgendaItemQuerySet:
        return self.filter(deleted_at=None)

    def with_row(self) -> AgendaItemQuerySet:
        """What a row of the agenda shows, and no more: an agenda may be long, and its names many."""
        rows = self.select_related("lead_ministry", "proposer").only(*ROW_COLUMNS)
        return rows.annotate(has_note=~Q(note="")).order_by()

    def parents_first(self) -> AgendaItemQuerySet:
        return self.order_by("ancestors__len", "position", "pk")

    def titled_like(self, text: str) -> AgendaItemQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def counts_by_meeting(self) -> dict[Any, int]:
        """How many items of each meeting are in this queryset."""
        return dict(self.order_by().values_list("meeting").annotate(Count("pk")))


class OfItemQuerySet(HandledQuerySet):
    """Rows of a meeting that may hang on an item of its agenda."""

    def with_readable_item(self, user: Person) -> Any:
        """The item's own level and its parents' levels; its meeting has been asked already."""
        from meetings.models import AgendaItem

        return self.exclude(OnHiddenItem(model=AgendaItem, **reading(user)))
