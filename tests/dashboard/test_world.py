"""The world map: points at capitals on a land mass without borders, each figure beside its rows."""

import json

import pytest
from django.urls import reverse

from dashboard.views.world import WEST
from diplomacy.ui.land import FILE, land_path, rings_of
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import AgreementFactory, PartnerFactory

WORLD = reverse("dashboard:world")


@pytest.fixture
def france(db):
    return PartnerFactory(name_ja="フランス", latitude="48.8667", longitude="2.3333")


def test_points_stand_at_the_capitals_and_lead_to_their_rows(client, council_member, france):
    AgreementFactory(partner=france)
    placeless = AgreementFactory(partner=PartnerFactory(name_ja="枠組み")).partner
    client.force_login(council_member)
    page = client.get(WORLD, {"figure": "agreements"})
    (point,) = page.context["points"]
    assert (point.x, point.y, point.count) == (round((2.3333 - WEST) % 360, 1), -48.9, 1)
    assert {row.partner for row in page.context["rows"]} == {france, placeless}
    assert len(client.get(point.address).context["rows"]) == 1
    assert client.get(WORLD, {"figure": "nonsense"}).status_code == 400


@pytest.mark.parametrize("figure", ["meetings", "projects", "agreements", "commitments"])
def test_each_figure_answers_with_and_without_rows(client, council_member, france, figure):
    client.force_login(council_member)
    assert "数えるものがありません" in client.get(WORLD, {"figure": figure}).content.decode()
    MeetingFactory(series=SeriesFactory(host_partner=france), country=france)
    page = client.get(WORLD, {"figure": figure})
    assert page.status_code == 200
    for row in page.context["rows"]:
        assert len(client.get(row.address).context["rows"]) == row.count


def test_land_is_put_together_from_its_arcs():
    """Backwards where the number is negative, and on beyond 180° instead of leaping round the world."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[178, 0], [1, 10]], [[178, 0], [-357, 5], [0, 5]]],
        "objects": {"land": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, ~1]]}]}},
    }
    (ring,) = rings_of(topology)
    assert ring == [(178, 0), (179, 10), (181, 5), (178, 0)]
    assert json.dumps(ring)


def test_land_file_is_collected_and_drawn():
    path = land_path()
    assert path.startswith("M"), f"{FILE} is not among the collected files"
    assert path.count("Z") > 80
    assert "L-" not in path or "NaN" not in path
