"""What is refused when positions are put to ministries, each with a message that names what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Role, User
from diplomacy.ui.titles import enumerated
from meetings.models import ClearanceItem, Position
from meetings.permissions import responsible_id

if TYPE_CHECKING:
    from meetings.clearance import Standing
    from partners.models import Organisation


def refuse_past(deadline: datetime, now: datetime) -> None:
    if deadline <= now:
        raise ValidationError({"deadline": _("回答期限が過ぎています。これからの日時にしてください。")})


def refuse_blank(positions: Collection[Position]) -> None:
    if blank := [position for position in positions if position.is_blank]:
        raise ValidationError(
            {"positions": _("対処方針が未作成です: %(items)s。先に書いてください。") % {"items": _listed(blank)}}
        )


def refuse_in_open_round(positions: Collection[Position]) -> None:
    keys = [position.pk for position in positions]
    taken = set(Position.objects.filter(pk__in=keys, clearances__outcome="").values_list("pk", flat=True))
    if found := [position for position in positions if position.pk in taken]:
        raise ValidationError(
            {
                "positions": _("すでに協議中です: %(items)s。その協議で新しい版を回章してください。")
                % {"items": _listed(found)}
            }
        )


def refuse_nobody_asked(positions: Collection[Position], ministries: Collection[Organisation]) -> None:
    """A ministry does not reply to its own position."""
    for position in positions:
        if all(ministry.pk == responsible_id(position.item) for ministry in ministries):
            raise ValidationError(
                {"ministries": _("「%(item)s」を協議する他の府省を選んでください。") % {"item": position}}
            )


def refuse_unseen(positions: Collection[Position], ministries: Collection[Organisation]) -> None:
    """Nobody is asked about what they cannot read."""
    blind = unseen_by(positions, ministries)
    for ministry in ministries:
        hidden = [position for position in positions if position.pk in blind.get(ministry.pk, ())]
        if hidden:
            raise ValidationError(
                {
                    "ministries": _(
                        "%(ministry)sには読めない対処方針があります: %(items)s。"
                        "取扱区分を改めるか、協議先から外してください。"
                    )
                    % {"ministry": ministry, "items": _listed(hidden)}
                }
            )


def unseen_by(positions: Collection[Position], ministries: Collection[Organisation]) -> dict[UUID, set[UUID]]:
    """By ministry, the positions that none of its staff sees.

    Below 関係者限り all staff of a ministry see the same; only for what is left are the persons asked one by one.
    """
    found = {}
    for ministry in ministries:
        hidden = {position.pk for position in positions}
        hidden -= _seen_by(User(role=Role.STAFF, organisation=ministry), hidden)
        if hidden:
            for person in User.objects.filter(
                role=Role.STAFF, organisation=ministry, memberships__isnull=False
            ).distinct():
                hidden -= _seen_by(person, hidden)
        if hidden:
            found[ministry.pk] = hidden
    return found


def _seen_by(person: User, keys: Collection[UUID]) -> set[UUID]:
    return set(Position.objects.visible_to(person).filter(pk__in=keys).values_list("pk", flat=True))


def _listed(positions: Collection[Position]) -> str:
    return enumerated(f"「{position}」" for position in positions)


class Overtaken(ValidationError):
    """What was not settled is not what the lead saw; `news` are the standings that are new."""

    def __init__(self, news: list[Standing]) -> None:
        self.news = news
        super().__init__(
            _(
                "このページを開いた後に、整っていない回答や変更が加わりました。内容を確かめてから、もう一度終了してください。"
            ),
            code="overtaken",
        )


def refuse_overtaken(unsettled: Mapping[UUID, Mapping[UUID, Standing]], seen: Collection[str], actor: User) -> None:
    """Of what the lead may see; the rest was on no page of theirs."""
    news = [one for by_ministry in unsettled.values() for one in by_ministry.values() if one.mark not in set(seen)]
    visible = ClearanceItem.objects.visible_to(actor).filter(pk__in={one.entry.pk for one in news})
    shown = set(visible.values_list("pk", flat=True)) if news else set()
    if news := [one for one in news if one.entry.pk in shown]:
        raise Overtaken(news)
