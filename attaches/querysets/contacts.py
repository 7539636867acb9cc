from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, When

from accounts.handling import HandledQuerySet, Handling, readable_by
from accounts.models import AccessGroupMember
from diplomacy.search.bigrams import matching
from meetings.querysets import OneOf
from partners.models import Person

if TYPE_CHECKING:
    from attaches.models import Contact  # noqa: F401  (named as a string in the base below)


class ContactQuerySet(HandledQuerySet["Contact"]):
    def visible_to(self, user: Any) -> Any:
        """By `readable_by`; withdrawn ones stay with their owner.

        Readers outside government read few of very many: theirs is the same rule written so that the rows are found
        by indexes (its owner, those named, the lists), instead of being gone through.
        """
        rows = self.with_withdrawn_for(user)
        if not user.is_authenticated or user.is_government or user.organisation_id is None:
            return rows.filter(readable_by(user, self.model, row_by_row=True))
        links = self.model.shared_with.through.objects.filter(organisation=user.organisation_id)
        lists = AccessGroupMember.objects.filter(user=user.pk)
        shared = Q(owner=user.organisation_id) | Q(OneOf(F("pk"), ArraySubquery(links.values("contact"))))
        listed = Q(OneOf(F("access_group"), ArraySubquery(lists.values("group"))))
        return rows.filter((Q(handling=Handling.SHARED) & shared) | (Q(handling=Handling.RESTRICTED) & listed))

    def with_withdrawn_for(self, user: Any) -> ContactQuerySet:
        organisation = user.organisation_id if user.is_authenticated else None
        if organisation is None:
            return self.live()
        return self.filter(Q(withdrawn_at=None) | Q(owner=organisation))

    def live(self) -> ContactQuerySet:
        return self.filter(withdrawn_at=None)

    def naming(self, organisation_id: Any) -> ContactQuerySet:
        """Those of others that were shared with the body by name."""
        links = self.model.shared_with.through.objects.filter(organisation=organisation_id)
        return self.filter(pk__in=links.values("contact")).exclude(owner=organisation_id)

    def belonging_to(self, organisation_id: Any) -> ContactQuerySet:
        return self.filter(owner=organisation_id)

    def worded_like(self, text: str) -> ContactQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def with_partner(self, partner_id: Any) -> ContactQuerySet:
        return self.filter(partner=partner_id)

    def with_person(self, person_id: Any) -> ContactQuerySet:
        links = self.model.people.through.objects.filter(person=person_id)
        return self.filter(pk__in=links.values("contact"))

    def on_themes(self, theme_ids: Any) -> ContactQuerySet:
        """Gathered first: walked newest first, all contacts are read where the reader sees few of a theme's."""
        links = self.model.themes.through.objects.filter(theme__in=theme_ids)
        return self.filter(OneOf(F("pk"), ArraySubquery(links.values("contact"))))

    def between(self, first: date | None, last: date | None) -> ContactQuerySet:
        found = self.filter(met_on__gte=first) if first else self
        return found.filter(met_on__lte=last) if last else found

    def newest_first(self) -> ContactQuerySet:
        return self.order_by("-met_on", "-id")

    def with_shown_number(self, user: Any) -> ContactQuerySet:
        """`shown_number` for the owner's people alone: to others it would tell how many there are."""
        own = When(owner=user.organisation_id, owner__isnull=False, then=F("number"))
        return self.annotate(shown_number=Case(own, output_field=IntegerField()))

    def with_shown_to(self, user: Any) -> ContactQuerySet:
        """For the API: of the sets only what the reader may know, as ids. Whom it is shared with is told to its owner
        and inside government; another embassy learns of itself alone."""
        people, shared = self.model.people.through.objects, self.model.shared_with.through.objects
        visible = Person.objects.visible_to(user).order_by().values("pk")
        met = people.filter(contact=OuterRef("pk"), person__in=visible).order_by("person").values("person")
        named = shared.filter(contact=OuterRef("pk")).order_by("organisation")
        if not getattr(user, "is_government", False):
            own = getattr(user, "organisation_id", None)
            named = named.filter(Q(contact__owner=own) | Q(organisation=own))
        return self.with_shown_number(user).annotate(
            shown_people=ArraySubquery(met), shown_shared_with=ArraySubquery(named.values("organisation"))
        )

    def with_names(self, user: Any) -> ContactQuerySet:
        """What a page of one shows; the people are those its reader may see."""
        people = Person.objects.visible_to(user).select_related("partner").defer("search")
        return (
            self.select_related("owner", "author", "partner")
            .defer("search", "owner__search", "partner__search")
            .prefetch_related(Prefetch("people", people), "themes", "shared_with")
        )
