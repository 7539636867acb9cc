"""The figure of the home page: with whom Japan works, drawn on the server from projects and capitals.

Longitudes are shown from 30° west eastwards, so that Japan stands in the middle. A dot is a capital, its area the
number of projects; a line leads to it from Tokyo. The list beside it says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from diplomacy.ui.land import coarse_path, land_rings

WIDTH, HEIGHT = 720, 330
WESTMOST = -30
NORTH, SOUTH = 75, -52
TOKYO = (139.75, 35.68)
LEAST, SCALE = 1.4, 1.15
SMALLEST_LAND = 8


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    name: str
    projects: int

    @property
    def line(self) -> str:
        """From Tokyo, bent a little northwards."""
        x, y = place(*TOKYO)
        return f"M{x} {y}Q{(x + self.x) / 2:.1f} {min(y, self.y) - abs(x - self.x) / 6:.1f} {self.x} {self.y}"


def place(longitude: float, latitude: float) -> tuple[float, float]:
    x = (longitude - WESTMOST) % 360 / 360 * WIDTH
    y = (NORTH - latitude) / (NORTH - SOUTH) * HEIGHT
    return round(x, 1), round(y, 1)


@lru_cache(maxsize=1)
def land() -> str:
    """The land without borders, in steps of a whole point: 4 kB on the line. Drawn a second time a world further east
    it covers the map, which begins in the Atlantic."""
    return "".join(coarse_path(ring, _in_steps, SMALLEST_LAND) for ring in land_rings())


def _in_steps(longitude: float, latitude: float) -> tuple[int, int]:
    return round((longitude - WESTMOST) / 360 * WIDTH), round((NORTH - latitude) / (NORTH - SOUTH) * HEIGHT)


def dots(partners: Iterable[Any]) -> list[Dot]:
    """The busiest last, so that they lie on top."""
    found = []
    for partner in partners:
        if partner.latitude is None or partner.longitude is None:
            continue
        x, y = place(float(partner.longitude), float(partner.latitude))
        radius = round(LEAST + SCALE * sqrt(partner.project_count), 1)
        found.append(Dot(x, y, radius, str(partner), partner.project_count))
    return sorted(found, key=lambda dot: dot.projects)


def figure(partners: list[Any]) -> dict[str, Any]:
    drawn = dots(partners)
    working = sorted((one for one in partners if one.project_count), key=lambda one: -one.project_count)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "land": land(),
        "tokyo": place(*TOKYO),
        "quiet": [dot for dot in drawn if not dot.projects],
        "busy": [dot for dot in drawn if dot.projects],
        "working": working[:12],
        "countries": len(working),
    }
