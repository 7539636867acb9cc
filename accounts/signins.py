"""The audit of signing in and out.

These are receivers, against the house rule that signals are no flow: the acts happen inside Django and allauth, which
offer no other place to hear of them. Nothing but the audit and the session's own clock hangs on them.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts import audit, sessions
from accounts.models import Act, User


@receiver(user_logged_in, dispatch_uid="portal_signed_in")
def signed_in(request: Any, user: User, **kwargs: Any) -> None:
    now = timezone.now()
    sessions.begin(request.session, now)
    sessions.note_seen(user, request.session.session_key, now)
    audit.record(Act.SIGNED_IN, actor=user, subject=user)


@receiver(user_logged_out, dispatch_uid="portal_signed_out")
def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.record(Act.SIGNED_OUT, actor=user, subject=user)


@receiver(user_login_failed, dispatch_uid="portal_sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Names the account that was tried, if there is one, but never what was typed: it may be a password."""
    address = credentials.get("email") or credentials.get("username") or ""
    audit.record(Act.SIGN_IN_FAILED, subject=User.objects.filter(email__iexact=address[:254]).first(), step="password")


@receiver(mfa_signals.authentication_failed, dispatch_uid="portal_second_factor_failed")
def second_factor_failed(user: User, **kwargs: Any) -> None:
    audit.record(Act.SIGN_IN_FAILED, subject=user, step="second_factor")


@receiver(account_signals.password_changed, dispatch_uid="portal_password_changed")
@receiver(account_signals.password_reset, dispatch_uid="portal_password_reset")
@receiver(account_signals.password_set, dispatch_uid="portal_password_set")
def password_changed(user: User, **kwargs: Any) -> None:
    audit.record(Act.PASSWORD_CHANGED, actor=user, subject=user)


@receiver(mfa_signals.authenticator_added, dispatch_uid="portal_authenticator_added")
@receiver(mfa_signals.authenticator_removed, dispatch_uid="portal_authenticator_removed")
@receiver(mfa_signals.authenticator_reset, dispatch_uid="portal_authenticator_reset")
def second_factor_changed(user: User, authenticator: Any, **kwargs: Any) -> None:
    audit.record(Act.MFA_CHANGED, actor=user, subject=user, type=authenticator.type)
