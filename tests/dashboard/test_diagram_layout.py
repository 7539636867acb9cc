"""The relationship diagram of the real series: nothing lies on anything else, and it is the same each time."""

from itertools import combinations
from shutil import copytree
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import translation

from dashboard.diagram import lettering
from dashboard.diagram.drawing import svg_of
from dashboard.diagram.graph import Edge, Family, Graph, Node, graph_of
from dashboard.diagram.layout import NAME, PAD, SMALL, picture_of
from meetings.loading.reference import load_reference
from meetings.models import MeetingSeries
from tests.meetings.test_loading import TODAY


@pytest.fixture(scope="session")
def series_files(tmp_path_factory):
    folder = copytree(settings.BASE_DIR / "reference", tmp_path_factory.mktemp("diagram") / "reference")
    for name in ("agenda_items", "agreements", "bases", "indicators", "projects"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def real(series_files, council_member):
    load_reference(series_files)
    return council_member


def drawn(user, language):
    with translation.override(language):
        graph = graph_of(MeetingSeries.objects.visible_to(user), user, TODAY)
        return graph, picture_of(graph, {"g7": "G7"}, "二国間")


def overlap(one, other) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def crosses(start, end, box) -> bool:
    """Whether a stretch along an axis goes through the inside of a box."""
    (x0, x1), (y0, y1) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return x0 < box.right - 0.5 and x1 > box.x + 0.5 and y0 < box.bottom - 0.5 and y1 > box.y + 0.5


@pytest.mark.parametrize("language", ["ja", "en"])
def test_real_series_lie_apart_and_no_arrow_goes_through_a_box(real, language):
    graph, picture = drawn(real, language)
    assert len(picture.boxes) == len(graph.nodes) >= 87
    assert len(picture.routes) == len(graph.edges) >= 38
    assert [(a.node.name, b.node.name) for a, b in combinations(picture.boxes, 2) if overlap(a, b)] == []
    through = [
        (route.edge.label, box.node.name)
        for route in picture.routes
        for start, end in zip(route.points, route.points[1:], strict=False)
        for box in picture.boxes
        if box.node.key not in {route.edge.source, route.edge.target} and crosses(start, end, box)
    ]
    assert through == []
    for box in picture.boxes:
        assert 0 <= box.x < box.right <= picture.width
        assert 0 <= box.y < box.bottom <= picture.height
        room = box.width - 2 * PAD
        assert all(lettering.width(line, NAME) <= room for line in box.lines)
        assert lettering.width(box.small, SMALL) <= room


def test_arrows_that_lead_to_different_series_keep_apart(real):
    """Two of them never run along the same stretch of a gutter or a gap."""
    _graph, picture = drawn(real, "ja")
    lanes = {}
    for route in picture.routes:
        for (x0, y0), (x1, y1) in zip(route.points[1:-1], route.points[2:-1], strict=False):
            place = ("x", x0) if x0 == x1 else ("y", y0)
            span = sorted((y0, y1)) if x0 == x1 else sorted((x0, x1))
            for other, bundle in lanes.get(place, []):
                if bundle != (route.edge.target, route.edge.relation):
                    assert span[1] < other[0] or other[1] < span[0], (route.edge.label, place)
            lanes.setdefault(place, []).append((span, (route.edge.target, route.edge.relation)))


def test_it_is_the_same_each_time(real):
    (_one, first), (_two, second) = drawn(real, "ja"), drawn(real, "ja")
    assert svg_of(first, "図") == svg_of(second, "図")


def node(number, level="working", family=Family.MULTILATERAL, **fields):
    key = UUID(int=number)
    words = {"name": f"会合{number}", "short": f"会合{number}", "language": "ja", "lead": "外務省", "next_text": "未定"}
    return Node(key=key, level=level, family=family, column="", next_known=False, **{**words, **fields})


def edge(source, target, relation="prepares"):
    return Edge(UUID(int=source), UUID(int=target), relation, relation, "", "")


def test_lineage_is_all_that_leads_there_and_all_it_leads_to():
    graph = Graph([node(n) for n in range(1, 7)], [edge(1, 2), edge(2, 3), edge(4, 3), edge(5, 1)])
    assert graph.lineage(UUID(int=2)) == {UUID(int=n) for n in (1, 2, 3, 5)}
    assert graph.lineage(UUID(int=6)) == {UUID(int=6)}


def test_source_stands_right_under_what_it_leads_to():
    """However the rows come: an arrow within a row is short and points upward."""
    graph = Graph([node(1), node(2), node(3)], [edge(1, 3)])
    boxes = {box.node.key.int: box for box in picture_of(graph, {}, "").boxes}
    assert boxes[3].y < boxes[1].y
    between = [box for box in boxes.values() if boxes[3].y < box.y < boxes[1].y]
    assert between == []


def test_unlinked_bilateral_series_stand_in_the_grid_by_region():
    bilateral = {"family": Family.BILATERAL, "level": "senior_official"}
    nodes = [node(n, region="Europe", partner=f"国{n}", **bilateral) for n in range(1, 30)]
    picture = picture_of(Graph([*nodes, node(40, region="Asia", partner="国40", **bilateral)], []), {}, "二国間")
    assert [heading.text for heading in picture.regions] == ["欧州", "アジア"]
    assert [(a, b) for a, b in combinations(picture.boxes, 2) if overlap(a, b)] == []


def test_nothing_to_draw_is_no_fault():
    assert picture_of(Graph(), {}, "").boxes == []


def test_hostile_names_stay_text():
    hostile = node(1, name='<script>"x"</script>', short="<b>&</b>")
    svg = svg_of(picture_of(Graph([hostile], []), {}, ""), '"><script>', address=lambda key: f'/x/?a="&{key}')
    assert "<script>" not in svg
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in svg


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        ("科学技術", 40, 3, ["科学技", "術"]),
        ("Joint Committee", 70, 3, ["Joint", "Committee"]),
        ("あいうえおかきくけこ", 40, 2, ["あいう", "えお…"]),
        ("Wwwwwwwwwwwwwww", 40, 1, ["Www…"]),
        ("", 40, 2, [""]),
    ],
)
def test_lines_are_broken_where_they_may_be(text, room, most, lines):
    found = lettering.lines_of(text, room, 13, most)
    assert all(lettering.width(line, 13) <= room for line in found)
    assert len(found) <= most
    assert found[0][:1] == lines[0][:1]
    assert found[-1].endswith("…") == lines[-1].endswith("…")
