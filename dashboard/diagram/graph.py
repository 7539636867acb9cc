"""The relationship diagram as data: which series there are, in which column and row each stands, what leads where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dashboard.diagram.naming import body_label, compact_date, host_label, short_name, spoken
from diplomacy.ui.titles import local
from meetings.cadence import courses
from meetings.models import MeetingSeries, SeriesLink
from meetings.models.series import Level
from partners.regions import REGIONS

JAPAN = "JP"
# Which frameworks belong to one part of the world; the reference data gives no region to a group of states.
REGIONAL = {"apec", "asean", "au", "eu", "jck", "v4", "asm"}
OWN_COLUMN_FROM = 4


class Family(Enum):
    """The groups of columns, from the left."""

    MULTILATERAL = "multilateral"
    REGIONAL = "regional"
    BILATERAL = "bilateral"
    DOMESTIC = "domestic"

    @property
    def label(self) -> str:
        return str(FAMILY_LABELS[self])


FAMILY_LABELS = {
    Family.MULTILATERAL: pgettext_lazy("関係図", "多国間"),
    Family.REGIONAL: pgettext_lazy("関係図", "地域"),
    Family.BILATERAL: pgettext_lazy("関係図", "二国間"),
    Family.DOMESTIC: pgettext_lazy("関係図", "国内"),
}
OTHERS = {Family.MULTILATERAL: _("国連・その他"), Family.REGIONAL: _("その他の地域")}


@dataclass(frozen=True)
class Node:
    """A series as a box. `column` names it within its family; `region` is said of what stands in the grid."""

    key: UUID
    name: str
    short: str
    language: str
    level: str
    family: Family
    column: str
    lead: str
    next_text: str
    next_known: bool
    region: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Edge:
    """`source` prepares, feeds into, reports to or succeeds `target`."""

    source: UUID
    target: UUID
    relation: str
    label: str
    note: str
    origin: str


@dataclass(frozen=True)
class Graph:
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    @property
    def by_key(self) -> dict[UUID, Node]:
        return {node.key: node for node in self.nodes}

    def linked(self) -> set[UUID]:
        return {end for edge in self.edges for end in (edge.source, edge.target)}

    def lineage(self, key: UUID) -> set[UUID]:
        """The series itself, all it leads to, and all that leads to it."""
        up, down = defaultdict(set), defaultdict(set)
        for edge in self.edges:
            up[edge.source].add(edge.target)
            down[edge.target].add(edge.source)
        return {key} | _reached(key, up) | _reached(key, down)


def _reached(start: UUID, steps: dict[UUID, set[UUID]]) -> set[UUID]:
    found, waiting = set(), [start]
    while waiting:
        fresh = steps.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def graph_of(rows: QuerySet, user: Any, today: date) -> Graph:
    """The series with their next session as the reader sees it, and the links among them. In five queries."""
    series = list(rows.with_bodies().order_by("slug", "name_ja", "id"))
    own = columns_of_their_own(user)
    found = courses([one.pk for one in series], user, today)
    nodes = [_node(one, found[one.pk], own) for one in series]
    keys = {node.key for node in nodes}
    links = SeriesLink.objects.visible_to(user).order_by("from_series__slug", "to_series__slug", "relation", "id")
    return Graph(nodes, [_edge(link) for link in links if {link.from_series_id, link.to_series_id} <= keys])


def columns_of_their_own(user: Any) -> set[str]:
    """The frameworks with so many meetings that they get a column; counted over all series, whatever is filtered."""
    many = MeetingSeries.objects.visible_to(user).exclude(kind="bilateral").order_by()
    counted = Counter(many.exclude(host_partner=None).values_list("host_partner__slug", flat=True))
    return {slug for slug, count in counted.items() if slug and slug != JAPAN and count >= OWN_COLUMN_FROM}


def _node(series: MeetingSeries, course: Any, own: set[str]) -> Node:
    family, column = _place(series, own)
    name, language = spoken(series)
    partner = series.host_partner
    return Node(
        key=series.pk,
        name=name,
        short=short_name(name, host_label(partner) if family is not Family.BILATERAL else ""),
        language=language,
        level=series.level,
        family=family,
        column=column,
        lead=_lead(series),
        next_text=compact_date(course.next),
        next_known=course.next is not None,
        region=partner.region if family is Family.BILATERAL and partner else "",
        partner=str(partner) if family is Family.BILATERAL and partner else "",
    )


def _lead(series: MeetingSeries) -> str:
    return body_label(series.lead_ministry) if series.lead_ministry else ""


def _place(series: MeetingSeries, own: set[str]) -> tuple[Family, str]:
    slug = series.host_partner.slug if series.host_partner else ""
    if series.kind == MeetingSeries.Kind.COUNCIL or slug == JAPAN:
        return Family.DOMESTIC, ""
    if series.kind == MeetingSeries.Kind.BILATERAL:
        return Family.BILATERAL, ""
    family = Family.REGIONAL if slug in REGIONAL else Family.MULTILATERAL
    return family, slug if slug in own else ""


def _edge(link: SeriesLink) -> Edge:
    return Edge(
        source=link.from_series_id,
        target=link.to_series_id,
        relation=link.relation,
        label=str(link.get_relation_display()),
        note=local(link.note_ja, link.note_en),
        origin=link.source,
    )


def levels_shown(nodes: Iterable[Node]) -> list[tuple[str, str]]:
    there = {node.level for node in nodes}
    return [(level.value, str(level.label)) for level in Level if level.value in there]


def region_label(region: str) -> str:
    return str(REGIONS.get(region, _("枠組み")))
