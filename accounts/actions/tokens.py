"""Personal keys to the API."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.access import require
from accounts.models import Act, ApiToken, User


@transaction.atomic
def issue_token(*, name: str, days: int, actor: User, now: datetime) -> str:
    """A new token for the actor; returns its text, which nobody can read again."""
    token, text = ApiToken.issue(actor, name, expires_at=now + timedelta(days=days))
    audit.record(Act.TOKEN_ISSUED, actor=actor, subject=token)
    return text


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: User, now: datetime) -> None:
    """From now on the token opens nothing. Revoking twice changes nothing."""
    require(actor, "accounts.revoke_token", token)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.record(Act.TOKEN_REVOKED, actor=actor, subject=token)
