"""What belongs to one person alone."""

from typing import Any

from accounts.models import ApiToken, SavedFilter
from meetings.browsing import SAVED_PAGE
from meetings.models import CalendarFeed, Draft
from tests.factories.reminders import NotificationFactory
from tests.planters.planted import NOW, Planted


def plant_private_rows(planted: Planted, cast: Any, visible: Any) -> None:
    """What belongs to one person alone, here to a stranger. (What a mail server answered is the administrator's.)"""
    person = cast.stranger
    planted.mark(SavedFilter.objects.create(user=person, page="x", name="x"), "R")
    SavedFilter.objects.filter(user=person).update(page=SAVED_PAGE)
    planted.mark(ApiToken.issue(person, "x")[0], "R")
    feed, _secret = CalendarFeed.issue(user=person, kind=CalendarFeed.Kind.PERSONAL)
    planted.keys["R"].add(str(feed.pk))
    Draft.objects.create(
        user=person,
        key=f"meeting:{visible.meeting.pk}",
        payload={"note": [planted.text("R")]},
        updated_at=NOW,
    )
    note = NotificationFactory(recipient=person, object_id=visible.meeting.pk, state="sent", sent_at=NOW)
    planted.keys["R"].add(str(note.pk))
