"""Calendar feeds: open, revoke, end with the account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Act
from meetings.models import CalendarFeed, MeetingSeries

if TYPE_CHECKING:
    from accounts.models import User

MOST_FEEDS = 20


@transaction.atomic
def open_feed(*, actor: User, kind: str, series: MeetingSeries | None = None) -> tuple[CalendarFeed, str]:
    """A new feed of the person's own, and its secret, which is not kept."""
    if CalendarFeed.objects.live().of(actor).count() >= MOST_FEEDS:
        raise ValidationError(
            _("カレンダー配信は1人%(most)s件までです。使っていないものを止めてください。") % {"most": MOST_FEEDS}
        )
    feed, secret = CalendarFeed.issue(user=actor, kind=kind, series=series)
    audit.record(Act.TOKEN_ISSUED, actor=actor, subject=feed)
    return feed, secret


@transaction.atomic
def revoke_feed(feed_id: UUID, *, actor: User, now: datetime) -> None:
    """From the next request on the address answers 404. Raises `CalendarFeed.DoesNotExist` for others' feeds."""
    feed = CalendarFeed.objects.live().of(actor).select_for_update().get(pk=feed_id)
    feed.revoke(now)
    audit.record(Act.TOKEN_REVOKED, actor=actor, subject=feed)


@transaction.atomic
def end_feeds(user: User, now: datetime) -> None:
    """All feeds of an account that ends (registered in `accounts.endings`)."""
    CalendarFeed.objects.live().of(user).update(revoked_at=now)
