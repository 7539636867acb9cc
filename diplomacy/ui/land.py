"""The plain land mass of the world as one SVG path, without borders: Natural Earth's 1:110m land (public domain) as
npm's `world-atlas` gives it, in TopoJSON.

A point is (longitude, −latitude) in degrees. The path runs once around the world; a map that is not cut at 180° draws
it twice, 360 apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

FILE = "vendor/world-atlas/land-110m.json"
SOUTH = -60.0  # The Antarctic has no capital and would take a fifth of the map.

Ring = list[tuple[float, float]]


@lru_cache(maxsize=1)
def land_path() -> str:
    """Empty where the front-end files were not collected: the map then shows its points alone."""
    return "".join(_path(ring) for ring in land_rings())


def land_rings() -> list[Ring]:
    """The outlines but for the Antarctic's; none where the front-end files were not collected."""
    found = finders.find(FILE)
    if not found:
        return []
    rings = rings_of(json.loads(Path(found).read_text()))
    return [ring for ring in rings if max(lat for _lon, lat in ring) > SOUTH]


def coarse_path(ring: Ring, place: Callable[[float, float], tuple[int, int]], least: float) -> str:
    """An outline in whole steps of a smaller picture, for pages that must be light; nothing where its area there is
    less than `least`."""
    points: list[tuple[int, int]] = []
    for lon, lat in ring:
        point = place(lon, lat)
        if not points or point != points[-1]:
            points.append(point)
    pairs = list(zip(points, points[1:] + points[:1], strict=True))
    if abs(sum(x * below - right * y for (x, y), (right, below) in pairs)) / 2 < least:
        return ""
    steps = " ".join(f"{right - x} {below - y}" for (x, y), (right, below) in pairs[:-1])
    return f"M{points[0][0]} {points[0][1]}l{steps.replace(' -', '-')}z"


def rings_of(topology: dict[str, Any]) -> list[Ring]:
    """The outlines in degrees. An arc is a row of differences on a grid; a negative number means it backwards."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return [_ring(indices, arcs) for polygon in _polygons(topology["objects"]["land"]) for indices in polygon]


def _polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    if shape["type"] == "GeometryCollection":
        return [polygon for one in shape["geometries"] for polygon in _polygons(one)]
    return shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for index in indices:
        part = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += part[1:] if points else part
    return _unbroken(points)


def _unbroken(points: Ring) -> Ring:
    """An outline that passes 180° goes on beyond it instead of leaping round the world."""
    turned, shift, before = [], 0.0, points[0][0]
    for lon, lat in points:
        if abs(lon - before) > 180:
            shift += 360 if before > lon else -360
        before = lon
        turned.append((lon + shift, lat))
    return turned


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{lon:.1f} {-lat:.1f}" for lon, lat in ring) + "Z"
