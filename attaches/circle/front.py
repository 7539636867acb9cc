"""What the circle contributes to the frame, the desk, the search box, the reminders, the feeds and the store."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from attaches.actions.circle_papers import keys_with_papers
from attaches.circle.calendars import in_feed
from attaches.circle.reminders import Invitations
from attaches.loading.sample_circle import add_circle
from diplomacy.ui import menu
from diplomacy.uploads import keepers
from meetings import feeds
from meetings.loading.sample import further
from reminders import subjects


def register_circle() -> None:
    subjects.register(Invitations(), by_itself=True)
    feeds.register(in_feed)
    keepers.register(keys_with_papers)
    further.register(add_circle)
    menu.register(_("外交サークル"), "attaches:circle", visible=opens("attaches:circle"), order=42)
