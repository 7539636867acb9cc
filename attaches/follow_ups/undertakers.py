"""To whom a follow-up can be handed: bodies and people that read its contact."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.handling import Handling, allowed_by
from accounts.models import Role, User
from partners.models import Organisation

if TYPE_CHECKING:
    from attaches.models import Contact


def bodies_reading(contact: Contact, actor: User) -> QuerySet[Organisation]:
    """Its owner and those named; inside government every body of it; of a list the bodies of those on it.

    An embassy is not told of another: it hands over to the Japanese side.
    """
    bodies = Organisation.objects.visible_to(actor).acting_in_portal().order_by("sorted_by", "id").defer("search")
    if not actor.is_government:
        bodies = bodies.exclude(~Q(pk=actor.organisation_id), kind=Organisation.Kind.EMBASSY)
    if contact.handling == Handling.GOVERNMENT:
        return bodies.exclude(kind=Organisation.Kind.EMBASSY)
    if contact.handling == Handling.RESTRICTED:
        return bodies.filter(pk__in=User.objects.filter(allowed_by(contact)).order_by().values("organisation"))
    named = contact.shared_with.through.objects.filter(contact=contact.pk).values("organisation")
    return bodies.filter(pk=contact.owner_id) | bodies.filter(pk__in=named)


def people_reading(contact: Contact, actor: User, today: date) -> QuerySet[User]:
    """In office, of bodies that take part; an embassy is told of its own people alone."""
    people = User.objects.in_term(today).filter(allowed_by(contact)).exclude(organisation=None)
    if not actor.is_government:
        people = people.filter(organisation=actor.organisation_id)
    return (
        people.exclude(role__in=[Role.ADMIN, Role.COUNCIL]).select_related("organisation").order_by("name_ja", "email")
    )
