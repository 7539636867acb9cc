"""What has changed since the last sweep, told once to everybody concerned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from reminders.actions import writing
from reminders.models import Notification, Occasion
from reminders.subjects import Coming, Subject

KEPT = ("on_date", "precision", "at_time", "zone", "standing", "ends_at", "place", "content")


NEW_DATE = {Notification.Kind.MOVED, Notification.Kind.RESTORED}


def announce_changes(subject: Subject, coming: Iterable[Coming], *, zones: list[str], now: datetime) -> int:
    """Compare what is coming with what was last seen, write one message per change and person, remember it.

    An object seen for the first time is remembered without a message. One that is no longer coming is over.
    """
    seen = {
        row.object_id: row
        for row in Occasion.objects.filter(subject=subject.name).exclude(standing=Occasion.Standing.OVER)
    }
    plan: list[writing.Planned] = []
    new: list[Coming] = []
    changed: list[Occasion] = []
    for one in coming:
        row = seen.pop(one.object_id, None)
        if row is None:
            new.append(one)
        elif differs(row, one):
            plan += take_note(row, one, now=now)
            changed.append(row)
    remember(subject, new)
    Occasion.objects.bulk_update(changed, [*KEPT, "revision", "announced_at"], batch_size=500)
    Occasion.objects.filter(pk__in=[row.pk for row in seen.values()]).update(standing=Occasion.Standing.OVER)
    written, _missed = writing.write(subject, plan, zones=zones, now=now, since=now)
    return written


def differs(row: Occasion, one: Coming) -> bool:
    return any(getattr(row, name) != getattr(one, name) for name in KEPT)


def remember(subject: Subject, new: list[Coming]) -> None:
    """Also takes up again what was thought over."""
    rows = [
        Occasion(subject=subject.name, object_id=one.object_id, **{name: getattr(one, name) for name in KEPT})
        for one in new
    ]
    Occasion.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["subject", "object_id"],
        update_fields=[*KEPT, "announced_at"],
    )


def take_note(row: Occasion, one: Coming, *, now: datetime) -> list[writing.Planned]:
    """Bring the row in step with what is coming; the message that tells the change, or none."""
    row.revision += 1
    told = announcement(row, one, now=now)
    if any(message["kind"] in NEW_DATE for message in told):
        row.announced_at = now
    for name in KEPT:
        setattr(row, name, getattr(one, name))
    return told


def announcement(row: Occasion, one: Coming, *, now: datetime) -> list[writing.Planned]:
    """The message that tells the change, or none: nothing more follows a cancellation but its reversal."""
    before = as_coming(row)
    kind = kind_of_change(before, one)
    until = one.useful_until
    if kind is None or (until is not None and until <= now):
        return []
    return [writing.planned_change(kind, one, step=str(row.revision), before=told_before(before), until=until)]


def kind_of_change(before: Coming, after: Coming) -> str | None:
    kinds = Notification.Kind
    if after.standing != before.standing:
        return {
            Occasion.Standing.CANCELLED: kinds.CANCELLED,
            Occasion.Standing.POSTPONED: kinds.POSTPONED,
            Occasion.Standing.ON: kinds.RESTORED,
        }.get(Occasion.Standing(after.standing))
    if after.standing != Occasion.Standing.ON:
        return None
    if (after.on_date, after.precision) != (before.on_date, before.precision):
        return kinds.MOVED
    if (after.at_time, after.ends_at, after.zone) != (before.at_time, before.ends_at, before.zone):
        return kinds.RETIMED
    return kinds.RELOCATED if after.place != before.place else kinds.REVISED


def as_coming(row: Occasion) -> Coming:
    return Coming(row.object_id, **{name: getattr(row, name) for name in KEPT})


def told_before(before: Coming) -> dict[str, Any]:
    return {
        "on_date": writing.iso(before.on_date),
        "precision": before.precision,
        "at_time": before.at_time.strftime("%H:%M") if before.at_time else None,
        "zone": before.zone,
    }
