"""Who can be invited to a gathering, and found how: by embassy, by theme, by name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Role, User
from attaches.models import ThemeInterest
from partners.models import FOREIGN_MINISTRY, Organisation

GUESTS = (Role.ATTACHE, Role.OFFICER)


def guests(today: date) -> QuerySet[User]:
    """The holders of the posts of today: attachés of the embassies in Tokyo and officers at missions abroad."""
    people = User.objects.in_term(today).filter(role__in=GUESTS).select_related("organisation")
    return people.order_by("organisation__name_ja", "email").defer("organisation__search")


def embassies_with_guests(today: date) -> QuerySet[Organisation]:
    people = User.objects.in_term(today).filter(role__in=GUESTS, organisation=OuterRef("pk")).order_by()
    return Organisation.objects.filter(Exists(people)).order_by("name_ja").defer("search")


def chosen(
    *, embassies: Iterable[Any] = (), themes: Iterable[Any] = (), people: Iterable[Any] = (), today: date
) -> QuerySet[User]:
    """Everybody at the embassies, everybody who asked for one of the themes, and those named."""
    named = Q(organisation__in=list(embassies)) | Q(pk__in=[person.pk for person in people])
    wanted = list(themes)
    if wanted:
        named |= Q(pk__in=ThemeInterest.objects.on(wanted).values("person"))
    return guests(today).filter(named)


def bodies_that_run_the_circle() -> QuerySet[Organisation]:
    """The foreign ministry, and wherever the secretariat's people act."""
    secretariats = User.objects.filter(is_secretariat=True, is_active=True).order_by().values("organisation")
    return Organisation.objects.filter(Q(slug=FOREIGN_MINISTRY) | Q(pk__in=secretariats))
