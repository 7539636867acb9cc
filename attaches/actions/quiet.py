"""Quiet relations: noted for the desks' reminder, and the intervals that the secretariat sets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from accounts.access import require
from attaches.models import ContactInterval, QuietSpell
from attaches.quiet.finding import quiet_for_desks
from diplomacy.versioned.editing import apply_changes

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def note_quiet_partners(*, today: date) -> int:
    """Write down who is quiet on that day, and end the spells of those who are not any more; how many are new.

    A spell is that of its last contact: one that was noted before is taken up again as the same row.
    """
    quiet = {(one.partner.pk, one.last_on) for one in quiet_for_desks(today)}
    running = QuietSpell.objects.running().select_for_update().values_list("pk", "partner", "last_on")
    over = [pk for pk, partner, last_on in running if (partner, last_on) not in quiet]
    QuietSpell.objects.filter(pk__in=over).update(ended_on=today)
    new = 0
    for partner, last_on in quiet:
        spell, created = QuietSpell.objects.get_or_create(
            partner_id=partner, last_on=last_on, defaults={"noted_on": today}
        )
        new += created
        if spell.ended_on is not None:
            spell.ended_on = None
            spell.save(update_fields=["ended_on"])
    return new


@transaction.atomic
def set_interval(interval_id: UUID, *, months: int | None, seen_version: int, actor: User) -> ContactInterval:
    """From the next look on; spells that were noted stay as long as they hold."""
    require(actor, "attaches.change_intervals")
    interval = ContactInterval.objects.visible_to(actor).select_for_update().get(pk=interval_id)
    if apply_changes(interval, {"months": months}, seen_version=seen_version):
        interval.full_clean()
        interval.save()
    return interval
