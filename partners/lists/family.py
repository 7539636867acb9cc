"""The lists about partners, in the order of their tabs; the first part of a route's name says which."""

from __future__ import annotations

from partners.lists.listing import PartnerListing
from partners.lists.persons import People, Secondments
from partners.lists.places import Bases, Organisations, Partners
from partners.lists.work import AcademicAgreements, Agreements, Projects, Stances

LISTS: dict[str, type[PartnerListing]] = {
    one.saved_page: one
    for one in (
        Partners,
        Organisations,
        People,
        Agreements,
        Projects,
        AcademicAgreements,
        Bases,
        Secondments,
        Stances,
    )
}
