"""Which way each arrow goes, by number: straight up, or through the gutters between columns and the gaps between rows.

No arrow crosses a box. In a gutter and in a gap each arrow has a lane of its own, but those of one relation to one
series, which run together like branches of a tree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from dashboard.diagram.graph import Edge, Graph
from dashboard.diagram.tracks import Track

ROW = 1000  # further than any row is tall
SLOT = 10


@dataclass(frozen=True)
class Spot:
    """Where a box stands: track, row, and how many boxes of the row stand over it."""

    track: int
    row: int
    slot: int

    @property
    def height(self) -> int:
        return self.row * ROW + self.slot * SLOT + SLOT


@dataclass(frozen=True)
class Way:
    """How one arrow goes. `gutters` are those it leaves and enters by, `gap` the row above which it crosses over."""

    edge: Edge
    straight: bool = False
    gutters: tuple[int, int] = (0, 0)
    gap: int | None = None

    @property
    def bundle(self) -> Hashable:
        return (self.edge.target, self.edge.relation)


@dataclass(frozen=True)
class Lanes:
    """The lane of each bundle in each gutter and gap, and how many there are."""

    gutters: dict[tuple[int, Hashable], int]
    gaps: dict[tuple[int, Hashable], int]
    in_gutter: dict[int, int]
    in_gap: dict[int, int]


def spots_of(tracks: list[Track], levels: list[str]) -> dict[UUID, Spot]:
    return {
        node.key: Spot(number, levels.index(level), slot)
        for number, track in enumerate(tracks)
        for level, cell in track.cells.items()
        for slot, node in enumerate(cell)
    }


def ways_of(graph: Graph, spots: dict[UUID, Spot]) -> list[Way]:
    taken = {(spot.track, spot.row, spot.slot) for spot in spots.values()}
    last = defaultdict(int)
    for spot in spots.values():
        last[spot.track, spot.row] = max(last[spot.track, spot.row], spot.slot)
    return [_way(edge, spots[edge.source], spots[edge.target], taken, last) for edge in graph.edges]


def _way(edge: Edge, start: Spot, end: Spot, taken: set, last: dict) -> Way:
    upper, lower = sorted((start, end), key=lambda spot: spot.height)
    if start.track == end.track:
        if _neighbours(upper, lower, taken, last):
            return Way(edge, straight=True)
        return Way(edge, gutters=(start.track + 1, start.track + 1))
    gutters = (start.track + 1, end.track) if end.track > start.track else (start.track, end.track + 1)
    if gutters[0] == gutters[1]:
        return Way(edge, gutters=gutters)
    return Way(edge, gutters=gutters, gap=max(start.row, end.row) if start.row >= end.row else start.row + 1)


def _neighbours(upper: Spot, lower: Spot, taken: set, last: dict) -> bool:
    """Whether nothing of their track stands between them."""
    if upper.row == lower.row:
        return lower.slot == upper.slot + 1
    between = any((upper.track, row, 0) in taken for row in range(upper.row + 1, lower.row))
    return not between and lower.slot == 0 and upper.slot == last[upper.track, upper.row]


def lanes_of(ways: list[Way], spots: dict[UUID, Spot]) -> Lanes:
    gutters: dict[int, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
    gaps: dict[int, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
    for way in ways:
        if way.straight:
            continue
        start, end = spots[way.edge.source].height, spots[way.edge.target].height
        if way.gap is None:
            gutters[way.gutters[0]][way.bundle] += [start, end]
        else:
            crossing = way.gap * ROW
            gutters[way.gutters[0]][way.bundle] += [start, crossing]
            gutters[way.gutters[1]][way.bundle] += [crossing, end]
            gaps[way.gap][way.bundle] += list(way.gutters)
    in_gutters, in_gaps = _assigned(gutters), _assigned(gaps)
    return Lanes(in_gutters, in_gaps, _most(in_gutters), _most(in_gaps))


def _assigned(spans: dict[int, dict[Hashable, list[int]]]) -> dict[tuple[int, Hashable], int]:
    """The first lane that is free over the whole stretch."""
    found: dict[tuple[int, Hashable], int] = {}
    for place, bundles in spans.items():
        used: list[list[tuple[int, int]]] = []
        for bundle, ends in sorted(bundles.items(), key=lambda one: (min(one[1]), max(one[1]), str(one[0]))):
            low, high = min(ends), max(ends)
            free = (n for n, lane in enumerate(used) if all(high < a or low > b for a, b in lane))
            lane = next(free, len(used))
            if lane == len(used):
                used.append([])
            used[lane].append((low, high))
            found[place, bundle] = lane
    return found


def _most(lanes: dict[tuple[int, Hashable], int]) -> dict[int, int]:
    most: dict[int, int] = defaultdict(int)
    for (place, _bundle), lane in lanes.items():
        most[place] = max(most[place], lane + 1)
    return most
