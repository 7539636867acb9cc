"""What each route that writes is asked to do for `tests/test_traces.py`, by app and area.

A deed names the person of the scene who does it, the row of the scene that is in the address, and the body that is
sent; the rows come from the fixture `scene` there and from the `scene_of_…` of these modules.
"""

from tests.deeds import (
    accounts,
    circle,
    contacts,
    council,
    documents,
    embassies,
    follow_ups,
    meetings,
    outcomes,
    outreach,
    participants,
    partners,
    positions,
    reminders,
)
from tests.deeds.deed import Deed

AREAS = (
    *(accounts, reminders, partners, meetings, positions, documents, outcomes, participants, council),
    *(contacts, follow_ups, circle, embassies, outreach),
)
DEEDS: dict[str, Deed] = {name: deed for area in AREAS for name, deed in area.DEEDS.items()}
