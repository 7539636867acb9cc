"""The versions of a position, and what changed between any two of them or what stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.comparing import Piece, compared
from meetings.models import Position, PositionVersion
from meetings.models.position import TEXTS

NOW = "now"


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: list[Piece]


@dataclass
class Comparison:
    """`choices` are what can be compared, the newest first; `differences` is None until two are chosen."""

    versions: list[PositionVersion]
    choices: list[tuple[str, str]]
    old: str = ""
    new: str = ""
    differences: list[Difference] | None = None

    @property
    def controls(self) -> list[tuple[str, str, str]]:
        return [("old", _("比べる版"), self.old), ("new", _("新しい側"), self.new)]


def comparison(position: Position, asked: Mapping[str, str]) -> Comparison | None:
    """None where there is no version to compare with."""
    versions = list(position.versions.select_related("made_by__organisation").order_by("-number"))
    if not versions:
        return None
    by_name: dict[str, Position | PositionVersion] = {NOW: position}
    by_name |= {str(version.number): version for version in versions}
    choices = [(NOW, _("現在の内容")), *((str(version.number), str(version)) for version in versions)]
    found = Comparison(versions, choices, str(versions[0].number), NOW)
    old, new = asked.get("old", ""), asked.get("new", "")
    if old in by_name and new in by_name:
        found.old, found.new = old, new
        found.differences = _differences(by_name[old], by_name[new])
    return found


def _differences(old: Position | PositionVersion, new: Position | PositionVersion) -> list[Difference]:
    return [
        Difference(str(Position._meta.get_field(name).verbose_name), compared(getattr(old, name), getattr(new, name)))
        for name in TEXTS
        if getattr(old, name) != getattr(new, name)
    ]
