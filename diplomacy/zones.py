"""Time zones: their names as people type them, and which one a place lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, radians
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def known_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("「%(zone)s」という時間帯はありません。例: Asia/Tokyo、Europe/Paris"), params={"zone": value}
        )


@dataclass(frozen=True)
class Place:
    """A zone's principal city, as the time-zone database names it."""

    country: str
    latitude: float
    longitude: float
    zone: str

    def distance(self, latitude: float, longitude: float) -> float:
        """Squared, in degrees: enough to tell which of two cities is nearer."""
        east = abs(self.longitude - longitude)
        return (self.latitude - latitude) ** 2 + (min(east, 360 - east) * cos(radians(latitude))) ** 2


def zone_at(latitude: float, longitude: float, country: str = "") -> str:
    """The zone whose principal city is nearest, of the country's own zones where the database has any."""
    places = [place for place in principal_cities() if place.country == country] or principal_cities()
    return min(places, key=lambda place: place.distance(latitude, longitude)).zone


@cache
def principal_cities() -> list[Place]:
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Place(row[0], *_degrees(row[1]), row[2]) for row in rows]


def _degrees(written: str) -> tuple[float, float]:
    """`+4852+00220` or `+404251-0740023`: degrees and minutes, at times seconds, north and east."""
    split = max(written.rfind("+"), written.rfind("-"))
    return _angle(written[:split], 2), _angle(written[split:], 3)


def _angle(written: str, digits: int) -> float:
    sign, degrees, rest = written[0], written[1 : digits + 1], written[digits + 1 :]
    value = int(degrees) + int(rest[:2]) / 60 + int(rest[2:] or 0) / 3600
    return -value if sign == "-" else value
