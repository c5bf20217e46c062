"""Lines of an instrument through the editions: coordinates for `templates/site/line.svg.j2` and `spark.svg.j2`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporter.rendering.scales import Scale, nice_ticks, step_decimals, text_width

SIZE = 11.0
HEIGHT = 200.0
MOST_DOTS = 70
"""With more points than this the line carries no dots: they would cover it."""


@dataclass(frozen=True)
class Point:
    """One edition's number: how it reads (asked of the first, the last, and each that has a dot), where it was said."""

    value: float
    label: str
    url: str
    anew: bool = False


@dataclass(frozen=True)
class LineTick:
    at: float
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    label: str
    url: str


@dataclass(frozen=True)
class LineDrawing:
    width: float
    height: float
    left: float
    right: float
    foot: float
    path: str
    dots: tuple[Dot, ...]
    across: tuple[LineTick, ...]
    first: str
    last: str
    alt: str


@dataclass(frozen=True)
class Spark:
    width: float
    height: float
    path: str
    end: tuple[float, float]


def spark(values: Sequence[float], width: float = 72.0, height: float = 20.0) -> Spark:
    """The shape of at least two numbers, oldest first, without axes."""
    x, y = Scale(0, len(values) - 1, 2, width - 3), Scale(min(values), max(values), height - 3, 3)
    places = [(round(x.at(i), 1), round(y.at(one), 1)) for i, one in enumerate(values)]
    path = " ".join(f"{'L' if at else 'M'}{a:g},{b:g}" for at, (a, b) in enumerate(places))
    return Spark(width, height, path, places[-1])


def line(
    points: Sequence[Point], width: float, alt: str, ends: tuple[str, str], tick: str = "", scale: float = 1
) -> LineDrawing:
    """A line through at least two points, oldest first; it breaks where a point begins anew.

    `tick` follows each number of the axis, as `%` does.
    """
    values = [point.value * scale for point in points]
    ticks = nice_ticks(min(values), max(values), 4)
    decimals = step_decimals(ticks)
    labels = [f"{one:,.{decimals}f}{tick}" for one in ticks]
    left, right = 10 + max(text_width(label, SIZE) for label in labels), width - 8
    y = Scale(ticks[0], ticks[-1], HEIGHT - 30, 10)
    x = Scale(0, len(points) - 1, left + 4, right - 4)
    places = [(round(x.at(i), 1), round(y.at(value), 1)) for i, value in enumerate(values)]
    few = len(points) <= MOST_DOTS
    dots = tuple(Dot(a, b, one.label, one.url) for (a, b), one in zip(places, points, strict=True)) if few else ()
    return LineDrawing(
        width=width, height=HEIGHT, left=left, right=right, foot=HEIGHT - 8,
        path=" ".join(
            f"{'M' if at == 0 or point.anew else 'L'}{a:g},{b:g}"
            for at, ((a, b), point) in enumerate(zip(places, points, strict=True))
        ),
        dots=dots,
        across=tuple(
            LineTick(round(y.at(one), 1), left - 6, round(y.at(one) + 4, 1), label)
            for one, label in zip(ticks, labels, strict=True)
        ),
        first=ends[0], last=ends[1], alt=alt,
    )  # fmt: skip
