"""Invitations in calendars: as a message to one person (iTIP), and in their own feed.

Both give the same UID and SEQUENCE, so that a calendar that reads both holds one entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from attaches.models import CircleEvent, Invitation
from diplomacy.export import ical
from meetings.feeds import TELLS_ITS_TITLE

PARTSTATS = {
    Invitation.Answer.NONE: "NEEDS-ACTION",
    Invitation.Answer.ACCEPTED: "ACCEPTED",
    Invitation.Answer.TENTATIVE: "TENTATIVE",
    Invitation.Answer.DECLINED: "DECLINED",
}
MOST_EVENTS = 500
# What an entry is made of: whole rows took a third of a feed that is read every few minutes.
FEED_COLUMNS = (
    *("event", "event__sequence", "shift", "updated_at", "withdrawn_at"),
    *("event__state", "event__handling", "event__title_ja", "event__title_en", "event__place", "event__updated_at"),
    *("event__on_date", "event__start_time", "event__end_time", "event__time_zone"),
)


def message(row: Invitation, method: str, *, told: bool) -> bytes:
    """`told`: whether title and place may leave the portal. An answer that holds is kept, any other is asked for."""
    organiser = ical.Party(row.event.contact_email, str(row.event.owner or ""))
    answer = Invitation.Answer(row.current_answer)
    attendee = ical.Party(row.person.email, row.person.get_full_name(), PARTSTATS[answer], asked=not answer)
    return ical.message(method, entry(row, told=told), organiser=organiser, attendee=attendee)


def entry(row: Invitation, *, told: bool) -> ical.Event:
    event = row.event
    off = event.state == CircleEvent.State.CANCELLED or not row.is_live
    return ical.Event(
        uid=f"circle-{event.pk}@diplomacy-portal",
        sequence=row.sequence,
        changed_at=max(event.updated_at, row.updated_at),
        status="CANCELLED" if off else "CONFIRMED",
        summary=str(event) if told else _("外交サークルの行事"),
        start_date=event.on_date,
        last_date=event.on_date,
        start_time=event.start_time,
        end_time=event.end_time,
        zone=event.time_zone,
        location=event.place if told else "",
        url=settings.SITE_URL + reverse("attaches:invitation", args=[row.pk]),
    )


def in_feed(user: User, since: date) -> Iterable[ical.Event]:
    """The person's own invitations, withdrawn and cancelled ones too, so that calendars take them away."""
    rows = Invitation.objects.visible_to(user)
    if rows.query.is_empty():
        # To write out a question that has no answer took a quarter of the feed of who belongs to no body.
        return
    rows = rows.of(user).filter(event__on_date__gte=since)
    for row in rows.select_related("event").only(*FEED_COLUMNS).order_by("event__on_date", "pk")[:MOST_EVENTS]:
        yield entry(row, told=row.event.handling in TELLS_ITS_TITLE)
