"""What is done to a round as a whole beside opening and ending it: agree to the rest, move its deadline, urge."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.versioned.editing import Conflict
from meetings.actions.clearance_checks import refuse_past
from meetings.actions.clearance_locks import led_round, locked_round, ministry_of, refuse_closed
from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound
from meetings.rounds import notices

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def agree_to_rest(round_id: UUID, *, entries: Collection[UUID], actor: User, now: datetime) -> int:
    """意見なし from the ministry of `actor` to those of the entries that still wait for it; how many there were.

    `entries` are those the person was shown: what was circulated since is not agreed to unread, and what a colleague
    has answered meanwhile stays as it is.
    """
    round = locked_round(round_id, actor)
    require(actor, "meetings.reply_clearance", round)
    refuse_closed(round)
    waiting = round.entries.visible_to(actor).waiting_for(actor.organisation_id).filter(pk__in=entries)
    rows = [
        ClearanceReply(
            entry_id=entry,
            ministry=ministry_of(actor),
            kind=ClearanceReply.Kind.NONE,
            replied_by=actor,
            replied_at=now,
            field_versions={"kind": 1, "text": 1, "proposed": 1},
        )
        for entry in waiting.order_by("pk").values_list("pk", flat=True)
    ]
    if not rows:
        raise ValidationError(_("回答の残っている対処方針はありません。"))
    ClearanceReply.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def move_deadline(
    round_id: UUID, *, deadline: datetime, deadline_zone: str, seen_version: int, actor: User, now: datetime
) -> ClearanceRound:
    """Give the ministries until another hour; whoever has still to reply is told by the next sweep."""
    round = led_round(round_id, actor)
    if round.version != seen_version:
        raise Conflict(round)
    refuse_past(deadline, now)
    round.deadline, round.deadline_zone = deadline, deadline_zone
    round.version += 1
    round.full_clean(exclude=["opened_by", "closed_by", "closed_at"])
    round.save()
    return round


@transaction.atomic
def urge(round_id: UUID, *, actor: User, now: datetime) -> int:
    """催促: one notice a day to the ministries that have not replied; how many people it goes to."""
    round = led_round(round_id, actor)
    if not ClearanceItem.objects.waiting().filter(round=round).exists():
        raise ValidationError(_("未回答の府省はありません。"))
    if round.urged_at and notices.day_of(round.urged_at) == notices.day_of(now):
        raise ValidationError(_("今日はすでに催促しています。催促は1日1回までです。"), code="urged")
    round.urged_at = now
    round.save(update_fields=["urged_at", "updated_at"])
    return notices.tell_urged(round, now=now)
