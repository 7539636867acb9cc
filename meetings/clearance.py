"""Where each ministry stands on each entry of a round: the one reading of replies, deadline and silence.

The rules are the table in `models/clearance.py`. Pages, the API and the closing of a round all ask here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound
from meetings.permissions import responsible_id
from reminders.business_days import business_days_before, is_business_day

GOVERNMENT_ZONE = ZoneInfo("Asia/Tokyo")


class Answer(TextChoices):
    """A ministry's standing on an entry, in one word."""

    OWN = "own", pgettext_lazy("各省協議", "所管")
    NONE = "none", _("意見なし")
    COMMENT = "comment", _("意見あり（修文案）")
    BLOCKING = "blocking", _("協議継続")
    STALE = "stale", _("回答後に変更")
    CONSENT = "consent", _("回答なし（意見なしとみなす）")
    OVERDUE = "overdue", _("未回答（期限超過）")
    WAITING = "waiting", _("未回答")


SETTLED = {Answer.OWN, Answer.NONE, Answer.CONSENT}


@dataclass(frozen=True)
class Standing:
    """`reply` is the ministry's live reply to this entry; `blocked` says that an earlier version met 協議継続."""

    entry: ClearanceItem
    ministry_id: UUID
    answer: Answer
    reply: ClearanceReply | None = None
    blocked: bool = False

    @property
    def settled(self) -> bool:
        return self.answer in SETTLED


def standings(
    round: ClearanceRound, entries: Iterable[ClearanceItem], *, now: datetime
) -> dict[tuple[UUID, UUID], Standing]:
    """By entry and ministry, for current entries the reader sees; two queries however many there are.

    The entries come `with_position`, the round `with_parties`.
    """
    entries = list(entries)
    replies = _live_replies(entries)
    blocked = _blocked(round, entries)
    found = {}
    for entry in entries:
        for ask in round.asks.all():
            key = (entry.pk, ask.ministry_id)
            reply, stuck = replies.get(key), (entry.position_id, ask.ministry_id) in blocked
            answer = _answer(round, entry, ask.ministry_id, reply, stuck, now)
            found[key] = Standing(entry, ask.ministry_id, answer, reply, stuck)
    return found


def _answer(
    round: ClearanceRound,
    entry: ClearanceItem,
    ministry_id: UUID,
    reply: ClearanceReply | None,
    blocked: bool,
    now: datetime,
) -> Answer:
    if responsible_id(entry.position.item) == ministry_id:
        return Answer.OWN
    if reply:
        return Answer.STALE if _outdated(entry) else Answer(reply.kind)
    if (round.closed_at or now) < round.deadline:
        return Answer.WAITING
    consents = round.silence_is_consent and not blocked and not _outdated(entry)
    return Answer.CONSENT if consents else Answer.OVERDUE


def _outdated(entry: ClearanceItem) -> bool:
    """Whether an open entry's position was edited since. What a closed round was about is past being overtaken."""
    return entry.is_open and entry.position.revision != entry.version.revision


def _live_replies(entries: list[ClearanceItem]) -> dict[tuple[Any, Any], ClearanceReply]:
    rows = ClearanceReply.objects.live().filter(entry__in=[entry.pk for entry in entries])
    rows = rows.select_related("replied_by", "ministry")
    return {(reply.entry_id, reply.ministry_id): reply for reply in rows}


def _blocked(round: ClearanceRound, entries: list[ClearanceItem]) -> set[tuple[Any, Any]]:
    """Positions and ministries whose last word on an earlier version in this round was 協議継続."""
    rows = ClearanceReply.objects.live().filter(
        entry__round=round,
        entry__outcome=ClearanceItem.Outcome.SUPERSEDED,
        entry__position__in=[entry.position_id for entry in entries],
    )
    last = {}
    for position, ministry, kind in rows.order_by("entry__turn").values_list("entry__position", "ministry", "kind"):
        last[position, ministry] = kind
    return {key for key, kind in last.items() if kind == ClearanceReply.Kind.BLOCKING}


def business_day_before(deadline: datetime) -> date | None:
    """Where the deadline falls on a day the government is closed (in Tokyo), the last business day before it."""
    day = deadline.astimezone(GOVERNMENT_ZONE).date()
    return None if is_business_day(day) else business_days_before(day, 0)
