"""What outreach contributes to the frame and the search box, and the front page for visitors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from accounts.lists import listing
from diplomacy.search import providers
from diplomacy.ui import desk, menu
from diplomacy.uploads import keepers
from meetings.loading.sample import further
from outreach.actions import pictures, portraits
from outreach.desk import OutreachDesk
from outreach.lists.family import LISTS
from outreach.loading.sample import load_outreach_sample
from outreach.origin_panels import ORIGIN_PANELS
from outreach.panels import PANELS, SOURCES
from outreach.search import FINDERS
from partners import panels, timeline


def register_front() -> None:
    lists = tuple(f"outreach:{name}" for name in LISTS)
    menu.register(_("発信"), "outreach:stories", visible=opens("outreach:stories"), order=50, covers=lists)
    menu.register_front_page("outreach:home")
    keepers.register(pictures.known)
    keepers.register(portraits.known)
    desk.register(OutreachDesk())
    for panel in (*PANELS, *ORIGIN_PANELS):
        panels.register(panel)
    for source in SOURCES:
        timeline.register(source)
    further.register(load_outreach_sample)
    for finder in FINDERS:
        providers.register(finder)
    for one in LISTS.values():
        listing.register(one)
