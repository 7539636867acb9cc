"""The doors from Celery. A mail server that does not answer is tried again for some minutes."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from accounts import mail, sessions
from accounts.models import User

AGAIN: dict[str, Any] = {"autoretry_for": (OSError,), "retry_backoff": 5, "max_retries": 6}


@shared_task(name="accounts.mail_invitation", **AGAIN)
def mail_invitation(user_id: str) -> None:
    mail.send_invitation(User.objects.get(pk=user_id))


@shared_task(name="accounts.mail_password_reset", **AGAIN)
def mail_password_reset(user_id: str) -> None:
    mail.send_password_reset(User.objects.get(pk=user_id))


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    sessions.clear(now=timezone.now())
