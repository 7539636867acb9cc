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
from meetings.coordination.register import CoordinationRegister
from meetings.coordination.search import CoordinationFinder
from meetings.desk import MeetingDesk
from meetings.outcomes.desk import OutcomeDesk
from meetings.outcomes.registers import ActionRegister, DecisionRegister
from meetings.outcomes.search import FINDERS as OUTCOME_FINDERS
from meetings.participants.holdings import HOLDINGS
from meetings.participants.panels import PANELS as PARTICIPANT_PANELS
from meetings.participants.search import FINDERS as PARTICIPANT_FINDERS
from meetings.partner_encounters import MeetingEncounters
from meetings.partner_panels import PANELS, SOURCES
from meetings.position_desk import PositionDesk
from meetings.rounds.desk import ClearanceDesk
from meetings.rounds.register import RoundRegister
from meetings.search import FINDERS
from partners import encounters, panels, timeline
from partners.brief import sections
from partners.personal import holdings


def reads_content(user: Any) -> bool:
    return admits(Access.READER, user)


def register_front() -> None:
    menu.register(_("ホーム"), "home", visible=reads_content, order=10)
    beside = ("meetings:series_list", "meetings:actions", "meetings:decisions", "meetings:coordination")
    menu.register(_("会合"), "meetings:list", visible=reads_content, order=20, covers=beside)
    menu.register(
        _("カレンダー配信"), "meetings:feeds", visible=reads_content, order=25, section="account", icon="calendar"
    )
    menu.register(
        _("協議"),
        "meetings:clearance_waiting",
        visible=opens("meetings:clearance_waiting"),
        order=24,
        section="account",
        icon="document",
    )
    menu.register_search("search", visible=opens("search"))
    desk.register(MeetingDesk())
    desk.register(PositionDesk())
    desk.register(ClearanceDesk())
    desk.register(OutcomeDesk())
    for panel in (*PANELS, *PARTICIPANT_PANELS):
        panels.register(panel)
    for holding in HOLDINGS:
        holdings.register(holding)
    for source in SOURCES:
        timeline.register(source)
    for section in SECTIONS:
        sections.register(section)
    for finder in (*FINDERS, *OUTCOME_FINDERS, CoordinationFinder(), *PARTICIPANT_FINDERS):
        providers.register(finder)
    for register in (Browsing, ActionRegister, DecisionRegister, CoordinationRegister, RoundRegister):
        listing.register(register)
    encounters.register(MeetingEncounters())
