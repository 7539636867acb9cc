"""What follow-ups contribute to the frame, the desk, the search box, the reminders and the pages of partners."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from accounts.access import opens
from accounts.lists import listing
from attaches.follow_ups.desk import FollowUpDesk
from attaches.follow_ups.panels import OpenFollowUps
from attaches.follow_ups.register import FollowUpRegister
from attaches.follow_ups.reminders import FollowUpsDue
from attaches.follow_ups.search import FollowUpFinder
from attaches.proposals.panels import CameFrom
from diplomacy.search import providers
from diplomacy.ui import desk, menu
from partners import panels
from reminders import subjects


def register_follow_ups() -> None:
    menu.register(
        pgettext_lazy("list", "フォローアップ"),
        "attaches:follow_ups",
        visible=opens("attaches:follow_ups"),
        order=23,
        section="account",
        icon="check",
    )
    listing.register(FollowUpRegister)
    desk.register(FollowUpDesk())
    providers.register(FollowUpFinder())
    for panel in (OpenFollowUps(), CameFrom()):
        panels.register(panel)
    subjects.register(FollowUpsDue())
