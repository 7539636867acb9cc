"""Writes to a clearance: open a round, reply, circulate again, withdraw, close. The rules are in `models/clearance.py`.

Whoever writes to a round holds its row locked, so that no reply slips in while it is being closed. What the person
cannot see raises `DoesNotExist`; bad input raises `ValidationError` with the fields named.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.ui.titles import enumerated
from diplomacy.versioned.editing import Conflict
from meetings.actions.clearance_checks import (
    refuse_blank,
    refuse_in_open_round,
    refuse_nobody_asked,
    refuse_overtaken,
    refuse_past,
    refuse_unseen,
)
from meetings.actions.clearance_locks import askable, led_round, locked_round, ministry_of, refuse_closed
from meetings.actions.clearance_settling import unsettled_on
from meetings.actions.position import tidy, version_of
from meetings.models import (
    ClearanceAsk,
    ClearanceItem,
    ClearanceReply,
    ClearanceRound,
    Meeting,
    Position,
    PositionVersion,
)
from meetings.permissions import responsible_id
from meetings.rounds import notices

if TYPE_CHECKING:
    from accounts.models import User

REPLY_FIELDS = ("kind", "text", "proposed")


@transaction.atomic
def open_round(
    meeting_id: UUID,
    *,
    positions: Collection[UUID],
    ministries: Collection[UUID],
    deadline: datetime,
    actor: User,
    now: datetime,
    deadline_zone: str = "Asia/Tokyo",
    silence_is_consent: bool = False,
    note: str = "",
) -> ClearanceRound:
    """Put positions of one meeting to ministries; a version of each is made, and it is what they reply to."""
    meeting = Meeting.objects.visible_to(actor).get(pk=meeting_id)
    rows = _locked_positions(meeting, positions, actor)
    for position in rows:
        require(actor, "meetings.open_clearance", position.item)
    asked = askable(ministries, actor)
    refuse_past(deadline, now)
    refuse_blank(rows)
    refuse_in_open_round(rows)
    refuse_nobody_asked(rows, asked)
    refuse_unseen(rows, asked)
    round = ClearanceRound(
        meeting=meeting,
        lead=ministry_of(actor),
        opened_by=actor,
        opened_at=now,
        deadline=deadline,
        deadline_zone=deadline_zone,
        silence_is_consent=silence_is_consent,
        note=note.strip(),
    )
    round.full_clean(exclude=["opened_by", "closed_by", "closed_at"])
    round.save()
    ClearanceAsk.objects.bulk_create(ClearanceAsk(round=round, ministry=ministry) for ministry in asked)
    for position in rows:
        _enter(round, position, version_of(position, actor=actor, now=now))
    notices.tell_opened(round, now=now)
    return round


@transaction.atomic
def reply(
    entry_id: UUID,
    *,
    kind: str,
    actor: User,
    now: datetime,
    seen_version: int,
    text: str = "",
    proposed: str = "",
) -> ClearanceReply:
    """The ministry of `actor` answers an entry. `seen_version` is that of its own reply the person saw, 0 for none.

    Raises `Conflict` where a colleague has answered otherwise meanwhile.
    """
    entry = ClearanceItem.objects.visible_to(actor).get(pk=entry_id)
    round = locked_round(entry.round_id, actor)
    entry = ClearanceItem.objects.select_related("version", "position__item__meeting").get(pk=entry_id)
    refuse_closed(round)
    require(actor, "meetings.reply_clearance", round)
    if not entry.is_open:
        raise ValidationError(_("新しい版が回章されています。最新の版に回答してください。"), code="superseded")
    if responsible_id(entry.position.item) == actor.organisation_id:
        raise ValidationError(_("自府省の対処方針には回答できません。"), code="own_position")
    said = _said(kind, text, proposed)
    live = entry.replies.live().filter(ministry=actor.organisation_id).first()
    if live:
        before = {name: getattr(live, name) for name in REPLY_FIELDS}
        if before == said:
            return live
        if live.version != seen_version:
            raise Conflict(live, _differing(said, before), _differing(before, said))
        live.replaced_at = now
        live.save(update_fields=["replaced_at", "updated_at"])
    number = live.version + 1 if live else 1
    row = ClearanceReply(
        entry=entry,
        ministry=ministry_of(actor),
        replied_by=actor,
        replied_at=now,
        version=number,
        field_versions=dict.fromkeys(REPLY_FIELDS, number),
        **said,
    )
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    return row


@transaction.atomic
def recirculate(
    round_id: UUID,
    *,
    positions: Collection[UUID],
    actor: User,
    now: datetime,
    deadline: datetime | None = None,
    deadline_zone: str = "",
) -> ClearanceRound:
    """Circulate what the positions say now as a new version; the ministries reply anew. A new deadline holds for the
    whole round, and is needed where the old one has passed."""
    round = led_round(round_id, actor)
    rows = _locked_positions(round.meeting, positions, actor)
    entries = {entry.position_id: entry for entry in round.entries.open().select_related("version")}
    for position in rows:
        entry = entries.get(position.pk)
        if entry is None:
            raise ValidationError({"positions": _("「%(item)s」はこの協議の対象ではありません。") % {"item": position}})
        if entry.version.revision == position.revision:
            raise ValidationError(
                {"positions": _("「%(item)s」は回章した版から変わっていません。") % {"item": position}}
            )
    refuse_blank(rows)
    refuse_unseen(rows, [ask.ministry for ask in round.asks.all()])
    if deadline:
        round.deadline, round.deadline_zone = deadline, deadline_zone or round.deadline_zone
        round.version += 1
    refuse_past(round.deadline, now)
    round.full_clean(exclude=["opened_by", "closed_by", "closed_at"])
    round.save()
    for position in rows:
        _end(entries[position.pk], ClearanceItem.Outcome.SUPERSEDED)
        _enter(round, position, version_of(position, actor=actor, now=now))
    return round


@transaction.atomic
def close_round(
    round_id: UUID,
    *,
    actor: User,
    now: datetime,
    accept_unsettled: bool = False,
    seen: Collection[str] | None = None,
    note: str = "",
) -> ClearanceRound:
    """End a round: each entry on which every ministry is settled is cleared.

    Where some are not, nothing is closed unless the lead says so (`accept_unsettled`); those entries are then not
    cleared. Silence of a ministry that cannot see the position is no consent. `seen` are the marks of what was not
    settled when the lead said so (`unsettled_before`); what has come in since raises `Overtaken`.
    """
    round = led_round(round_id, actor)
    entries = list(round.entries.open().with_position())
    standing = [entry for entry in entries if entry.position.item.deleted_at is None]
    unsettled = unsettled_on(round, standing, now)
    if unsettled and not accept_unsettled:
        late = set().union(*unsettled.values())
        names = enumerated(sorted({str(ask.ministry) for ask in round.asks.all() if ask.ministry_id in late}))
        raise ValidationError(
            _("まだ整っていない府省があります: %(names)s。それでも終了するときは、その旨を選んでください。")
            % {"names": names},
            code="unsettled",
        )
    if seen is not None:
        refuse_overtaken(unsettled, seen, actor)
    for entry in entries:
        _end(entry, _outcome_of(entry, unsettled))
    _finish(round, _outcome(round), actor, now, note)
    return round


@transaction.atomic
def withdraw(round_id: UUID, *, reason: str, actor: User, now: datetime) -> ClearanceRound:
    """Take the whole round back, as if it had not been; what was replied stays readable."""
    round = led_round(round_id, actor)
    if not reason.strip():
        raise ValidationError({"reason": _("取り下げる理由を入力してください。")})
    for entry in round.entries.open():
        _end(entry, ClearanceItem.Outcome.WITHDRAWN)
    _finish(round, ClearanceRound.Outcome.WITHDRAWN, actor, now, reason)
    return round


def _locked_positions(meeting: Meeting, keys: Collection[UUID], actor: User) -> list[Position]:
    """In a fixed order, so that two rounds over the same positions never wait for each other in a ring."""
    if not keys:
        raise ValidationError({"positions": _("協議する対処方針を1つ以上選んでください。")})
    rows = Position.objects.visible_to(actor).filter(item__meeting=meeting, pk__in=keys).with_responsible()
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(found) < len(set(keys)):
        raise Position.DoesNotExist
    return found


def _enter(round: ClearanceRound, position: Position, version: PositionVersion) -> ClearanceItem:
    last = position.clearances.aggregate(last=Max("turn"))["last"] or 0
    return ClearanceItem.objects.create(round=round, position=position, version=version, turn=last + 1)


def _end(entry: ClearanceItem, outcome: str) -> None:
    entry.outcome = outcome
    entry.save(update_fields=["outcome", "updated_at"])


def _said(kind: str, text: str, proposed: str) -> dict[str, str]:
    said = {"kind": kind, "text": tidy(text), "proposed": tidy(proposed)}
    if said["kind"] not in ClearanceReply.Kind.values:
        raise ValidationError({"kind": _("回答を選んでください。")})
    if said["kind"] == ClearanceReply.Kind.BLOCKING and not said["text"]:
        raise ValidationError({"text": _("協議継続とする理由を入力してください。")})
    if said["kind"] == ClearanceReply.Kind.COMMENT and not (said["text"] or said["proposed"]):
        raise ValidationError({"proposed": _("意見か修文案を入力してください。")})
    return said


def _differing(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in one.items() if value != other[name]}


def _outcome_of(entry: ClearanceItem, unsettled: Container[UUID]) -> str:
    if entry.position.item.deleted_at:
        return ClearanceItem.Outcome.WITHDRAWN
    return ClearanceItem.Outcome.NOT_CLEARED if entry.pk in unsettled else ClearanceItem.Outcome.CLEARED


def _outcome(round: ClearanceRound) -> str:
    ended: Iterable[str] = round.entries.values_list("outcome", flat=True)
    told = {outcome for outcome in ended if outcome in {"cleared", "not_cleared"}}
    if told == {"cleared"}:
        return ClearanceRound.Outcome.CLEARED
    if not told:
        return ClearanceRound.Outcome.NOT_CLEARED
    return ClearanceRound.Outcome.PARTLY if "cleared" in told else ClearanceRound.Outcome.NOT_CLEARED


def _finish(round: ClearanceRound, outcome: str, actor: User, now: datetime, note: str) -> None:
    round.outcome, round.closed_by, round.closed_at = outcome, actor, now
    round.closing_note = " ".join(note.split())
    round.version += 1
    round.full_clean(exclude=["opened_by"])
    round.save()
