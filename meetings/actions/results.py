"""What became of an action: its result, its end without one, its re-opening, its going over to a later session."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.versioned.editing import apply_changes, grow
from meetings.actions.outcomes import locked, refuse_changed
from meetings.actions.reach import reach_of, with_those_above
from meetings.models import ActionItem, Meeting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

Status = ActionItem.Status
CARRIED = (
    *("side", "responsible", "responsible_text", "contact", "title_ja", "title_en", "detail"),
    *("due_on", "due_precision", "owner"),
)


@transaction.atomic
def report_result(
    action_id: UUID, *, result: str, result_on: date | None, seen_version: int, actor: User, now: datetime
) -> ActionItem:
    """Say what came of an action, which closes it; of one that is closed already, say it better.

    Whoever writes the meeting may, and the ministry that owes the action. The day is today unless told otherwise.
    Raises `Conflict` with both texts where somebody else has written a result since.
    """
    action = _reportable(action_id, actor)
    if action.status == Status.HANDED_OVER:
        raise ValidationError(_("後の会合に引き継がれています。引き継ぎ先に結果を書いてください。"))
    words = {"result": result, "result_on": result_on or _today(action, now)}
    if apply_changes(action, words, seen_version=seen_version) or action.status != Status.DONE:
        _close(action, Status.DONE, now)
    return action


@transaction.atomic
def drop_action(action_id: UUID, *, reason: str, seen_version: int, actor: User, now: datetime) -> ActionItem:
    """End an action without a result; the reason stands where the result would."""
    action = _reportable(action_id, actor)
    refuse_changed(action, seen_version)
    if not action.is_open:
        raise ValidationError(_("この行動はもう対応中ではありません。"))
    action.result, action.result_on = reason, _today(action, now)
    grow(action, "result", "result_on")
    _close(action, Status.DROPPED, now)
    return action


@transaction.atomic
def reopen_action(action_id: UUID, *, seen_version: int, actor: User) -> ActionItem:
    """Take up a closed action again. The words it was closed with stay in the history."""
    action = _reportable(action_id, actor)
    refuse_changed(action, seen_version)
    if action.is_open:
        raise ValidationError(_("この行動は対応中です。"))
    if action.carried_to.filter(deleted_at=None).exists():
        raise ValidationError(_("後の会合に引き継がれています。引き継ぎ先で続けてください。"))
    action.status, action.result, action.result_on = Status.OPEN, "", None
    grow(action, "status", "result", "result_on")
    action.save()
    return action


@transaction.atomic
def hand_over(action_id: UUID, *, meeting_id: UUID, seen_version: int, actor: User) -> ActionItem:
    """Go on with an open action as one of a later session of the series; returns the new action.

    The old one says that it was handed over; the new one where it came from. The due date comes along, and the new
    one goes no further than the old one did under its item and its meeting.
    """
    action = locked(ActionItem, action_id, actor)
    require(actor, "meetings.change_outcomes", action.meeting)
    refuse_changed(action, seen_version)
    meeting = later_sessions(action, actor).filter(pk=meeting_id).first()
    if meeting is None:
        raise ValidationError({"meeting": _("同じ系列の後の会合から選んでください。")})
    require(actor, "meetings.change_outcomes", meeting)
    if not action.is_open:
        raise ValidationError(_("この行動はもう対応中ではありません。"))
    action.status = Status.HANDED_OVER
    grow(action, "status")
    action.save()
    reach = reach_of(action, [action.meeting, *with_those_above(action.item)], [meeting])
    following = ActionItem(meeting=meeting, carried_from=action, **{name: getattr(action, name) for name in CARRIED})
    following.handling, following.access_group = reach.handling, reach.access_group
    following.save()
    following.shared_with.set(reach.shared_with)
    return following


def later_sessions(action: ActionItem, actor: User) -> QuerySet[Meeting]:
    """The sessions of the series after the action's own that its reader sees, the next one first."""
    meeting = action.meeting
    others = Meeting.objects.visible_to(actor).filter(series=meeting.series_id).exclude(pk=meeting.pk)
    if meeting.start_date is None:
        return others.exclude(start_date=None).order_by("start_date", "id")
    return others.filter(start_date__gte=meeting.start_date).order_by("start_date", "id")


def _reportable(action_id: UUID, actor: User) -> ActionItem:
    action = locked(ActionItem, action_id, actor)
    require(actor, "meetings.report_action", action)
    return action


def _today(action: ActionItem, now: datetime) -> date:
    return now.astimezone(action.meeting.zone).date()


def _close(action: ActionItem, status: str, now: datetime) -> None:
    """The words are set already, as a new version of the row."""
    if not action.result.strip():
        asked = _("結果を入力してください。") if status == Status.DONE else _("取りやめる理由を入力してください。")
        raise ValidationError({"result": asked})
    if action.result_on and action.result_on > _today(action, now):
        raise ValidationError({"result_on": _("結果の日付が今日より後です。")})
    action.clean_fields(exclude={field.name for field in action._meta.fields} - {"result", "result_on"})
    if action.status != status:
        action.status = status
        action.field_versions = {**action.field_versions, "status": action.version}
    action.save()
