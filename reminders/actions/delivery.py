"""Sending mail so that none is lost and a killed worker repeats one at most.

A worker claims a small batch by moving the rows' `next_attempt_at` ahead: a lease that needs no clean-up, as it
runs out by itself. Each row is committed as `sending` before its mail goes to the server and as `sent` after. A
worker that is killed in between leaves one mail in doubt; it goes again with the same Message-ID, by which the
receiving side knows it. Rows claimed but not yet `sending` are in no doubt: they go when the lease is over.

What is wrong with one row, one letter or one kind of reminders holds up nothing else.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import User
from reminders import faults, letters
from reminders.models import Digest, Notification, Occasion
from reminders.subjects import Card, by_subject, subject_named

logger = logging.getLogger(__name__)

State = Notification.State
BATCH = 20
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
# Where it cannot be found out what a mail would say. That is no attempt, so it is never given up for it.
PUT_OFF = timedelta(minutes=5)

Clock = Callable[[], datetime]


@dataclass
class Letter:
    """One mail: a notification, or the several of a digest, held by this worker until `lease`."""

    id: Any
    recipient: User
    in_office: bool
    rows: list[Notification]
    lease: datetime
    problems: dict[str, Exception] = field(default_factory=dict)

    @property
    def held(self) -> Any:
        """The rows as long as they are still this worker's: another claim would have moved the lease."""
        keys = [row.pk for row in self.rows]
        return Notification.objects.filter(pk__in=keys, next_attempt_at=self.lease, state__in=Notification.PENDING)


def deliver(*, clock: Clock, connection: BaseEmailBackend, seconds: float) -> int:
    """Send what waits, batch by batch, until nothing is left or the time is up. Returns how many were taken."""
    until = time.monotonic() + seconds
    taken = 0
    logged: set[str] = set()
    while time.monotonic() < until:
        claimed = claim(now=clock())
        if not claimed:
            break
        for letter in claimed:
            try:
                dispatch(letter, connection=connection, clock=clock)
            except faults.ENDS_ALL:
                raise
            except Exception as problem:  # it goes again when its lease is over
                letter.problems[f"mail {letter.id}"] = problem
            logged |= log_problems(letter, logged)
        taken += len(claimed)
    return taken


def log_problems(letter: Letter, logged: set[str]) -> set[str]:
    """Once for a run: what one kind of reminders fails at, it fails at in every letter."""
    for what, problem in letter.problems.items():
        if what not in logged:
            faults.log(logger, problem, "%s could not be told", what)
    return set(letter.problems)


@transaction.atomic
def claim(*, now: datetime) -> list[Letter]:
    """Take up to a batch of waiting mails. What another worker is looking at is passed over, never waited for."""
    waiting = Notification.objects.waiting(now).select_related("recipient")
    digests = list(
        Digest.objects.filter(pk__in=waiting.exclude(digest=None).order_by().values("digest")).select_for_update(
            skip_locked=True
        )[:BATCH]
    )
    free = waiting.select_for_update(skip_locked=True, of=("self",))
    in_digests = free.filter(digest__in=digests)
    singles = free.filter(digest=None).order_by("next_attempt_at", "id")
    rows = [*in_digests, *singles[:BATCH]]
    lease = now + timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(next_attempt_at=lease)
    in_office = set(
        User.objects.in_term(timezone.localdate(now))
        .filter(pk__in={row.recipient_id for row in rows})
        .values_list("pk", flat=True)
    )
    by_letter = defaultdict(list)
    for row in rows:
        by_letter[row.letter_id].append(row)
    return [
        Letter(key, mail[0].recipient, mail[0].recipient_id in in_office, mail, lease)
        for key, mail in by_letter.items()
    ]


def dispatch(letter: Letter, *, connection: BaseEmailBackend, clock: Clock) -> None:
    """Ask once more whether it may and should go, then send it and keep what the server said."""
    cards = still_holding(letter, now=clock())
    if not cards or not mark_sending(letter, now=clock()):
        return
    message = None
    try:
        message = letters.compose(letter.id, letter.recipient, letter.rows, cards, connection=connection)
        connection.open()
        message.send()
    except Exception as problem:  # whatever is wrong with one letter must not hold up the others
        faults.log(logger, problem, "mail %s was not sent", letter.id)
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
        if message is None and len(letter.rows) > 1:
            take_apart(letter, now=clock())
        else:
            mark_failed(letter, problem, now=clock())
    else:
        answer = readable(getattr(connection, "last_answer", ""))
        letter.held.update(state=State.SENT, sent_at=clock(), next_attempt_at=None, answer=answer)


def still_holding(letter: Letter, *, now: datetime) -> dict[Any, Card]:
    """What the recipient may be told about each row. Rows that no longer hold leave the letter."""
    cards = cards_of(letter, now=now) if letter.in_office else {}
    void = [row for row in letter.rows if not (row.pk in cards and holds(row, cards[row.pk]))]
    late = [row for row in letter.rows if row not in void and row.expires_at and row.expires_at <= now]
    drop(letter, late, State.MISSED)
    drop(letter, void, State.VOID)
    return {row.pk: cards[row.pk] for row in letter.rows}


def cards_of(letter: Letter, *, now: datetime) -> dict[Any, Card]:
    """Asks each subject. Rows of one that fails leave the letter, to be asked again later."""
    cards: dict[Any, Card] = {}
    with translation.override(letter.recipient.language):
        for name, rows in by_subject(letter.rows).items():
            try:
                found = subject_named(name).cards(letter.recipient, {row.object_id for row in rows})
            except faults.ENDS_ALL:
                raise
            except Exception as problem:  # whatever is wrong with one subject's rows or code
                letter.problems[name] = problem
                put_off(letter, rows, problem, now=now)
            else:
                cards |= {row.pk: found[row.object_id] for row in rows if row.object_id in found}
    return cards


def holds(row: Notification, card: Card) -> bool:
    """The sweep voids what no longer holds once a tick; this is for what changed within the minute."""
    if row.kind in {Notification.Kind.CANCELLED, Notification.Kind.POSTPONED}:
        return card.standing == row.kind
    if card.standing != Occasion.Standing.ON or card.on_date != row.occasion:
        return False
    return row.kind != Notification.Kind.AHEAD or card.precision == "day"


def drop(letter: Letter, rows: list[Notification], state: str) -> None:
    if rows:
        letter.held.filter(pk__in=[row.pk for row in rows]).update(state=state, next_attempt_at=None)
        letter.rows = [row for row in letter.rows if row not in rows]


def put_off(letter: Letter, rows: list[Notification], problem: Exception, *, now: datetime) -> None:
    """Neither void nor late: that cannot be told yet. Where others of a digest may go, these follow by themselves."""
    alone = len(rows) < len(letter.rows)
    letter.held.filter(pk__in=[row.pk for row in rows]).update(
        state=State.FAILED,
        next_attempt_at=now + PUT_OFF,
        answer=type(problem).__name__,
        digest=None if alone else letter.rows[0].digest_id,
    )
    letter.rows = [row for row in letter.rows if row not in rows]


def take_apart(letter: Letter, *, now: datetime) -> None:
    """The rows of a digest that cannot be written go each in a mail of its own: only the faulty one stays behind."""
    letter.held.update(state=State.FAILED, digest=None, next_attempt_at=now)


def mark_sending(letter: Letter, *, now: datetime) -> bool:
    """Commit that the mail is about to go; False where the lease ran out and another worker has it."""
    stuck_after = now + timedelta(seconds=settings.REMINDER_STUCK_SECONDS)
    changed = letter.held.update(state=State.SENDING, attempts=F("attempts") + 1, next_attempt_at=stuck_after)
    letter.lease = stuck_after
    return changed == len(letter.rows)


def mark_failed(letter: Letter, problem: Exception, *, now: datetime) -> None:
    """Plan the next attempt, later each time; refused for good or tried often enough: give up."""
    attempts = max(row.attempts for row in letter.rows) + 1
    over = attempts >= MOST_ATTEMPTS or refused_for_good(problem)
    letter.held.update(
        state=State.GIVEN_UP if over else State.FAILED,
        next_attempt_at=None if over else now + pause_after(attempts),
        answer=spoken(problem),
    )


def pause_after(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)


def refused_for_good(problem: Exception) -> bool:
    """5xx is the server's word that trying again is of no use."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in problem.recipients.values())
    return isinstance(problem, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and 500 <= problem.smtp_code < 600


def spoken(problem: Exception) -> str:
    """The server's answer as far as there is one, else what went wrong on the way."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {readable(text)}" for code, text in problem.recipients.values())
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {readable(problem.smtp_error)}"
    return readable(f"{type(problem).__name__}: {problem}")


def readable(text: bytes | str) -> str:
    """A server may say anything, PostgreSQL keeps no NUL."""
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return said.replace("\0", "")
