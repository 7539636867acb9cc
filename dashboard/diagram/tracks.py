"""In which column, in which row and in which order the boxes stand: places by number, before there are lengths.

Each column is one box wide. Within a row whoever leads upwards stands at the top and whoever is led to at the bottom,
a source right under its target, the rest by the middle of their neighbours' columns (barycentre), so that most arrows
are short and straight. Everything follows from the data and its order: the same diagram each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from dashboard.diagram.graph import Family, Graph, Node

TALLEST_CELL = 4


@dataclass(frozen=True)
class Track:
    """One column of boxes: by level, from the top down. `column` may have several tracks."""

    family: Family
    column: str
    cells: dict[str, list[Node]] = field(default_factory=dict)


def tracks_of(graph: Graph) -> tuple[list[Track], list[Node]]:
    """The tracks from left to right, and what stands in the grid: bilateral series that nothing is linked with."""
    linked = graph.linked()
    grid = [node for node in graph.nodes if node.family is Family.BILATERAL and node.key not in linked]
    inside = {node.key for node in grid}
    columns: dict[tuple[Family, str], list[Node]] = defaultdict(list)
    for node in graph.nodes:
        if node.key not in inside:
            columns[node.family, node.column].append(node)
    split = [(key, part) for key in _ordered(columns) for part in _parts(columns[key], graph)]
    place = {node.key: index for index, (_key, part) in enumerate(split) for node in part}
    tracks = [Track(*key, _cells(part, graph, place)) for key, part in split]
    return tracks, grid


def _ordered(columns: dict[tuple[Family, str], list[Node]]) -> list[tuple[Family, str]]:
    """Families from the left; in each the fullest framework first, the others last."""
    families = list(Family)
    return sorted(columns, key=lambda key: (families.index(key[0]), not key[1], -len(columns[key]), key[1]))


def _parts(nodes: list[Node], graph: Graph) -> list[list[Node]]:
    """Two tracks where a row would be too tall; what is linked stays together."""
    if max(_counts(nodes).values()) <= TALLEST_CELL:
        return [nodes]
    halves: list[list[Node]] = [[], []]
    for group in _components(nodes, graph):
        shorter = min(halves, key=lambda half: max(_counts([*half, *group]).values()))
        shorter += group
    return [half for half in halves if half]


def _counts(nodes: Iterable[Node]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for node in nodes:
        counts[node.level] += 1
    return counts


def _components(nodes: list[Node], graph: Graph) -> list[list[Node]]:
    """What is linked with one another, largest first."""
    near = defaultdict(set)
    for edge in graph.edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    left, groups = {node.key: node for node in nodes}, []
    while left:
        group, waiting = [], [next(iter(left))]
        while waiting:
            if node := left.pop(waiting.pop(), None):
                group.append(node)
                waiting += sorted(near[node.key] & left.keys(), key=str)
        groups.append(sorted(group, key=nodes.index))
    return sorted(groups, key=len, reverse=True)


def _cells(nodes: list[Node], graph: Graph, place: dict[UUID, int]) -> dict[str, list[Node]]:
    cells: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        cells[node.level].append(node)
    return {level: _stacked(cell, graph, place) for level, cell in cells.items()}


def _stacked(cell: list[Node], graph: Graph, place: dict[UUID, int]) -> list[Node]:
    inside = {node.key: node for node in cell}
    under = defaultdict(list)
    for edge in graph.edges:
        if edge.source in inside and edge.target in inside:
            under[edge.target].append(edge.source)
    led = {source for sources in under.values() for source in sources}
    order = {node.key: (*_rank(node, graph, place), index) for index, node in enumerate(cell)}
    stacked: dict[UUID, Node] = {}

    def put(key: UUID) -> None:
        if key not in stacked:
            stacked[key] = inside[key]
            for source in sorted(under[key], key=order.__getitem__):
                put(source)

    for key in sorted(inside, key=order.__getitem__):
        if key not in led:
            put(key)
    return list(stacked.values())


def _rank(node: Node, graph: Graph, place: dict[UUID, int]) -> tuple[float, ...]:
    above = [edge.target for edge in graph.edges if edge.source == node.key]
    below = [edge.source for edge in graph.edges if edge.target == node.key]
    kind = 1 if not above and not below else 0 if not below else 2 if above else 3
    beside = [place[key] for key in (*above, *below) if key in place]
    return (kind, sum(beside) / len(beside) if beside else 0.0)
