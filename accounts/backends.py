"""Who a session or a password stands for: people whose account is not disabled and whose term runs today."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from accounts.models import User


class PortalBackend(AuthenticationBackend):
    """Asked at every sign-in and at every request: what the administrator changes holds from the next request on."""

    def user_can_authenticate(self, user: Any) -> bool:
        return user.may_sign_in(timezone.localdate())

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.of_session(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
