"""Figures over the years as a small line drawn on the server, with the same figures as a table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from partners.models import IndicatorValue

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 130, 44, 12, 14, 24


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    year: int
    text: str


@dataclass(frozen=True)
class Chart:
    """One indicator of one partner. `line` is the polyline's points; `ticks` are labels of the vertical axis."""

    name: str
    label: str
    dots: list[Dot]
    line: str
    ticks: list[tuple[float, str]]
    source: str

    width, height, left, right = WIDTH, HEIGHT, LEFT, WIDTH - RIGHT

    @property
    def first(self) -> Dot:
        return self.dots[0]

    @property
    def last(self) -> Dot:
        return self.dots[-1]


def charts_of(values: Iterable[IndicatorValue]) -> list[Chart]:
    """One chart of each indicator; the values come in the order of indicator and year."""
    return [_chart(name, list(rows)) for name, rows in groupby(values, key=lambda one: one.indicator)]


def _chart(name: str, rows: list[IndicatorValue]) -> Chart:
    top = _round_up(max(float(one.value) for one in rows))
    first, last = rows[0].year, rows[-1].year
    span = max(last - first, 1)
    dots = [
        Dot(
            x=round(LEFT + (one.year - first) / span * (WIDTH - LEFT - RIGHT), 1),
            y=_height(float(one.value), top),
            year=one.year,
            text=figure(one.value),
        )
        for one in rows
    ]
    return Chart(
        name=name,
        label=str(rows[0].get_indicator_display()),
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        ticks=[(_height(part * top, top), figure(part * top)) for part in (0, 0.5, 1)],
        source="; ".join(dict.fromkeys(one.source for one in rows if one.source)),
    )


def _height(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 …: where the axis ends."""
    step = 1e-3
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10


def figure(value: Any) -> str:
    number = float(value)
    return f"{number:,.0f}" if number >= 100 else f"{number:.2f}".rstrip("0").rstrip(".") or "0"
