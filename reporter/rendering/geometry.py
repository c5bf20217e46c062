"""Geometry for the templates of charts: they lay out with these, and never compute.

    scale(points, start, stop)   an axis from pixel to pixel that holds every value and zero: `axis.zero`, `axis.ticks`
    point|at(axis)               the pixel of a value
    point|bar(axis)              from zero to the value: `bar.start`, `bar.width`
    point|beside(axis)           its number as a label, outside of what leads to it from zero
    place(text, x, y)            a label; `anchor`, and `right` and `down` to move it by pixels
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporter.rendering.scales import Label, Scale, nice_ticks

GAP = 8.0


@dataclass(frozen=True)
class Point:
    """One figure: whose, its number as printed, `way` up, down or flat, and the middle of its row in pixels."""

    name: str
    text: str
    value: float
    way: str
    y: float
    figure: str


@dataclass(frozen=True)
class Mark:
    """A round value of an axis, and its pixel."""

    at: float
    value: float


@dataclass(frozen=True)
class Axis:
    """Values to pixels; `zero` is the pixel of zero."""

    low: float
    high: float
    start: float
    stop: float
    zero: float
    ticks: tuple[Mark, ...]


@dataclass(frozen=True)
class Extent:
    start: float
    width: float


def scale(points: Sequence[Point], start: float, stop: float) -> Axis:
    """An axis that holds every value of some points, and zero."""
    values = [0.0, *(point.value for point in points)]
    low, high = min(values), max(values)
    line = Scale(low, high, start, stop)
    inside = [tick for tick in nice_ticks(low, high, 4) if low <= tick <= high] if high > low else [0.0]
    zero = line.at(0.0) if high > low else start
    return Axis(low, high, start, stop, zero, tuple(Mark(line.at(tick), tick) for tick in inside))


def at(point: Point, axis: Axis) -> float:
    """The pixel of a point's value."""
    return Scale(axis.low, axis.high, axis.start, axis.stop).at(point.value) if axis.high > axis.low else axis.zero


def bar(point: Point, axis: Axis) -> Extent:
    """What lies between zero and a point's value; never too thin to be seen."""
    end = at(point, axis)
    return Extent(min(axis.zero, end), round(max(abs(end - axis.zero), 0.75), 2))


def beside(point: Point, axis: Axis) -> Label:
    """The number of a point, outside of what leads to it from zero."""
    back = point.value < 0
    return place(point.text, at(point, axis), point.y, "end" if back else "start", -GAP if back else GAP, 4)


def place(text: str, x: float, y: float, anchor: str = "start", right: float = 0, down: float = 0) -> Label:
    """A text at a place, moved by pixels."""
    return Label(round(x + right, 2), round(y + down, 2), text, anchor)


FILTERS = {"at": at, "bar": bar, "beside": beside}
FUNCTIONS = {"scale": scale, "place": place}
