from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet

from meetings.models import AgendaItem
from partners.models import Person

if TYPE_CHECKING:
    from attaches.models import AgendaProposal  # noqa: F401  (named as a string in the base below)


class AgendaProposalQuerySet(QuerySet["AgendaProposal"]):
    def visible_to(self, user: Any) -> AgendaProposalQuerySet:
        """Both ends have to be readable: neither tells of the other to whom it is hidden from."""
        from attaches.models import Contact

        contacts = Contact.objects.visible_to(user).live().order_by().values("pk")
        items = AgendaItem.objects.visible_to(user).live().order_by().values("pk")
        return self.filter(contact__in=contacts, item__in=items)

    def with_names(self, user: Any) -> AgendaProposalQuerySet:
        people = Person.objects.visible_to(user).defer("search")
        return self.select_related("item__meeting", "contact", "follow_up").prefetch_related(
            Prefetch("contact__people", people)
        )
