"""The picture as SVG. Its own attributes make it black on white, for a file and for paper; the page's styles go over
them, as a stylesheet does. Every text of it is escaped."""

from __future__ import annotations

from collections.abc import Callable, Collection
from html import escape
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dashboard.diagram.layout import NAME, NAME_LINE, PAD, SMALL, Box, Heading, Picture, Route, Row
from meetings.models import SeriesLink

DASHES = {
    SeriesLink.Relation.PREPARES: "",
    SeriesLink.Relation.FEEDS_INTO: "8 3",
    SeriesLink.Relation.REPORTS_TO: "2 3",
    SeriesLink.Relation.SUCCEEDS: "9 3 2 3",
}
FONT = "'Noto Sans JP Variable', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif"
ARROW = 6
LEGEND_HEIGHT = 30


def figure(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def svg_of(
    picture: Picture,
    label: str,
    *,
    address: Callable[[UUID], str] | None = None,
    lineage: Collection[UUID] | None = None,
    chosen: UUID | None = None,
) -> str:
    """`address` makes each box a link; with a `lineage` everything outside it is faded; a file has its own legend."""
    height = picture.height + (0 if address else LEGEND_HEIGHT)
    role = "group" if address else "img"
    wide, tall = figure(picture.width), figure(height)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="{role}" aria-label="{escape(label)}"'
        f' width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}"'
        f' font-family="{FONT}" font-size="{figure(NAME)}">'
    )
    parts = [
        opening,
        *(_row(row, picture.width) for row in picture.rows),
        *(_heading(one, "family", 17, bold=True) for one in picture.families),
        *(_heading(one, "column", 17) for one in picture.columns),
        *(_heading(one, "region", 14) for one in picture.regions),
        *(_route(route, lineage) for route in picture.routes),
        *(_box(box, address, lineage, chosen) for box in picture.boxes),
    ]
    if not address:
        parts.append(_legend(picture))
    return "\n".join([*parts, "</svg>"])


def _row(row: Row, width: float) -> str:
    top = figure(row.y - 9)
    return (
        f'<line x1="0" x2="{figure(width)}" y1="{top}" y2="{top}" stroke="#999"/>'
        f'<text class="level" x="8" y="{figure(row.y + 14)}" font-weight="700">{escape(row.label)}</text>'
    )


def _heading(one: Heading, kind: str, down: float, *, bold: bool = False) -> str:
    rule = figure(one.y + down + 5)
    line = f'<line x1="{figure(one.x)}" x2="{figure(one.x + one.width)}" y1="{rule}" y2="{rule}" stroke="#000"/>'
    weight = ' font-weight="700"' if bold else ""
    text = f'<text class="{kind}" x="{figure(one.x)}" y="{figure(one.y + down)}"{weight}>{escape(one.text)}</text>'
    return text + (line if kind == "family" else "")


def _route(route: Route, lineage: Collection[UUID] | None) -> str:
    edge = route.edge
    faded = lineage is not None and not {edge.source, edge.target} <= set(lineage)
    path = "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in route.points)
    dash = DASHES[SeriesLink.Relation(edge.relation)]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    hollow = edge.relation == SeriesLink.Relation.SUCCEEDS
    fill = "#fff" if hollow else "#000"
    shape = f'<path class="head{" hollow" if hollow else ""}" d="{_head(route)}" fill="{fill}" stroke="#000"/>'
    ends = f' data-from="{edge.source}" data-to="{edge.target}"'
    said = escape(" ".join(filter(None, [edge.label, edge.note])))
    line = f'<path d="{path}" fill="none" stroke="#000" stroke-width="1.3"{dashed}/>'
    return f'<g class="edge{" faded" if faded else ""}"{ends}><title>{said}</title>{line}{shape}</g>'


def _head(route: Route) -> str:
    (x0, y0), (x, y) = route.points[-2:]
    if x0 == x:
        back = y + (ARROW if y0 > y else -ARROW)
        corners = [(x, y), (x - ARROW / 2, back), (x + ARROW / 2, back)]
    else:
        back = x + (ARROW if x0 > x else -ARROW)
        corners = [(x, y), (back, y - ARROW / 2), (back, y + ARROW / 2)]
    return "M" + "L".join(f"{figure(a)} {figure(b)}" for a, b in corners) + "Z"


def _box(box: Box, address: Callable[[UUID], str] | None, lineage: Collection[UUID] | None, chosen: UUID | None) -> str:
    node = box.node
    faded = lineage is not None and node.key not in lineage
    classes = "node" + (" faded" if faded else "") + (" chosen" if node.key == chosen else "")
    coming = "" if node.next_known else " none"
    texts = [
        f'<text x="{figure(box.x + PAD)}" y="{figure(box.y + PAD + 11 + place * NAME_LINE)}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    ]
    below = box.y + PAD + 11 + len(box.lines) * NAME_LINE
    inside = (
        f"<title>{escape(node.name)}</title>"
        f'<rect x="{figure(box.x)}" y="{figure(box.y)}" width="{figure(box.width)}" height="{figure(box.height)}"'
        f' rx="4" fill="#fff" stroke="#000" stroke-width="{"2" if node.level == "leaders" else "1"}"/>'
        f"{''.join(texts)}"
        f'<text class="small{coming}" x="{figure(box.x + PAD)}" y="{figure(below)}" font-size="{figure(SMALL)}">'
        f"{escape(box.small)}</text>"
    )
    if address is None:
        return f'<g class="{classes}">{inside}</g>'
    here = ' aria-current="true"' if node.key == chosen else ""
    link = escape(address(node.key))
    return f'<a class="{classes}" id="n-{node.key}" href="{link}" data-key="{node.key}"{here}>{inside}</a>'


def _legend(picture: Picture) -> str:
    """What the lines mean; on the page the legend is text."""
    x, y, parts = 8.0, picture.height + 16, []
    for relation, words in legend():
        dash = f' stroke-dasharray="{DASHES[relation]}"' if DASHES[relation] else ""
        parts.append(
            f'<path d="M{figure(x)} {figure(y - 4)}h34" fill="none" stroke="#000" stroke-width="1.3"{dash}/>'
            f'<text x="{figure(x + 40)}" y="{figure(y)}" font-size="{figure(SMALL)}">{escape(words)}</text>'
        )
        x += 200
    parts.append(f'<text x="{figure(x)}" y="{figure(y)}" font-size="{figure(SMALL)}">{escape(dates_said())}</text>')
    return "".join(parts)


def legend() -> list[tuple[Any, str]]:
    return [(relation, str(relation.label)) for relation in SeriesLink.Relation]


def dates_said() -> str:
    return _("箱の下の段は主担当府省と次回の会合")
