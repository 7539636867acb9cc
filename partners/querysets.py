from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, QuerySet

from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from partners.models import Named, Organisation  # noqa: F401  (named as strings in the bases below)

Row = TypeVar("Row", bound=Model)
NamedRow = TypeVar("NamedRow", bound="Named")


class FactQuerySet(QuerySet[Row]):
    """Reference facts are public: everybody may read every row. The method keeps one shape for all models."""

    def visible_to(self, user: Any) -> FactQuerySet:
        return self.all()


class NamedQuerySet(FactQuerySet[NamedRow]):
    def named_like(self, text: str) -> NamedQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)


class OrganisationQuerySet(NamedQuerySet["Organisation"]):
    def ministries(self) -> OrganisationQuerySet:
        """The bodies that can lead a meeting: ministries and the council's headquarters of the government."""
        return self.filter(kind="ministry", country__slug="JP")

    def acting_in_portal(self) -> OrganisationQuerySet:
        """Those a record can be shared with: government bodies and embassies in Tokyo."""
        return self.filter(kind__in=["ministry", "headquarters", "council", "agency", "embassy", "mission"])
