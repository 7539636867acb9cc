"""Writes to who sits at a meeting: add, edit, place, delete, restore, and take our delegation over to a new session.

Each asks for `meetings.change_participants` itself, so pages and API need not. All hold the meeting's row locked, so
that the order of precedence and the search for twins stand still. What the person cannot see raises `DoesNotExist`,
bad input `ValidationError` with the fields named, somebody else's change `Conflict` or `StaleOrder`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict, apply_changes, grow, is_set
from meetings.actions import handling
from meetings.actions.agenda import KEPT_IN_BIN, own_list
from meetings.actions.handling import HANDLING_FIELDS
from meetings.models import Meeting, Participant
from meetings.ordering import arranged, out_of_line, require_same
from partners.models import Organisation, Person

if TYPE_CHECKING:
    from accounts.models import User

MOST_PARTICIPANTS = 500
PLACE = "position"
COPIED = (
    *("side", "role", "person", "name_ja", "reading", "name_en", "organisation", "organisation_text"),
    *("title_ja", "title_en", "handling"),
)


@transaction.atomic
def add_participant(meeting_id: UUID, *, fields: Mapping[str, Any], actor: User) -> Participant:
    """Somebody new, at the last place of their side."""
    meeting = _locked_meeting(meeting_id, actor)
    _refuse_too_many(meeting, 1)
    row = Participant(meeting=meeting, owner_id=actor.organisation_id)
    many = {name: value for name, value in fields.items() if is_set(row, name)}
    for name in fields.keys() - many.keys():
        setattr(row, name, fields[name])
    _check(row, fields, actor)
    row.position = _side(meeting, row.side).count() + 1
    row.save()
    for name, value in many.items():
        getattr(row, name).set(value)
    return row


@transaction.atomic
def edit_participant(
    participant_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Participant, list[str]]:
    """Save the changed fields; returns the row with the names of what really changed.

    Who changes side takes the last place there.
    """
    row = _locked(participant_id, actor)
    if HANDLING_FIELDS & changes.keys():
        require(actor, "meetings.change_handling", row.meeting)
    before, side = row.handling, row.side
    changed = apply_changes(row, changes, seen_version=seen_version)
    if changed:
        _check(row, changed, actor)
        if row.side != side:
            row.position = _side(row.meeting, row.side).count() + 1
        row.save()
        if row.side != side:
            _number(row.meeting, side)
        if HANDLING_FIELDS & set(changed):
            handling.note_change(row, before, actor)
    return row, changed


@transaction.atomic
def reorder_participants(
    meeting_id: UUID, *, side: str, order: Sequence[UUID], seen: Sequence[UUID], actor: User
) -> None:
    """Put one side into a new order of precedence; `seen` is the order the editor's page showed.

    Raises `StaleOrder` where the rows the editor sees are not those, in that order, any more. Rows hidden from the
    editor keep their place.
    """
    meeting = _locked_meeting(meeting_id, actor)
    rows = list(_side(meeting, side))
    shown = Participant.objects.in_visible(meeting, actor).live().filter(side=side).in_order()
    require_same(seen, list(shown.values_list("pk", flat=True)))
    if sorted(order) != sorted(seen):
        raise ValidationError(_("並べ替えには、同じ側の参加者をすべて1回ずつ含めてください。"))
    _write_order(rows, arranged([row.pk for row in rows], order))
    for row in Participant.objects.filter(pk__in=out_of_line(seen, order)):
        grow(row, PLACE)
        row.save()


@transaction.atomic
def delete_participant(participant_id: UUID, *, seen_version: int, actor: User, now: datetime) -> Participant:
    """Put a row into the bin, from where it can be brought back for 30 days."""
    row = _locked(participant_id, actor)
    _refuse_changed(row, seen_version)
    row.deleted_at, row.deleted_by = now, actor
    grow(row, "deleted_at")
    row.save()
    _number(row.meeting, row.side)
    return row


@transaction.atomic
def restore_participant(participant_id: UUID, *, seen_version: int, actor: User) -> Participant:
    """Undo a deletion, at the place the row had, as a new change. Refused where the person was added again since."""
    row = _locked(participant_id, actor, deleted=True)
    _refuse_changed(row, seen_version)
    _refuse_too_many(row.meeting, 1)
    row.deleted_at = row.deleted_by = None
    _refuse_twin(row, actor)
    grow(row, "deleted_at")
    rows = list(_side(row.meeting, row.side))
    at = min(row.position - 1, len(rows))
    row.save()
    _write_order([*rows, row], [one.pk for one in (*rows[:at], row, *rows[at:])])
    return row


def copy_delegation(source: Meeting, meeting: Meeting, actor: User) -> int:
    """Our delegation at `source`, as far as the person sees it, as the one of a new meeting; how many there are.

    A copy keeps its handling and its owner; whether somebody comes is open again.
    """
    found = Participant.objects.in_visible(source, actor).live().ours().in_order()
    rows = list(found.select_related("access_group").prefetch_related("shared_with"))
    _refuse_too_many(meeting, len(rows))
    for position, row in enumerate(rows, start=1):
        copy = Participant(**{name: getattr(row, name) for name in COPIED}, meeting=meeting, position=position)
        copy.owner_id = row.owner_id or actor.organisation_id
        copy.access_group = own_list(row)
        copy.save()
        copy.shared_with.set(row.shared_with.all())
    return len(rows)


def purge_participants(*, now: datetime) -> int:
    """Remove for good what has been in the bin for 30 days; returns how many rows went."""
    return Participant.objects.filter(deleted_at__lt=now - KEPT_IN_BIN).delete()[0]


def live(actor: User) -> QuerySet[Participant]:
    return Participant.objects.visible_to(actor).live()


def binned(actor: User) -> QuerySet[Participant]:
    return Participant.objects.visible_to(actor).exclude(deleted_at=None)


def _locked_meeting(meeting_id: UUID, actor: User) -> Meeting:
    visible = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    meeting = visible.get(pk=meeting_id)
    require(actor, "meetings.change_participants", meeting)
    return meeting


def _locked(participant_id: UUID, actor: User, *, deleted: bool = False) -> Participant:
    """The row with its meeting locked; raises `DoesNotExist` where the person does not see it."""
    rows = binned(actor) if deleted else live(actor)
    meeting = _locked_meeting(rows.values_list("meeting", flat=True).get(pk=participant_id), actor)
    row = rows.select_for_update(of=("self",)).get(pk=participant_id)
    row.meeting = meeting
    return row


def _side(meeting: Meeting, side: str) -> QuerySet[Participant]:
    """All live rows of one side in their order, those hidden from the editor too."""
    rows = Participant.objects.live().filter(meeting=meeting, side=side)
    return rows.order_by("position", "pk").only("pk", "position")


def _number(meeting: Meeting, side: str) -> None:
    rows = list(_side(meeting, side))
    _write_order(rows, [row.pk for row in rows])


def _write_order(rows: Sequence[Participant], order: Sequence[UUID]) -> None:
    """Number the rows 1 to n in the given order; only those whose place changes are written."""
    by_key = {row.pk: row for row in rows}
    changed = []
    for position, key in enumerate(order, start=1):
        if by_key[key].position != position:
            by_key[key].position = position
            changed.append(by_key[key])
    Participant.objects.bulk_update(changed, ["position"])


def _check(row: Participant, fields: Any, actor: User) -> None:
    """The rules over one row, with every fault named by its field; only a sound row is compared with the others."""
    untouched = {field.name for field in row._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (
        lambda: row.clean_fields(exclude=untouched),
        row.clean,
        lambda: _check_level(row),
        lambda: _check_visible(row, fields, actor),
    ):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)
    _refuse_twin(row, actor)


def _check_level(row: Participant) -> None:
    if row._state.adding and row.handling == Handling.RESTRICTED:
        raise ValidationError({"handling": _("「関係者限り」は、登録した後に名簿とともに設定してください。")})


def _check_visible(row: Participant, fields: Any, actor: User) -> None:
    """Whoever is named is on file for the writer too, so that nothing hidden can be probed for."""
    for name, model in (("person", Person), ("organisation", Organisation)):
        named = getattr(row, name) if name in fields else None
        if named and not model.objects.visible_to(actor).filter(pk=named.pk).exists():
            raise ValidationError({name: _("選んだものは見つかりません。")})


def _refuse_twin(row: Participant, actor: User) -> None:
    """The same person twice at one meeting, as far as the writer sees it: a refusal must not tell of hidden rows."""
    others = Participant.objects.in_visible(row.meeting, actor).live().exclude(pk=row.pk)
    if row.person_id:
        if others.filter(person=row.person_id).exists():
            raise ValidationError({"person": _("この人は、すでにこの会合の参加者に登録されています。")})
        return
    names = ("name_ja", "name_en", "organisation", "organisation_text")
    if others.filter(person=None, **{name: getattr(row, name) for name in names}).exists():
        raise ValidationError({"name_ja": _("同じ氏名・所属の人が、すでにこの会合の参加者に登録されています。")})


def _refuse_too_many(meeting: Meeting, new: int) -> None:
    if Participant.objects.live().filter(meeting=meeting).count() + new > MOST_PARTICIPANTS:
        raise ValidationError(_("一つの会合の参加者は%(most)s人までです。") % {"most": MOST_PARTICIPANTS})


def _refuse_changed(row: Participant, seen_version: int) -> None:
    if row.version != seen_version:
        raise Conflict(row)
