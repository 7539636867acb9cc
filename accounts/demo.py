"""The people of the demo. They exist only where `load_sample` made them; nobody is played outside demo mode."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.querysets import UserQuerySet

ADDRESSES = [
    "staff@portal.example",
    "staff2@portal.example",
    "council@portal.example",
    "officer@portal.example",
    "attache@portal.example",
    "attache2@portal.example",
    "admin@portal.example",
]


def people() -> UserQuerySet:
    if not settings.DEMO:
        return User.objects.none()
    return User.objects.in_term(timezone.localdate()).filter(email__in=ADDRESSES).select_related("organisation")


def choices() -> list[tuple[str, str]]:
    """Address and label of each, in the order of the list above."""
    found = {person.email: person for person in people()}
    return [(email, _label(found[email])) for email in ADDRESSES if email in found]


def _label(person: User) -> str:
    acting_for = f" — {person.organisation}" if person.organisation else ""
    return f"{person.get_role_display()}{acting_for}"
