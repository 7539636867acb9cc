"""The demo's mail, kept as files under `PORTAL_DATA/mail` instead of being sent."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# Django's file backend ends each message of a connection with this line.
SEPARATOR = b"-" * 79 + b"\n"
MOST = 100


@dataclass(frozen=True)
class KeptMail:
    subject: str
    to: str
    at: datetime | None
    text: str


def is_kept() -> bool:
    return settings.EMAIL_BACKEND == FILE_BACKEND


def newest() -> list[KeptMail]:
    """The newest mails first, at most a hundred."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found: list[KeptMail] = []
    for file in files:
        messages = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
        found += [_read(raw) for raw in reversed(messages)]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _read(raw: bytes) -> KeptMail:
    message = email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    sent = parsedate_to_datetime(message["Date"]) if message["Date"] else None
    return KeptMail(
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        # Mail writes UTC as "-0000", which Python reads as "no zone known".
        at=sent.replace(tzinfo=UTC) if sent and sent.tzinfo is None else sent,
        text=body.get_content() if body else "",
    )
