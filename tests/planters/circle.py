"""Hidden gatherings with their guests and papers, hidden bulletins, hidden meeting requests.

Where a row is shared with the German embassy, its attaché is invited, got the bulletin or asked: what they then see
of it, nobody else does.
"""

import io
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.handling import Handled
from attaches.models import Bulletin, BulletinDelivery, CircleEvent, CirclePaper, Invitation, MeetingRequest
from diplomacy.uploads import store
from tests.factories.circle import BulletinFactory, CircleEventFactory, MeetingRequestFactory
from tests.factories.reminders import NotificationFactory
from tests.planters.planted import NOW, Planted, Planter, handle


def plant_event(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """With a guest's note and a paper; and a guest of another embassy on a gathering that others see."""
    event = CircleEventFactory(owner=cast.mofa, on_date=date(2026, 12, 10))
    event.themes.add(visible.theme)
    planted.mark(event, level)
    handle(event, level, cast)
    guest = cast.attache_b if level == "S" else cast.stranger
    row = Invitation(
        event=event, person=guest, organisation=guest.organisation, invited_at=NOW, invited_by=cast.stranger
    )
    planted.mark(row, level)
    paper = CirclePaper(event=event, size=1, uploaded_at=NOW)
    with store.kept(io.BytesIO(planted.text(level).encode()), paper.pk):
        planted.mark(paper, level)
    pages = ("circle_event", "circle_event_edit", "circle_event_handling", "circle_invite")
    planted.records[level] += [reverse(f"attaches:{page}", args=[event.pk]) for page in pages]
    planted.records[level] += [
        reverse("attaches:circle_paper", args=[paper.pk]),
        reverse("attaches:invitation", args=[row.pk]),
    ]
    for person in (cast.lead_staff, cast.attache_a):
        NotificationFactory(
            recipient=person, subject="attaches.invitation", object_id=row.pk, state="sent", sent_at=NOW
        )


def plant_bulletin(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """One that was sent, and a draft."""
    for sent_at in (NOW, None):
        bulletin = BulletinFactory(owner=cast.mofa, sent_at=sent_at)
        bulletin.themes.add(visible.theme)
        planted.mark(bulletin, level)
        handle(bulletin, level, cast)
        guest = cast.attache_b if level == "S" else cast.stranger
        sent = BulletinDelivery(bulletin=bulletin, person=guest, organisation=guest.organisation, opened_at=NOW)
        planted.mark(sent, level)
        planted.records[level].append(reverse("attaches:bulletin", args=[bulletin.pk]))


def plant_request(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Of the foreign ministry to itself, as the levels are asked; one that waits and one that was declined."""
    for state in ("sent", "declined"):
        row = MeetingRequestFactory(owner=cast.mofa, ministry=cast.mofa, state=state, reason="x", answer_by=NOW.date())
        planted.mark(row, level)
        handle(row, level, cast)
        planted.records[level].append(reverse("attaches:request", args=[row.pk]))


PLANTERS: dict[type[Handled], Planter] = {
    CircleEvent: plant_event,
    Bulletin: plant_bulletin,
    MeetingRequest: plant_request,
}
