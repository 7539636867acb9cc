"""The time zone of a place, from the table that comes with the zone database."""

from functools import cache
from importlib import resources

DEFAULT = "Asia/Tokyo"


@cache
def _zones_by_country() -> dict[str, list[str]]:
    """Zones of each country code, the most populous first."""
    zones: dict[str, list[str]] = {}
    table = resources.files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            codes, _coordinates, zone = line.split("\t")[:3]
            for code in codes.split(","):
                zones.setdefault(code, []).append(zone)
    return zones


def zone_of(country_code: str, city: str) -> str:
    """The zone named after the city, else the country's first; Tokyo where the place is not known."""
    zones = _zones_by_country().get(country_code, [DEFAULT])
    named = city.replace(" ", "_")
    return next((zone for zone in zones if zone.rpartition("/")[2] == named), zones[0])
