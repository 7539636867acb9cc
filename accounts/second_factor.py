"""Whether a person has a second factor, and which pages are left to one who must first set it up."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts.models import User

ENROLMENT_ROUTES = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
    "accounts:language",
    "accounts:session_extend",
    "accounts:session_state",
}


def has_second_factor(user: User) -> bool:
    """An app for codes or a passkey; recovery codes alone are none. Comes with the person's own row in a session."""
    known = getattr(user, "has_second_factor", None)
    if known is None:
        known = User.objects.with_second_factor().filter(pk=user.pk, has_second_factor=True).exists()
    return known


def must_enrol(user: Any) -> bool:
    return settings.MFA_REQUIRED and user.is_authenticated and not has_second_factor(user)
