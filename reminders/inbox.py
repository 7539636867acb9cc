"""A person's own notifications, as the inbox shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from accounts.reading import note_restricted_rows
from diplomacy.paging.keys import Key
from reminders import wording
from reminders.models import Notification
from reminders.subjects import Card, Subject, by_subject, subject_named

NEWEST_FIRST = (Key("due_at", descending=True), Key("id", descending=True))


@dataclass(frozen=True)
class Line:
    notification: Notification
    card: Card
    when: str
    before: str

    @property
    def label(self) -> str:
        return self.card.told(self.notification)


def unread_count(user: User) -> int:
    """For the bell."""
    return Notification.objects.unread_by(user).count()


def cards_shown(subject: Subject, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """Cards for a page the person reads: restricted objects are noted for the audit."""
    cards = subject.cards(user, object_ids)
    rows = [(card.object_id, card.handling) for card in cards.values()]
    note_restricted_rows(user, subject.visible_to(user).model, rows)
    return cards


def lines(rows: Iterable[Notification], user: User) -> list[Line]:
    """Rows with what may be said of their objects, in the given order: one query per subject."""
    rows = list(rows)
    cards = {
        name: cards_shown(subject_named(name), user, {row.object_id for row in group})
        for name, group in by_subject(rows).items()
    }
    return [
        Line(
            row,
            card,
            wording.card_when(card, reader_zone=user.time_zone),
            wording.before_text(row, reader_zone=user.time_zone),
        )
        for row in rows
        if (card := cards[row.subject].get(row.object_id))
    ]
