from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from accounts.handling import HandledQuerySet, readable_by
from diplomacy.search.bigrams import matching
from partners.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from meetings.models import Meeting, Participant  # noqa: F401  (named as a string in the base below)

    Reader = User | AnonymousUser


class ParticipantQuerySet(HandledQuerySet["Participant"]):
    def visible_to(self, user: Reader) -> ParticipantQuerySet:
        """Rows whose own level, whose meeting's and whose person's record allow the reader; deleted ones too."""
        from meetings.models import Meeting

        meetings = Meeting.objects.visible_to(user).order_by().values("pk")
        return self.filter(readable_by(user, self.model), meeting__in=meetings).with_readable_person(user)

    def in_visible(self, meeting: Meeting, user: Reader) -> ParticipantQuerySet:
        """The rows of one meeting the person sees; the meeting itself came through its own `visible_to`."""
        return self.filter(readable_by(user, self.model), meeting=meeting).with_readable_person(user)

    def in_visible_meetings(self, meeting_ids: Collection[Any], user: Reader) -> ParticipantQuerySet:
        """As `in_visible`, for several meetings."""
        return self.filter(readable_by(user, self.model), meeting__in=meeting_ids).with_readable_person(user)

    def with_readable_person(self, user: Reader) -> ParticipantQuerySet:
        """A row names somebody: who does not read the person's record does not read it.

        Asked of the rows at hand one by one: a list of everybody who may be read would be long.
        """
        hidden = Person.objects.exclude(readable_by(user, Person)).order_by()
        return self.exclude(Exists(hidden.filter(pk=OuterRef("person"))))

    def live(self) -> ParticipantQuerySet:
        return self.filter(deleted_at=None)

    def ours(self) -> ParticipantQuerySet:
        return self.filter(side="ours")

    def our_heads(self) -> ParticipantQuerySet:
        """Who leads our delegation: with one of them it is settled."""
        return self.live().ours().filter(role="head")

    def in_order(self) -> ParticipantQuerySet:
        return self.order_by("side", "position", "id")

    def with_names(self) -> ParticipantQuerySet:
        """What a row shows."""
        rows = self.select_related("person", "organisation")
        return rows.defer("search", "person__search", "person__sorted_by", "organisation__search")

    def named_like(self, text: str) -> ParticipantQuerySet:
        """By what is written here, or by the names on file: the rows are visible, so their people are."""
        written = matching(self.model.objects.all(), text, columns=self.model.SEARCH_COLUMNS)
        on_file = Person.objects.named_like(text)
        either = Q(pk__in=written.order_by().values("pk")) | Q(person__in=on_file.order_by().values("pk"))
        return self.filter(either)
