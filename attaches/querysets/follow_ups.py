from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, UUIDField, When

from diplomacy.search.bigrams import matching
from partners.models import Organisation

if TYPE_CHECKING:
    from attaches.models import FollowUp  # noqa: F401  (named as a string in the base below)


class FollowUpQuerySet(QuerySet["FollowUp"]):
    def visible_to(self, user: Any) -> FollowUpQuerySet:
        """Where the contact is: a follow-up has no readers of its own.

        What another embassy undertook is not told to an embassy, which does not learn with which others a contact
        was shared.
        """
        from attaches.models import Contact

        found = self.filter(contact__in=Contact.objects.visible_to(user).order_by().values("pk"))
        if user.is_authenticated and user.is_government:
            return found
        own = getattr(user, "organisation_id", None)
        return found.filter(~Q(organisation__kind=Organisation.Kind.EMBASSY) | Q(organisation=own))

    def live(self) -> FollowUpQuerySet:
        """Those whose contact was not withdrawn."""
        return self.filter(contact__withdrawn_at=None)

    def open(self) -> FollowUpQuerySet:
        return self.live().filter(state="open")

    def overdue(self, today: date) -> FollowUpQuerySet:
        return self.open().filter(due_on__lt=today)

    def due_between(self, first: date | None, last: date | None) -> FollowUpQuerySet:
        found = self.filter(due_on__gte=first) if first else self
        return found.filter(due_on__lte=last) if last else found

    def undertaken_by(self, organisation_id: Any) -> FollowUpQuerySet:
        return self.filter(organisation=organisation_id)

    def on_our_side(self) -> FollowUpQuerySet:
        """Undertaken by Japan: its ministries and missions."""
        return self.exclude(organisation__kind=Organisation.Kind.EMBASSY)

    def on_their_side(self) -> FollowUpQuerySet:
        return self.filter(organisation__kind=Organisation.Kind.EMBASSY)

    def with_partner(self, partner_id: Any) -> FollowUpQuerySet:
        return self.filter(contact__partner=partner_id)

    def with_person(self, person_id: Any) -> FollowUpQuerySet:
        """After a contact with that counterpart."""
        from attaches.models import Contact

        links = Contact.people.through.objects.filter(person=person_id)
        return self.filter(contact__in=links.values("contact"))

    def worded_like(self, text: str) -> FollowUpQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)

    def with_level(self) -> FollowUpQuerySet:
        """`handling`: the contact's, as that of what hangs on it."""
        return self.annotate(handling=F("contact__handling"))

    def with_shown_person(self, user: Any) -> FollowUpQuerySet:
        """`shown_person`: who has it, told inside government and to colleagues alone."""
        if user.is_authenticated and user.is_government:
            return self.annotate(shown_person=F("person"))
        own = When(Q(organisation=user.organisation_id, organisation__isnull=False), then=F("person"))
        return self.annotate(shown_person=Case(own, output_field=UUIDField()))

    def with_names(self) -> FollowUpQuerySet:
        return self.select_related("organisation", "person").defer("search", "organisation__search")
