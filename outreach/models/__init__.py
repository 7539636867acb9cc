"""To whom we speak: what Japan offers, and what is told of it."""

from outreach.models.editorial import Editorial
from outreach.models.offers import Offer
from outreach.models.pictures import Picture, Rendition
from outreach.models.stories import Story

__all__ = ["Editorial", "Offer", "Picture", "Rendition", "Story"]
