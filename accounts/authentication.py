"""How the API knows who asks: a personal token (`Authorization: Bearer …`), or the session of the pages."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken, User


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            return None
        now = timezone.now()
        token = ApiToken.objects.usable(now).filter(digest=ApiToken.digest_of(text.strip())).first()
        if token is None:
            raise AuthenticationFailed(_("トークンが無効か、失効しています。"))
        user = User.objects.in_term(timezone.localdate()).filter(pk=token.user_id).first()
        if user is None:
            raise AuthenticationFailed(_("このアカウントは使えません。"))
        return user, token

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class PortalSessionAuthentication(SessionAuthentication):
    """Django's session with its CSRF check; a missing session is 401 by the token scheme listed first."""
