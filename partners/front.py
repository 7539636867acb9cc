"""What the partners contribute to the frame, the search box, and their own pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import Access, admits
from accounts.lists import listing
from diplomacy.importing import registry
from diplomacy.search import providers
from diplomacy.ui import menu
from partners import panels, timeline
from partners.brief import sections
from partners.brief.own_sections import SECTIONS
from partners.importing.lists import LISTS as IMPORTERS
from partners.lists.crossing import Matrix
from partners.lists.family import LISTS
from partners.own_panels import PANELS
from partners.personal import holdings
from partners.personal.holdings import HOLDINGS
from partners.personal.reminders import RetentionOver
from partners.search import FINDERS
from partners.timeline_sources import SOURCES
from reminders import subjects


def reads_content(user: Any) -> bool:
    return admits(Access.READER, user)


def register_front() -> None:
    lists = ("partners:themes", *(f"partners:{one.routes['list']}" for one in LISTS.values()))
    menu.register(_("国・機関"), "partners:list", visible=reads_content, order=30, covers=lists)
    for section in SECTIONS:
        sections.register(section)
    for finder in FINDERS:
        providers.register(finder)
    for importer in IMPORTERS:
        registry.register(importer)
    for holding in HOLDINGS:
        holdings.register(holding)
    subjects.register(RetentionOver())
    for panel in PANELS:
        panels.register(panel)
    for source in SOURCES:
        timeline.register(source)
    for one in (*LISTS.values(), Matrix):
        listing.register(one)
