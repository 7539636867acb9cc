"""The sides from which a ministry looks at rounds: what waits for it, what it waits for, what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from meetings.clearance_querysets import RoundQuerySet
from meetings.models import ClearanceItem, ClearanceRound

if TYPE_CHECKING:
    from accounts.models import User

MINE, LED, OPEN, CLOSED, ALL = "mine", "led", "open", "closed", "all"
SIDES = {
    MINE: _("回答を待たれているもの"),
    LED: _("回答を待っているもの"),
    OPEN: _("協議中のすべて"),
    CLOSED: _("終了したもの"),
    ALL: _("すべて"),
}


def default_side(user: User) -> str:
    return MINE if user.role == Role.STAFF else OPEN


def rounds_on(side: str, user: User) -> RoundQuerySet:
    if side == MINE:
        # Who sees an entry sees its round, so this says `visible_to` of the round, too.
        return on_side(ClearanceRound.objects.all(), side, user)
    return on_side(ClearanceRound.objects.visible_to(user), side, user)


def on_side(rounds: RoundQuerySet, side: str, user: User) -> RoundQuerySet:
    """Those of the visible rounds that stand on this side of the reader."""
    if side == MINE:
        waiting = ClearanceItem.objects.visible_to(user).waiting_for(user.organisation_id)
        return rounds.open().filter(Exists(waiting.filter(round=OuterRef("pk")).order_by()))
    if side == CLOSED:
        return rounds.exclude(outcome="")
    if side == LED:
        return rounds.open().filter(lead=user.organisation_id)
    return rounds.open() if side == OPEN else rounds
