"""The sides from which a ministry looks at rounds: what waits for it, what it waits for, what else there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from diplomacy.paging.keys import Key
from meetings.clearance_querysets import RoundQuerySet
from meetings.models import ClearanceItem, ClearanceRound

if TYPE_CHECKING:
    from accounts.models import User

MINE, LED, OPEN, CLOSED = "mine", "led", "open", "closed"
SIDES = {
    MINE: _("回答を待たれているもの"),
    LED: _("回答を待っているもの"),
    OPEN: _("協議中のすべて"),
    CLOSED: _("終了したもの"),
}
SOONEST_FIRST = (Key("deadline"), Key("id"))
LATEST_FIRST = (Key("closed_at", descending=True), Key("id", descending=True))


def default_side(user: User) -> str:
    return MINE if user.role == Role.STAFF else OPEN


def keys_of(side: str) -> Sequence[Key]:
    return LATEST_FIRST if side == CLOSED else SOONEST_FIRST


def rounds_on(side: str, user: User) -> RoundQuerySet:
    if side == MINE:
        # Who sees an entry sees its round, so this says `visible_to` of the round, too.
        waiting = ClearanceItem.objects.visible_to(user).waiting_for(user.organisation_id)
        return ClearanceRound.objects.open().filter(Exists(waiting.filter(round=OuterRef("pk")).order_by()))
    rounds = ClearanceRound.objects.visible_to(user)
    if side == CLOSED:
        return rounds.exclude(outcome="")
    rounds = rounds.open()
    return rounds.filter(lead=user.organisation_id) if side == LED else rounds
