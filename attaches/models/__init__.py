"""The network: who is posted where, and what the posts hear.

A contact, like what was agreed to follow it up, belongs to the embassy, mission or ministry, not to who wrote it.
"""

from attaches.models.bulletins import Bulletin, BulletinDelivery
from attaches.models.circle import CircleEvent, CirclePaper, Invitation
from attaches.models.contacts import Contact, FollowUp, Way
from attaches.models.interests import ThemeInterest
from attaches.models.postings import Posting
from attaches.models.proposals import AgendaProposal
from attaches.models.quiet import ContactInterval, QuietSpell
from attaches.models.requests import MeetingRequest, ProposedDate

import attaches.models.sets  # isort: skip  # noqa: F401  (says which sets keep their history)

__all__ = [
    "AgendaProposal",
    "Bulletin",
    "BulletinDelivery",
    "CircleEvent",
    "CirclePaper",
    "Contact",
    "ContactInterval",
    "FollowUp",
    "Invitation",
    "MeetingRequest",
    "Posting",
    "ProposedDate",
    "QuietSpell",
    "ThemeInterest",
    "Way",
]
