"""Contacts of the network as contact with their partner, for the overview's partners gone quiet."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from attaches.models import Contact
from partners.models import Partner


class NetworkContacts:
    """What was withdrawn counts for nothing; nothing is planned by a record of what was said."""

    def last(self, user: Any, today: date) -> dict[UUID, date]:
        """The newest of each partner by its index: there are many contacts and few partners."""
        met = Contact.objects.visible_to(user).live().filter(partner=OuterRef("pk"), met_on__lte=today)
        newest = met.order_by("-met_on", "-id").values("met_on")[:1]
        partners = Partner.objects.visible_to(user).order_by().annotate(met_on=Subquery(newest))
        return dict(partners.exclude(met_on=None).values_list("pk", "met_on"))

    def planned(self, user: Any, today: date) -> set[UUID]:
        return set()
