"""The time zone of a place, from the table that comes with the zone database."""

from functools import cache
from importlib import resources

DEFAULT = "Asia/Tokyo"
# Countries of several zones that Japan meets: the zone of the capital.
OF_CAPITALS = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
}


@cache
def _zones_by_country() -> dict[str, list[str]]:
    zones: dict[str, list[str]] = {}
    table = resources.files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            codes, _coordinates, zone = line.split("\t")[:3]
            for code in codes.split(","):
                zones.setdefault(code, []).append(zone)
    return zones


def zone_of(country_code: str, city: str) -> str:
    """The zone named after the city, else its country's or its capital's; Tokyo where the place is not known."""
    zones = _zones_by_country().get(country_code, [DEFAULT])
    named = city.replace(" ", "_")
    of_country = OF_CAPITALS.get(country_code, zones[0])
    return next((zone for zone in zones if zone.rpartition("/")[2] == named), of_country)
