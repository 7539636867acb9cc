"""What the meetings contribute to the frame, the desk and the search box."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import Access, admits, opens
from accounts.lists import listing
from diplomacy.search import providers
from diplomacy.ui import desk, menu
from meetings.brief_sections import SECTIONS
from meetings.browsing import Browsing
from meetings.desk import MeetingDesk
from meetings.partner_panels import PANELS, SOURCES
from meetings.position_desk import PositionDesk
from meetings.search import FINDERS
from partners import panels, timeline
from partners.brief import sections


def reads_content(user: Any) -> bool:
    return admits(Access.READER, user)


def register_front() -> None:
    menu.register(_("ホーム"), "home", visible=reads_content, order=10)
    menu.register(_("会合"), "meetings:list", visible=reads_content, order=20)
    menu.register(
        _("カレンダー配信"), "meetings:feeds", visible=reads_content, order=25, section="account", icon="calendar"
    )
    menu.register_search("search", visible=opens("search"))
    desk.register(MeetingDesk())
    desk.register(PositionDesk())
    for panel in PANELS:
        panels.register(panel)
    for source in SOURCES:
        timeline.register(source)
    for section in SECTIONS:
        sections.register(section)
    for finder in FINDERS:
        providers.register(finder)
    listing.register(Browsing)
