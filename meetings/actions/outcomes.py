"""Writes to the decisions and action items of a meeting: record, edit, delete, restore. Results are in `results`.

Each asks for its permission itself, so pages and API need not. What the person cannot see raises `DoesNotExist`,
bad input `ValidationError` with the fields named, somebody else's change `Conflict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict, apply_changes, grow, is_set
from meetings.actions import handling
from meetings.actions.agenda import KEPT_IN_BIN
from meetings.actions.handling import HANDLING_FIELDS
from meetings.actions.reach import refuse_further, with_those_above
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.models.outcomes import Outcome

if TYPE_CHECKING:
    from accounts.models import User

Kind = TypeVar("Kind", Decision, ActionItem)
MOST_OUTCOMES = 500


def record_decision(meeting_id: UUID, *, fields: Mapping[str, Any], actor: User) -> Decision:
    return _record(Decision, meeting_id, fields, actor)


def record_action(meeting_id: UUID, *, fields: Mapping[str, Any], actor: User) -> ActionItem:
    """A new action, open."""
    return _record(ActionItem, meeting_id, fields, actor)


def edit_decision(
    decision_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Decision, list[str]]:
    """Save the changed fields; returns the decision with the names of what really changed."""
    return _edit(Decision, decision_id, changes, seen_version, actor)


def edit_action(
    action_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[ActionItem, list[str]]:
    """Save the changed fields; the status and the words it was closed with have their own verbs in `results`."""
    return _edit(ActionItem, action_id, changes, seen_version, actor)


@transaction.atomic
def delete_outcome(kind: type[Kind], outcome_id: UUID, *, seen_version: int, actor: User, now: datetime) -> Kind:
    """Put a decision or an action into the bin, from where it can be brought back for 30 days."""
    row = locked(kind, outcome_id, actor)
    require(actor, "meetings.change_outcomes", row.meeting)
    refuse_changed(row, seen_version)
    row.deleted_at, row.deleted_by = now, actor
    grow(row, "deleted_at")
    row.save()
    return row


@transaction.atomic
def restore_outcome(kind: type[Kind], outcome_id: UUID, *, seen_version: int, actor: User) -> Kind:
    """Undo a deletion, as a new change. Refuses with `Conflict` where the row changed since."""
    row = locked(kind, outcome_id, actor, rows=binned)
    require(actor, "meetings.change_outcomes", row.meeting)
    refuse_changed(row, seen_version)
    row.deleted_at = row.deleted_by = None
    grow(row, "deleted_at")
    row.save()
    return row


def purge_outcomes(*, now: datetime) -> int:
    """Remove for good what has been in the bin for 30 days; returns how many rows went."""
    return sum(kind.objects.filter(deleted_at__lt=now - KEPT_IN_BIN).delete()[0] for kind in (ActionItem, Decision))


def live(kind: type[Kind], actor: User) -> QuerySet[Kind]:
    return kind.objects.visible_to(actor).live()


def binned(kind: type[Kind], actor: User) -> QuerySet[Kind]:
    return kind.objects.visible_to(actor).exclude(deleted_at=None)


def locked(kind: type[Kind], outcome_id: UUID, actor: User, *, rows: Callable[..., QuerySet[Kind]] = live) -> Kind:
    """The row, locked until the transaction ends; raises `DoesNotExist` where the person does not see it."""
    found = rows(kind, actor).select_related("meeting").select_for_update(of=("self",))
    return found.get(pk=outcome_id)


def refuse_changed(row: Outcome, seen_version: int) -> None:
    if row.version != seen_version:
        raise Conflict(row)


@transaction.atomic
def _record(kind: type[Kind], meeting_id: UUID, fields: Mapping[str, Any], actor: User) -> Kind:
    visible = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    meeting = visible.get(pk=meeting_id)
    require(actor, "meetings.change_outcomes", meeting)
    if kind.objects.filter(meeting=meeting).live().count() >= MOST_OUTCOMES:
        raise ValidationError(_("一つの会合に登録できるのは%(most)s件までです。") % {"most": MOST_OUTCOMES})
    row = kind(meeting=meeting, owner_id=actor.organisation_id)
    many = {name: value for name, value in fields.items() if is_set(row, name)}
    for name in fields.keys() - many.keys():
        setattr(row, name, fields[name])
    check(row, fields, actor)
    row.save()
    for name, value in many.items():
        getattr(row, name).set(value)
    return row


@transaction.atomic
def _edit(
    kind: type[Kind], outcome_id: UUID, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Kind, list[str]]:
    row = locked(kind, outcome_id, actor)
    require(actor, "meetings.change_outcomes", row.meeting)
    if HANDLING_FIELDS & changes.keys():
        require(actor, "meetings.change_handling", row.meeting)
    before, item = row.handling, row.item
    changed = apply_changes(row, changes, seen_version=seen_version)
    if changed:
        check(row, changed, actor)
        if "item" in changed:
            refuse_further(row, with_those_above(item), with_those_above(row.item), field="item")
        row.save()
        if HANDLING_FIELDS & set(changed):
            handling.note_change(row, before, actor)
    return row, changed


def check(row: Outcome, fields: Any, actor: User) -> None:
    """The rules over one outcome, with every fault named by its field."""
    untouched = {field.name for field in row._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (
        lambda: row.clean_fields(exclude=untouched),
        row.clean,
        lambda: _check_day(row),
        lambda: _check_level(row),
        lambda: _check_visible(row, fields, actor),
    ):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_day(row: Outcome) -> None:
    meeting, day = row.meeting, getattr(row, "day", None)
    if day and meeting.start_date and meeting.date_precision == "day":
        days = (meeting.last_date - meeting.start_date).days + 1
        if day > days:
            raise ValidationError(
                {"day": _("この会合は%(days)s日間です。%(days)s日目までを選んでください。") % {"days": days}}
            )


def _check_level(row: Outcome) -> None:
    if row._state.adding and row.handling == Handling.RESTRICTED:
        raise ValidationError({"handling": _("「関係者限り」は、登録した後に名簿とともに設定してください。")})


def _check_visible(row: Outcome, fields: Any, actor: User) -> None:
    """What it is linked to is something its writer sees, so that nothing hidden can be probed for."""
    for name, model in (("item", AgendaItem), ("decision", Decision)):
        linked = getattr(row, name, None) if name in fields else None
        if linked and not model.objects.visible_to(actor).live().filter(pk=linked.pk).exists():
            raise ValidationError({name: _("選んだものは見つかりません。")})
