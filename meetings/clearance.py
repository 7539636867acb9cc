"""Where each ministry stands on each entry of a round: the one reading of replies, deadline and silence.

The rules are the table in `models/clearance.py`. Pages, the API and the closing of a round all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
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
class Line:
    """An entry as far as a standing depends on it. `outdated`: its position was edited since it was circulated.

    What a closed round was about is past being overtaken.
    """

    pk: UUID
    position_id: UUID
    responsible_id: UUID | None
    outdated: bool


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

    @property
    def mark(self) -> str:
        """What a lead has seen of it: another reply, or another text of the position, makes another mark."""
        reply = self.reply.pk if self.reply else ""
        return f"{self.entry.pk}:{self.ministry_id}:{reply}:{self.entry.position.revision}"


def standings(
    round: ClearanceRound, entries: Iterable[ClearanceItem], *, now: datetime
) -> dict[tuple[UUID, UUID], Standing]:
    """By entry and ministry, for current entries the reader sees; two queries however many there are.

    The entries come `with_position`, the round `with_parties`.
    """
    rows = {entry.pk: entry for entry in entries}
    lines = [line_of(entry) for entry in rows.values()]
    replies = _live_replies(lines)
    kinds = {key: reply.kind for key, reply in replies.items()}
    blocked = _blocked(round, lines)
    return {
        (line.pk, ministry): Standing(
            rows[line.pk], ministry, answer, replies.get((line.pk, ministry)), (line.position_id, ministry) in blocked
        )
        for (line, ministry), answer in _answers(round, lines, kinds, blocked, now)
    }


def answers(round: ClearanceRound, lines: Collection[Line], *, now: datetime) -> dict[tuple[UUID, UUID], Answer]:
    """The standings in one word each, of values alone: what a matrix of a thousand cells shows."""
    rows = ClearanceReply.objects.live().filter(entry__in=[line.pk for line in lines]).order_by()
    kinds = {(entry, ministry): kind for entry, ministry, kind in rows.values_list("entry", "ministry", "kind")}
    found = _answers(round, lines, kinds, _blocked(round, lines), now)
    return {(line.pk, ministry): answer for (line, ministry), answer in found}


def line_of(entry: ClearanceItem) -> Line:
    outdated = entry.is_open and entry.position.revision != entry.version.revision
    return Line(entry.pk, entry.position_id, responsible_id(entry.position.item), outdated)


def _answers(
    round: ClearanceRound,
    lines: Iterable[Line],
    kinds: Mapping[tuple[Any, Any], str],
    blocked: Container[tuple[Any, Any]],
    now: datetime,
) -> Iterator[tuple[tuple[Line, UUID], Answer]]:
    asked = [ask.ministry_id for ask in round.asks.all()]
    overdue = (round.closed_at or now) >= round.deadline
    for line in lines:
        for ministry in asked:
            kind = kinds.get((line.pk, ministry))
            if line.responsible_id == ministry:
                answer = Answer.OWN
            elif kind:
                answer = Answer.STALE if line.outdated else Answer(kind)
            elif not overdue:
                answer = Answer.WAITING
            elif round.silence_is_consent and not line.outdated and (line.position_id, ministry) not in blocked:
                answer = Answer.CONSENT
            else:
                answer = Answer.OVERDUE
            yield (line, ministry), answer


def _live_replies(lines: Iterable[Line]) -> dict[tuple[Any, Any], ClearanceReply]:
    rows = ClearanceReply.objects.live().filter(entry__in=[line.pk for line in lines])
    rows = rows.select_related("replied_by", "ministry")
    return {(reply.entry_id, reply.ministry_id): reply for reply in rows}


def _blocked(round: ClearanceRound, lines: Iterable[Line]) -> set[tuple[Any, Any]]:
    """Positions and ministries whose last word on an earlier version in this round was 協議継続."""
    rows = ClearanceReply.objects.live().filter(
        entry__round=round,
        entry__outcome=ClearanceItem.Outcome.SUPERSEDED,
        entry__position__in=[line.position_id for line in lines],
    )
    last = {}
    for position, ministry, kind in rows.order_by("entry__turn").values_list("entry__position", "ministry", "kind"):
        last[position, ministry] = kind
    return {key for key, kind in last.items() if kind == ClearanceReply.Kind.BLOCKING}


def business_day_before(deadline: datetime) -> date | None:
    """Where the deadline falls on a day the government is closed (in Tokyo), the last business day before it."""
    day = deadline.astimezone(GOVERNMENT_ZONE).date()
    return None if is_business_day(day) else business_days_before(day, 0)


def business_deadline(deadline: datetime) -> datetime | None:
    """The same hour by its own clock on the business day before, where the deadline falls on a closed day."""
    before = business_day_before(deadline)
    if before is None:
        return None
    return deadline - (deadline.astimezone(GOVERNMENT_ZONE).date() - before)
