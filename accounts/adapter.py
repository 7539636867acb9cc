"""What allauth asks the project about: sign-up, the mail of a password reset, how second factors' secrets are kept,
what ending another session leaves behind."""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Act


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_login(self, request, user, **kwargs):
        """Out of term is answered like disabled, in words: the session would end at its first request in silence."""
        if not user.may_sign_in(timezone.localdate()):
            user.is_active = False  # on this row at hand, which nothing saves
        return super().pre_login(request, user, **kwargs)

    def send_password_reset_mail(self, user, email, context) -> None:
        """The worker sends it, with a link of its own: the answer says nothing about the address, by time either."""
        from accounts.tasks import mail_password_reset

        transaction.on_commit(lambda: mail_password_reset.delay(str(user.pk)), robust=True)


class PortalMFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted in the database; the key follows the rotation of `SECRET_KEY`."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


class PortalSessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out another device is a sign-out like one's own, and Django tells nobody of it."""

    def end_sessions(self, sessions) -> None:
        super().end_sessions(sessions)
        for session in sessions:
            audit.record(Act.SIGNED_OUT, actor=session.user, subject=session.user, elsewhere=True)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"accounts.mfa {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
