"""To whom we speak: what Japan offers, and what is told of it."""

from outreach.models.dispatches import Asking, Dispatch, Effect, Engagement, MediaItem, Stop
from outreach.models.editorial import Editorial
from outreach.models.experts import Expert, Tongue
from outreach.models.offers import Offer
from outreach.models.pictures import Picture, Rendition
from outreach.models.portraits import Portrait
from outreach.models.stories import Story

import outreach.models.sets  # isort: skip  # noqa: F401  (says which sets keep their history)

__all__ = [
    "Asking",
    "Dispatch",
    "Editorial",
    "Effect",
    "Engagement",
    "Expert",
    "MediaItem",
    "Offer",
    "Picture",
    "Portrait",
    "Rendition",
    "Stop",
    "Story",
    "Tongue",
]
