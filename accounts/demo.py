"""The people of the demo. They exist only where `load_sample` made them; nobody is played outside demo mode."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from accounts.models import Role, User
from accounts.querysets import UserQuerySet
from diplomacy.ui.titles import local

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
    return User.objects.in_term(timezone.localdate()).filter(email__in=ADDRESSES)


def choices() -> list[tuple[str, str]]:
    """Address and label of each, in the order of the list above. Every page of the demo asks, so no rows are built."""
    columns = people().values_list("email", "role", "organisation__name_ja", "organisation__name_en")
    found = {email: _label(role, local(name_ja or "", name_en or "")) for email, role, name_ja, name_en in columns}
    return [(email, found[email]) for email in ADDRESSES if email in found]


def _label(role: str, organisation: str) -> str:
    name = str(Role(role).label)
    return f"{name} — {organisation}" if organisation else name
