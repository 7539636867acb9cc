"""Personal keys to the API."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.access import require
from accounts.models import Act, ApiToken, User


@transaction.atomic
def issue_token(*, name: str, expires_at: datetime | None, actor: User) -> tuple[ApiToken, str]:
    """A new token of the actor, and its text, which nobody can read again."""
    token, text = ApiToken.issue(actor, name, expires_at=expires_at)
    audit.record(Act.TOKEN_ISSUED, actor=actor, subject=token)
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: User, now: datetime) -> None:
    """From now on the token opens nothing. Revoking twice changes nothing."""
    require(actor, "accounts.revoke_token", token)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.record(Act.TOKEN_REVOKED, actor=actor, subject=token)
