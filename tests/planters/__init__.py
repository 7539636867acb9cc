"""How a row of each sensitive model is hidden, by app: without its planter a new one fails `tests/test_canaries.py`.

A planter gets the marks, the level to hide at, the cast and what everybody sees (the fixture `visible` there); the
texts of a row are found from its model, so that a new field is planted by itself.
"""

from collections.abc import Iterable
from typing import Any

from accounts.handling import Handled
from tests.planters import attaches, circle, meetings, outreach, partners
from tests.planters.own import plant_private_rows
from tests.planters.planted import LEVELS, Planted, Planter

APPS = (partners, meetings, attaches, circle, outreach)
PLANTERS: dict[type[Handled], Planter] = {model: plant for app in APPS for model, plant in app.PLANTERS.items()}


def plant(levels: Iterable[str], cast: Any, visible: Any) -> Planted:
    planted = Planted()
    for level in levels:
        for planter in PLANTERS.values():
            planter(planted, level, cast, visible)
    return planted


def plant_everything(cast: Any, visible: Any) -> Planted:
    planted = plant(LEVELS, cast, visible)
    plant_private_rows(planted, cast, visible)
    return planted
