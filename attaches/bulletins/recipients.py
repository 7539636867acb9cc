"""Whom a bulletin goes to, on a day: asked to show it before it is sent, and when it is sent."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Role, User
from attaches.circle.people import guests
from attaches.models import Bulletin, ThemeInterest


def recipients(bulletin: Bulletin, today: date) -> QuerySet[User]:
    """Holders of posts of the roles it goes to: where posts or countries are named, all of those; else by theme."""
    roles = [Role.ATTACHE] * bulletin.to_attaches + [Role.OFFICER] * bulletin.to_officers
    people = guests(today).filter(role__in=roles)
    posts = bulletin.to_organisations.order_by().values("pk")
    countries = bulletin.to_partners.order_by().values("pk")
    if posts.exists() or countries.exists():
        return people.filter(Q(organisation__in=posts) | Q(organisation__country__in=countries))
    themes = list(bulletin.themes.values_list("pk", flat=True))
    if not themes:
        return people
    any_interest = ThemeInterest.objects.filter(person=OuterRef("pk")).order_by()
    wanted = ThemeInterest.objects.on(themes).values("person")
    return people.filter(~Exists(any_interest) | Q(pk__in=wanted))
