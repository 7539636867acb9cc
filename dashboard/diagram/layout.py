"""The diagram in lengths: every box, heading and arrow with its place, for the page, the SVG file and the PDF alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil
from typing import Any
from uuid import UUID

from dashboard.diagram import lettering
from dashboard.diagram.graph import OTHERS, Edge, Graph, Node, levels_shown, region_label
from dashboard.diagram.lanes import Lanes, Spot, Way, lanes_of, spots_of, ways_of
from dashboard.diagram.tracks import Track, tracks_of
from partners.regions import REGIONS

NAME, SMALL = 13.0, 12.0
NAME_LINE, SMALL_LINE = 16.0, 15.0
BOX, PAD, BETWEEN = 138.0, 7.0, 12.0
MARGIN, LABELS, HEAD = 8.0, 92.0, 52.0
GUTTER, GAP, LANE = 20.0, 18.0, 6.0
CELL, CELL_HEIGHT, CELL_GAP, BLOCK_GAP = 124.0, 42.0, 6.0, 18.0
MOST_LINES = 5

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: list[str]
    small: str

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Route:
    """An arrow as a line through points; its head stands at the last."""

    edge: Edge
    points: list[Point]


@dataclass(frozen=True)
class Heading:
    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Row:
    label: str
    y: float
    height: float


@dataclass
class Picture:
    width: float = 0.0
    height: float = 0.0
    boxes: list[Box] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    families: list[Heading] = field(default_factory=list)
    columns: list[Heading] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    regions: list[Heading] = field(default_factory=list)


def picture_of(graph: Graph, column_names: dict[str, str], grid_name: str) -> Picture:
    """`column_names` are the words of the frameworks by their slug, `grid_name` those of the grid."""
    tracks, grid = tracks_of(graph)
    stacked = [node for track in tracks for cell in track.cells.values() for node in cell]
    levels = levels_shown(stacked)
    spots = spots_of(tracks, [value for value, _label in levels])
    ways = ways_of(graph, spots)
    lanes = lanes_of(ways, spots)
    picture = Picture()
    xs, gutters = _columns(tracks, lanes)
    picture.width = gutters[-1] + _gutter_width(len(tracks), lanes) + MARGIN
    rows = _rows(tracks, levels, lanes)
    picture.rows = [Row(label, y, height) for (_level, label), (y, height) in zip(levels, rows, strict=True)]
    picture.height = rows[-1][0] + rows[-1][1] + GAP if rows else MARGIN
    picture.boxes = [box for number, track in enumerate(tracks) for box in _stack(track, xs[number], levels, rows)]
    picture.routes = _routes(ways, spots, lanes, {box.node.key: box for box in picture.boxes}, gutters, rows)
    _headings(picture, tracks, xs, column_names)
    if grid:
        _grid(picture, grid, grid_name)
    return picture


# --- Columns and rows ---


def _gutter_width(number: int, lanes: Lanes) -> float:
    return GUTTER + max(lanes.in_gutter.get(number, 0) - 1, 0) * LANE


def _columns(tracks: list[Track], lanes: Lanes) -> tuple[list[float], list[float]]:
    """Where each track begins, and where each gutter does: one before every track and one after the last."""
    xs, gutters, x = [], [], MARGIN + LABELS
    for number in range(len(tracks)):
        gutters.append(x)
        x += _gutter_width(number, lanes)
        xs.append(x)
        x += BOX
    gutters.append(x)
    return xs, gutters


def _rows(tracks: list[Track], levels: list[tuple[str, str]], lanes: Lanes) -> list[tuple[float, float]]:
    """The top of the boxes of each row, and how tall the row is. The gap above holds the arrows that cross over."""
    rows, y = [], MARGIN + HEAD
    for number, (level, _label) in enumerate(levels):
        y += GAP + max(lanes.in_gap.get(number, 0) - 1, 0) * LANE
        height = max(sum(_height(n) + BETWEEN for n in track.cells.get(level, [])) for track in tracks) - BETWEEN
        rows.append((y, height))
        y += height
    return rows


def _lines(node: Node) -> list[str]:
    return lettering.lines_of(node.short, BOX - 2 * PAD, NAME, MOST_LINES)


def _height(node: Node) -> float:
    return 2 * PAD + len(_lines(node)) * NAME_LINE + SMALL_LINE - 3


def _stack(track: Track, x: float, levels: list[tuple[str, str]], rows: list[tuple[float, float]]) -> list[Box]:
    boxes = []
    for (level, _label), (y, _row_height) in zip(levels, rows, strict=True):
        for node in track.cells.get(level, []):
            boxes.append(Box(node, x, y, BOX, _height(node), _lines(node), _small(node, BOX)))
            y = boxes[-1].bottom + BETWEEN
    return boxes


def _small(node: Node, room: float) -> str:
    words = f"{node.lead} {node.next_text}".strip()
    return lettering.lines_of(words, room - 2 * PAD, SMALL, 1)[0]


def _headings(picture: Picture, tracks: list[Track], xs: list[float], names: dict[str, str]) -> None:
    placed = list(zip(tracks, xs, strict=True))
    for family, group in groupby(placed, key=lambda one: one[0].family):
        found = list(group)
        picture.families.append(Heading(family.label, found[0][1], MARGIN, found[-1][1] + BOX - found[0][1]))
        for column, part in groupby(found, key=lambda one: one[0].column):
            parts = list(part)
            label = names.get(column, "") if column else str(OTHERS.get(family, ""))
            wide = parts[-1][1] + BOX - parts[0][1]
            if label:
                label = lettering.lines_of(label, wide, NAME, 1)[0]
                picture.columns.append(Heading(label, parts[0][1], MARGIN + 24, wide))


# --- Arrows ---


def _routes(
    ways: list[Way],
    spots: dict[UUID, Spot],
    lanes: Lanes,
    boxes: dict[UUID, Box],
    gutters: list[float],
    rows: list[tuple[float, float]],
) -> list[Route]:
    ports: dict[tuple[UUID, bool], dict[Any, int]] = defaultdict(dict)
    routes = []
    for way in ways:
        start, end = boxes[way.edge.source], boxes[way.edge.target]
        if way.straight:
            down = start.y < end.y
            points = [(start.middle, start.bottom if down else start.y), (end.middle, end.y if down else end.bottom)]
        else:
            leaves_right = way.gutters[0] > spots[way.edge.source].track
            enters_right = way.gutters[1] > spots[way.edge.target].track
            taken = ports[way.edge.target, enters_right]
            port = taken.setdefault(way.bundle, len(taken))
            first = (start.right if leaves_right else start.x, start.y + start.height * 0.25)
            last = (end.right if enters_right else end.x, end.y + end.height * min(0.5 + 0.16 * port, 0.9))
            points = _through_lanes(first, last, way, lanes, gutters, rows)
        routes.append(Route(way.edge, points))
    return routes


def _through_lanes(
    first: Point, last: Point, way: Way, lanes: Lanes, gutters: list[float], rows: list[tuple[float, float]]
) -> list[Point]:
    """Out to the lane of the first gutter, along it, and where it ends elsewhere across the gap to the second."""
    x1 = _lane_x(way.gutters[0], way, lanes, gutters)
    if way.gap is None:
        return [first, (x1, first[1]), (x1, last[1]), last]
    x2, across = _lane_x(way.gutters[1], way, lanes, gutters), _lane_y(way, lanes, rows)
    return [first, (x1, first[1]), (x1, across), (x2, across), (x2, last[1]), last]


def _lane_x(gutter: int, way: Way, lanes: Lanes, gutters: list[float]) -> float:
    return gutters[gutter] + GUTTER / 2 + lanes.gutters[gutter, way.bundle] * LANE


def _lane_y(way: Way, lanes: Lanes, rows: list[tuple[float, float]]) -> float:
    assert way.gap is not None
    return rows[way.gap][0] - GAP / 2 - lanes.gaps[way.gap, way.bundle] * LANE


# --- The grid of bilateral committees ---


def _grid(picture: Picture, nodes: list[Node], name: str) -> None:
    """Blocks of the parts of the world side by side, as low as the width allows."""
    blocks: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        blocks[node.region].append(node)
    order = sorted(
        blocks, key=lambda region: (-len(blocks[region]), list(REGIONS).index(region) if region in REGIONS else 99)
    )
    wide = max(picture.width - MARGIN * 2 - LABELS, 9 * (CELL + CELL_GAP))
    tall = next(n for n in range(1, len(nodes) + 1) if n == len(nodes) or _blocks_width(blocks, n) <= wide)
    x, top = MARGIN + LABELS + GUTTER, picture.height + GAP
    for region in order:
        columns = ceil(len(blocks[region]) / tall)
        block_width = columns * (CELL + CELL_GAP) - CELL_GAP
        label = lettering.lines_of(region_label(region), block_width, SMALL, 1)[0]
        picture.regions.append(Heading(label, x, top, block_width))
        for place, node in enumerate(sorted(blocks[region], key=lambda one: (one.partner, one.name))):
            picture.boxes.append(_cell(node, x + place % columns * (CELL + CELL_GAP), top + 20, place // columns))
        x += block_width + BLOCK_GAP
    bottom = max(box.bottom for box in picture.boxes)
    picture.rows.append(Row(name, top, bottom - top))
    picture.width, picture.height = max(picture.width, x - BLOCK_GAP + MARGIN), bottom + MARGIN


def _blocks_width(blocks: dict[str, list[Node]], tall: int) -> float:
    cells = sum(ceil(len(block) / tall) for block in blocks.values())
    return cells * (CELL + CELL_GAP) + len(blocks) * BLOCK_GAP


def _cell(node: Node, x: float, top: float, line: int) -> Box:
    name = lettering.lines_of(node.partner or node.short, CELL - 2 * PAD, NAME, 1)
    y = top + line * (CELL_HEIGHT + CELL_GAP)
    return Box(node, x, y, CELL, CELL_HEIGHT, name, _small(node, CELL))
