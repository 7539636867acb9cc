"""The lists of outreach, in the order of their tabs."""

from __future__ import annotations

from outreach.lists.people import Dispatches, Experts
from outreach.lists.texts import Offers, OutreachListing, Stories

LISTS: dict[str, type[OutreachListing]] = {one.saved_page: one for one in (Stories, Offers, Experts, Dispatches)}
