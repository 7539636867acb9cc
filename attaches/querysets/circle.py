from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.handling import HandledQuerySet, readable_by
from attaches.circle.roles import is_inside, runs_the_circle
from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from attaches.models import CircleEvent, CirclePaper, Invitation  # noqa: F401  (named as strings in the bases below)

    Person = User | AnonymousUser


class CircleEventQuerySet(HandledQuerySet["CircleEvent"]):
    def visible_to(self, user: Person) -> CircleEventQuerySet:
        """Inside government by the level alone; an embassy also needs an invitation that stands."""
        found = self.readable(user)
        if is_inside(user):
            return found
        return found.inviting(getattr(user, "organisation_id", None))

    def readable(self, user: Person) -> CircleEventQuerySet:
        """By the level alone."""
        return self.filter(readable_by(user, self.model))

    def inviting(self, organisation_id: Any) -> CircleEventQuerySet:
        from attaches.models import Invitation

        live = Invitation.objects.live().filter(event=OuterRef("pk"), organisation=organisation_id)
        return self.filter(Exists(live.order_by()))

    def planned(self) -> CircleEventQuerySet:
        return self.filter(state="planned")

    def coming(self, today: date) -> CircleEventQuerySet:
        return self.planned().filter(on_date__gte=today)

    def named_like(self, text: str) -> CircleEventQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)


class InvitationQuerySet(QuerySet["Invitation"]):
    def visible_to(self, user: Person) -> InvitationQuerySet:
        """Who runs the circle sees all of what they may read; anybody else their own organisation's, and no others.

        One that was withdrawn goes on being seen by whom it was meant for: they were told of it.
        """
        from attaches.models import CircleEvent

        runs, organisation = runs_the_circle(user), getattr(user, "organisation_id", None)
        if not runs and organisation is None:
            return self.none()
        found = self.filter(event__in=CircleEvent.objects.readable(user).order_by().values("pk"))
        return found if runs else found.filter(organisation=organisation)

    def live(self) -> InvitationQuerySet:
        return self.filter(withdrawn_at=None)

    def of(self, user: User) -> InvitationQuerySet:
        return self.filter(person=user.pk)

    def answered(self) -> InvitationQuerySet:
        """With an answer to the day, time and place of now."""
        return self.exclude(answer="").filter(answered_sequence=F("event__sequence"))

    def unanswered(self) -> InvitationQuerySet:
        return self.exclude(pk__in=self.model.objects.answered().order_by().values("pk"))

    def declined(self) -> InvitationQuerySet:
        return self.answered().filter(answer="declined")

    def with_event(self) -> InvitationQuerySet:
        return self.select_related("event").defer("event__search")

    def with_names(self) -> InvitationQuerySet:
        return self.select_related("person", "organisation", "event").defer("organisation__search", "event__search")


class CirclePaperQuerySet(QuerySet["CirclePaper"]):
    def visible_to(self, user: Person) -> CirclePaperQuerySet:
        """With the gathering: to who is invited to it, and to who reads it inside government."""
        from attaches.models import CircleEvent

        return self.filter(event__in=CircleEvent.objects.visible_to(user).order_by().values("pk"))
