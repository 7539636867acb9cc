"""Links that let an invited person in: signed, good for 72 hours and once.

The signature covers the stored password, which is a new random unusable one for each invitation and a real one
after the first use: a used link and one replaced by a newer invitation no longer fit.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User

SALT = "accounts.invitation"
VALID_FOR = timedelta(hours=72)


def _state(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk} {user.email} {user.password}", algorithm="sha256").hexdigest()[:32]


def link(user: User) -> str:
    token = signing.dumps([str(user.pk), _state(user)], salt=SALT)
    return settings.SITE_URL + reverse("accounts:invitation", args=[token])


def invited_by(token: str) -> User | None:
    """The person the link lets in, or None where it is forged, too old, used, replaced or the account disabled."""
    try:
        pk, state = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or user.has_usable_password() or not constant_time_compare(state, _state(user)):
        return None
    return user
