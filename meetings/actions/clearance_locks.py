"""The round that somebody is about to write to, held locked, and the ministries on both of its sides."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import require
from meetings.models import ClearanceRound
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


def locked_round(round_id: UUID, actor: User) -> ClearanceRound:
    rounds = ClearanceRound.objects.visible_to(actor).with_parties()
    return rounds.select_for_update(of=("self",), no_key=True).get(pk=round_id)


def led_round(round_id: UUID, actor: User) -> ClearanceRound:
    """Of its lead, and still open."""
    round = locked_round(round_id, actor)
    require(actor, "meetings.close_clearance", round)
    refuse_closed(round)
    return round


def refuse_closed(round: ClearanceRound) -> None:
    if not round.is_open:
        raise ValidationError(_("この協議は終了しています。"), code="closed")


def askable(keys: Collection[UUID], actor: User) -> list[Organisation]:
    """The ministries to ask: at least one, none of them the one that asks."""
    found = list(Organisation.objects.ministries().filter(pk__in=keys).order_by("name_ja", "pk"))
    if not found or len(found) < len(set(keys)):
        raise ValidationError({"ministries": _("協議先の府省を1つ以上選んでください。")})
    if any(ministry.pk == actor.organisation_id for ministry in found):
        raise ValidationError({"ministries": _("協議元の府省は協議先に選べません。")})
    return found


def ministry_of(actor: User) -> Organisation:
    assert actor.organisation is not None, "staff act for an organisation"
    return actor.organisation
