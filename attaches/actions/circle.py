"""Writes to the gatherings of the circle. Each asks for its permission itself.

The invited are told by the sweep of the reminders, which within a minute sees another day, time, place or state than
it saw last (`attaches/circle/reminders.py`): several changes in a row are one message, and none is lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.handling import Handling
from attaches.models import CircleEvent, Invitation
from diplomacy.versioned.editing import Conflict, apply_changes, grow, is_set
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

State = CircleEvent.State


@transaction.atomic
def plan_event(*, fields: Mapping[str, Any], actor: User, now: datetime) -> CircleEvent:
    """A new gathering of the actor's ministry; nobody is invited yet."""
    require(actor, "attaches.run_circle")
    event = CircleEvent(owner_id=actor.organisation_id, handling=Handling.SHARED)
    many = {name: value for name, value in fields.items() if is_set(event, name)}
    for name in fields.keys() - many.keys():
        setattr(event, name, fields[name])
    _check(event, [field.name for field in event._meta.fields], now=now)
    event.save()
    for name, value in many.items():
        getattr(event, name).set(value)
    event.shared_with.set(running_bodies(except_for=event.owner_id))
    return event


def running_bodies(*, except_for: Any) -> list[Organisation]:
    """The other bodies whose people run the circle: they go on reading what one of them plans."""
    from attaches.circle.people import bodies_that_run_the_circle

    return list(bodies_that_run_the_circle().exclude(pk=except_for))


@transaction.atomic
def edit_event(
    event_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User, now: datetime
) -> tuple[CircleEvent, list[str]]:
    """Save the changed fields. Another day, time or place asks the invited again; anything else does not."""
    event = locked(event_id, actor)
    changed = apply_changes(event, changes, seen_version=seen_version)
    if changed:
        if event.state != State.PLANNED and set(changed) & set(CircleEvent.MATERIAL):
            raise ValidationError(_("開催済・中止の行事の日時と場所は変えられません。"))
        _check(event, changed, now=now)
        event.sequence += bool(set(changed) & set(CircleEvent.MATERIAL))
        event.save()
    return event, changed


@transaction.atomic
def cancel_event(event_id: UUID, *, seen_version: int, actor: User) -> CircleEvent:
    """Call it off: the invited are told, and their links answer that it is off."""
    return _turn(event_id, {State.PLANNED}, State.CANCELLED, seen_version, actor)


@transaction.atomic
def restore_event(event_id: UUID, *, seen_version: int, actor: User, now: datetime) -> CircleEvent:
    """Hold it after all: the invited are asked again."""
    event = locked(event_id, actor)
    if event.on_date < timezone.localdate(now, event.zone):
        raise ValidationError(_("開催日が過ぎています。新しい行事として登録してください。"))
    return _turn(event_id, {State.CANCELLED}, State.PLANNED, seen_version, actor)


@transaction.atomic
def mark_held(event_id: UUID, *, seen_version: int, actor: User, now: datetime) -> CircleEvent:
    """It took place; not to be said before its day."""
    event = locked(event_id, actor)
    if event.on_date > timezone.localdate(now, event.zone):
        raise ValidationError(_("開催日より前に「開催済」にはできません。"))
    return _turn(event_id, {State.PLANNED}, State.HELD, seen_version, actor)


def _turn(event_id: UUID, sources: Collection[str], target: str, seen_version: int, actor: User) -> CircleEvent:
    event = locked(event_id, actor)
    if event.version != seen_version:
        raise Conflict(event)
    if event.state not in sources:
        raise ValidationError(_("この行事は「%(state)s」です。") % {"state": event.get_state_display()})
    event.state = target
    event.sequence += target != State.HELD
    grow(event, "state")
    event.save()
    return event


@transaction.atomic
def set_event_handling(
    event: CircleEvent,
    *,
    handling: str,
    shared_with: Iterable[Organisation] = (),
    members: Iterable[User] = (),
    seen_version: int,
    actor: User,
) -> CircleEvent:
    """How far it may go. Whoever is invited goes on reading it: withdraw the invitation first."""
    row = locked(event.pk, actor)
    if row.version != seen_version:
        raise Conflict(row)
    row = change_handling(row, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor)
    if not CircleEvent.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
    for invitation in Invitation.objects.live().filter(event=row).select_related("person__organisation"):
        refuse_unreadable(row, invitation.person)
    return row


def refuse_unreadable(event: CircleEvent, person: User) -> None:
    """An invitation to what its person may not read would be one to nothing."""
    if not CircleEvent.objects.filter(pk=event.pk).readable(person).exists():
        raise ValidationError(
            {"handling": _("「%(level)s」のため、%(person)sは招待を読めません。") % {
                "level": event.get_handling_display(), "person": person,
            }}
        )  # fmt: skip


def locked(event_id: UUID, actor: User) -> CircleEvent:
    event = CircleEvent.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=event_id)
    require(actor, "attaches.change_circle_event", event)
    return event


def _check(event: CircleEvent, fields: Collection[str], *, now: datetime) -> None:
    """The rules over one gathering, with every fault named by its field."""
    untouched = {field.name for field in event._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (lambda: event.clean_fields(exclude=untouched), event.clean, lambda: _check_day(event, fields, now)):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_day(event: CircleEvent, fields: Collection[str], now: datetime) -> None:
    planned_for_the_past = "on_date" in fields and event.on_date and event.begins_at <= now
    if planned_for_the_past and event.state == State.PLANNED:
        raise ValidationError({"on_date": _("これからの日時にしてください。")})
