"""The one thing the overview writes: the figures of the day, for a council session."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from dashboard.figures.snapshot import council_at_large, figures_of
from dashboard.models import Snapshot
from diplomacy.ui.dates import written


class TakenAlready(ValidationError):
    """There is one of that day."""


def take_snapshot(*, occasion: str, actor: User, now: datetime) -> Snapshot:
    """Count everything anew and keep it under today's date. Refuses a second one of the day."""
    require(actor, "dashboard.take_snapshot")
    day = timezone.localdate(now)
    snapshot = Snapshot(day=day, occasion=occasion, taken_at=now, taken_by=actor)
    snapshot.figures = figures_of(council_at_large(), day)
    snapshot.clean_fields()
    try:
        with transaction.atomic():
            snapshot.save(force_insert=True)
    except IntegrityError:
        if not Snapshot.objects.filter(day=day).exists():
            raise
        said = _("%(day)sのスナップショットはすでにあります。1日に1つだけ残せます。")
        raise TakenAlready(said % {"day": written(day)}) from None
    return snapshot
