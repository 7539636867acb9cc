from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Act, User
from reminders.models import Channel, Notification

State = Notification.State
RESENDABLE = (State.SENT, State.FAILED, State.GIVEN_UP)


@transaction.atomic
def resend(notification: Notification, *, actor: User, now: datetime) -> None:
    """Send once more, as a mail of its own, at the next sweep; the audit keeps who asked.

    It keeps its Message-ID: whoever has it already need not see it twice. Refused while it is under way and where
    it is of no use any more.
    """
    row = Notification.objects.select_for_update().get(pk=notification.pk)
    if row.state not in RESENDABLE or row.channel != Channel.EMAIL:
        raise ValidationError(_("この通知は再送できません。状態: %(state)s"), params={"state": row.get_state_display()})
    if row.expires_at and row.expires_at <= now:
        raise ValidationError(_("この通知は時機を過ぎたため、再送できません。"))
    row.state, row.attempts, row.next_attempt_at, row.digest = State.QUEUED, 0, now, None
    row.save(update_fields=["state", "attempts", "next_attempt_at", "digest"])
    audit.record(Act.RESENT, actor=actor, subject=row)
