"""The mail itself: text and HTML, in the recipient's language and zone.

A title, a date, a place stand in it only where the record may leave the portal by mail; otherwise it says that
there is something, and where.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from accounts.models import User
from reminders import wording
from reminders.models import Notification
from reminders.subjects import Card, Enclosure, subject_named


def message_id(letter_id: Any) -> str:
    """Made from the row's own id, so that a mail sent twice is known as one."""
    return f"<{letter_id}@{urlsplit(settings.SITE_URL).hostname}>"


def compose(
    letter_id: Any,
    recipient: User,
    rows: list[Notification],
    cards: Mapping[Any, Card],
    *,
    connection: BaseEmailBackend | None = None,
) -> EmailMultiAlternatives:
    with translation.override(recipient.language):
        entries = [entry(row, cards[row.pk], reader_zone=recipient.time_zone) for row in rows]
        is_digest = rows[0].digest_id is not None
        enclosed = Enclosure() if is_digest else enclosure(rows[0], cards[rows[0].pk])
        context = {
            "recipient": recipient,
            "language": recipient.language,
            "entries": entries,
            "is_digest": is_digest,
            "links": enclosed.links,
            "reply_to": enclosed.reply_to,
            "inbox": settings.SITE_URL + reverse("reminders:inbox"),
        }
        message = EmailMultiAlternatives(
            subject=digest_heading(len(rows)) if is_digest else heading(entries[0]),
            body=render_to_string("reminders/mail/letter.txt", context),
            to=[recipient.email],
            reply_to=[enclosed.reply_to] if enclosed.reply_to else None,
            headers={"Message-ID": message_id(letter_id), "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        message.attach_alternative(render_to_string("reminders/mail/letter.html", context), "text/html")
        if enclosed.calendar:
            # RFC 6047: the part that calendars act upon, beside the texts that people read.
            message.attach_alternative(enclosed.calendar.decode(), f"text/calendar; method={enclosed.method}")
    return message


def enclosure(row: Notification, card: Card) -> Enclosure:
    return card.enclosed(row) if card.enclosed else Enclosure()


def entry(row: Notification, card: Card, *, reader_zone: str) -> dict[str, Any]:
    """What a mail says of one notification."""
    discreet = {"label": "", "title": str(subject_named(row.subject).discreet_title)}
    link = {"url": settings.SITE_URL + card.url}
    if not card.open_title:
        return discreet | link
    return link | {
        "label": card.told(row),
        "title": card.title,
        "when": wording.card_when(card, reader_zone=reader_zone),
        "before": wording.before_text(row, reader_zone=reader_zone),
        "place": card.place,
    }


def heading(told: Mapping[str, str]) -> str:
    if not told["label"]:
        return told["title"]
    return gettext("【%(label)s】%(title)s") % {"label": told["label"], "title": told["title"]}


def digest_heading(count: int) -> str:
    return ngettext("本日のお知らせ %(count)s件", "本日のお知らせ %(count)s件", count) % {"count": count}
