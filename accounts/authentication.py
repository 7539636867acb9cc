"""How the API knows who asks: a personal token (`Authorization: Bearer …`), or the session of the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pghistory
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken, User

USED_STEP = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[Any, ApiToken] | None:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            return None
        now = timezone.now()
        token = ApiToken.objects.usable(now).filter(digest=ApiToken.digest_of(text.strip())).first()
        if token is None:
            raise AuthenticationFailed(_("トークンが無効か、失効しています。"))
        user = User.objects.in_term(timezone.localdate()).with_second_factor().filter(pk=token.user_id).first()
        if user is None:
            raise AuthenticationFailed(_("このアカウントは使えません。"))
        pghistory.context(user=str(user.pk))
        _note_use(token, now)
        return user, token

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at >= USED_STEP:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


class PortalSessionAuthentication(SessionAuthentication):
    """Django's session with its CSRF check; a missing session is 401 by the token scheme listed first."""
