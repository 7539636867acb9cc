"""Writes to a meeting itself. Each asks for the permission; somebody else's earlier change raises `Conflict`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.versioned.editing import apply_changes
from meetings.actions import handling
from meetings.actions.handling import HANDLING_FIELDS
from meetings.models import Meeting
from partners.models import DatePrecision

if TYPE_CHECKING:
    from accounts.models import User

Status = Meeting.Status
TRANSITIONS: dict[str, set[str]] = {
    Status.TENTATIVE: {Status.CONFIRMED, Status.HELD, Status.POSTPONED, Status.CANCELLED},
    Status.CONFIRMED: {Status.TENTATIVE, Status.HELD, Status.POSTPONED, Status.CANCELLED},
    Status.POSTPONED: {Status.TENTATIVE, Status.CONFIRMED, Status.CANCELLED},
    Status.HELD: {Status.CONFIRMED},
    Status.CANCELLED: {Status.TENTATIVE},
}
# What a calendar shows of time and place: a change of these is a new edition of the entry.
CALENDAR_FIELDS = {
    "start_date",
    "end_date",
    "date_precision",
    "start_time",
    "end_time",
    "time_zone",
    "city",
    "country",
    "venue",
    "online",
    "status",
}


@transaction.atomic
def edit_meeting(
    meeting_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User, now: datetime
) -> tuple[Meeting, list[str]]:
    """Save the changed fields of a meeting; returns it with the names of what really changed.

    A change of time, place or status grows `sequence`. Raises `Meeting.DoesNotExist` where the person does not see
    the meeting.
    """
    meeting = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=meeting_id)
    require(actor, "meetings.change_meeting", meeting)
    if HANDLING_FIELDS & changes.keys():
        require(actor, "meetings.change_handling", meeting)
    if meeting.lead_ministry != changes.get("lead_ministry", meeting.lead_ministry):
        require(actor, "meetings.give_meeting", meeting)
    status, level = meeting.status, meeting.handling
    changed = apply_changes(meeting, changes, seen_version=seen_version)
    if not changed:
        return meeting, []
    check(meeting, changed, actor)
    if "status" in changed:
        check_transition(meeting, status, now)
    if CALENDAR_FIELDS & set(changed):
        meeting.sequence += 1
    meeting.save()
    if HANDLING_FIELDS & set(changed):
        handling.note_change(meeting, level, actor)
    return meeting, changed


def check(meeting: Meeting, fields: Any, actor: User) -> None:
    """The rules over one meeting, with every fault named by its field."""
    untouched = {field.name for field in meeting._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (
        lambda: meeting.clean_fields(exclude=untouched),
        meeting.clean,
        lambda: _check_ordinal(meeting, actor),
    ):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_ordinal(meeting: Meeting, actor: User) -> None:
    """No two sessions of a series with one ordinal; only rows the person sees count, so that nothing is revealed."""
    if meeting.ordinal is None:
        return
    others = Meeting.objects.visible_to(actor).filter(series=meeting.series_id, ordinal=meeting.ordinal)
    other = others.exclude(pk=meeting.pk).first()
    if other:
        raise ValidationError(
            {
                "ordinal": _("この系列の第%(ordinal)s回はすでに登録されています（%(title)s）。")
                % {"ordinal": meeting.ordinal, "title": other}
            }
        )


def check_transition(meeting: Meeting, before: str, now: datetime) -> None:
    if meeting.status not in TRANSITIONS[before]:
        raise ValidationError(
            {
                "status": _("「%(before)s」から「%(after)s」へは変更できません。")
                % {"before": Status(before).label, "after": meeting.get_status_display()}
            }
        )
    today = now.astimezone(meeting.zone).date()
    if meeting.status == Status.HELD and (meeting.start_date is None or meeting.start_date > today):
        raise ValidationError({"status": _("開催日前の会合を「開催済」にはできません。")})
    if meeting.status == Status.CONFIRMED and meeting.date_precision != DatePrecision.DAY:
        raise ValidationError({"status": _("「確定」にするには、開催日を日まで入力してください。")})
