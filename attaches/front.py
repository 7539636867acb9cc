"""What the network contributes to the frame, the desk, the search box and the pages of partners."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import Access, admits
from accounts.lists import listing
from attaches.lists.listing import ContactListing
from attaches.loading.sample_contacts import add_contacts
from attaches.pages import FINDERS, PANELS, SOURCES
from diplomacy.search import providers
from diplomacy.ui import menu
from meetings.loading.sample import further
from partners import panels, timeline


def reads_network(user: Any) -> bool:
    return admits(Access.GOVERNMENT, user)


def is_outside(user: Any) -> bool:
    """An attaché's menu names what they do here."""
    return admits(Access.READER, user) and not user.is_government


def register_front() -> None:
    menu.register(_("ネットワーク"), "attaches:network", visible=reads_network, order=40)
    menu.register(_("面談記録"), "attaches:contacts", visible=is_outside, order=15)
    listing.register(ContactListing)
    further.register(add_contacts)
    for panel in PANELS:
        panels.register(panel)
    for source in SOURCES:
        timeline.register(source)
    for finder in FINDERS:
        providers.register(finder)
