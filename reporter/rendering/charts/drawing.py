"""What charts are made of, how a kind finds its builder, and the words that builders share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reporter.model import Exhibit, Figure
from reporter.registry import Registry
from reporter.rendering.context import Edition
from reporter.rendering.scales import Label, Scale, text_width

WIDE, NARROW = 680.0, 310.0
SIZE = 11.0
"""Font size of all text in a chart, in pixels of the view box."""


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where it stands along the axis, and its label."""

    at: float
    label: Label


@dataclass(frozen=True)
class Line:
    """One subject's series: an SVG path, its last point, its label, and its place in the order of importance."""

    path: str
    end: tuple[float, float]
    label: Label
    rank: int


@dataclass(frozen=True)
class Event:
    """Something that happened on a line: a point, or a span of sessions from `start` to `x`."""

    x: float
    y: float
    label: Label
    start: float | None = None


@dataclass(frozen=True)
class Bar:
    """One bar from zero: `way` is up, down or flat; `x` its left edge; `beside` a note of its own, such as a rank."""

    x: float
    y: float
    width: float
    height: float
    way: str
    name: Label
    value: Label
    beside: Label | None = None
    figure: str = ""


@dataclass(frozen=True)
class Strip:
    """A track from `left` to `right`, filled to `mark`; with words around it."""

    left: float
    right: float
    y: float
    mark: float
    name: Label
    low: Label
    high: Label
    last: Label
    place: Label


@dataclass(frozen=True)
class Dot:
    """A small mark: full or empty, `tone` the name of its colour."""

    x: float
    y: float
    tone: str
    full: bool = True


@dataclass(frozen=True)
class Stem:
    """An upright from the axis: how long something was, at the time it was; `told` where it is singled out."""

    x: float
    start: float
    end: float
    tone: str
    label: Label | None = None


@dataclass(frozen=True)
class Span:
    """A row with a bar between two values, named on the left, worded on the right."""

    start: float
    width: float
    y: float
    height: float
    tone: str
    name: Label
    value: Label


@dataclass(frozen=True)
class Drawing:
    """What every chart has, and the parts of its kind.

    `alt` lists what it shows, from the same figures. `told` are the words for each of its steps, in order: sessions
    `along` x or rows along y, evenly from `first` to `last`; pointer and keyboard walk them.
    """

    kind: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    alt: str
    figures: tuple[str, ...]
    as_of: date
    start: date | None = None
    total_return: bool = False
    window: str = ""
    zero: float = 0.0
    foot: float = 0.0
    across: tuple[Tick, ...] = ()
    upright: tuple[Tick, ...] = ()
    lines: tuple[Line, ...] = ()
    events: tuple[Event, ...] = ()
    bars: tuple[Bar, ...] = ()
    strips: tuple[Strip, ...] = ()
    dots: tuple[Dot, ...] = ()
    stems: tuple[Stem, ...] = ()
    spans: tuple[Span, ...] = ()
    labels: tuple[Label, ...] = ()
    told: tuple[str, ...] = ()
    along: str = ""
    first: float = 0.0
    last: float = 0.0
    step: float = 0.0


Builder = Callable[[Exhibit, Edition, float], Drawing | None]
CHARTS: Registry[Builder] = Registry("chart")


def draw(exhibit: Exhibit, edition: Edition, width: float = WIDE) -> Drawing | None:
    """The drawing of an exhibit at a width, or None where its data are too few. Unknown kinds are a ConfigError."""
    return CHARTS[exhibit.kind](exhibit, edition, width)


def present(exhibit: Exhibit, edition: Edition) -> list[Figure]:
    return [edition.figures[i] for i in exhibit.figures if i in edition.figures]


def way(figure: Figure) -> str:
    return "up" if figure.printed > 0 else "down" if figure.printed < 0 else "flat"


def arrow(figure: Figure) -> str:
    return {"up": "\u25b2 ", "down": "\u25bc ", "flat": ""}[way(figure)]


def listed(edition: Edition, pairs: Iterable[tuple[str, str]]) -> str:
    return edition.language.t("list.join").join(f"{name} {value}" for name, value in pairs)


def number(edition: Edition, value: float, decimals: int, unit: str = "") -> str:
    minus = str(edition.language.settings["numbers"]["minus"]) if round(value, decimals) < 0 else ""
    return minus + edition.language.numbers.digits(float(Decimal(str(value))), decimals) + unit


def path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def days_of(exhibit: Exhibit, names: Sequence[str]) -> list[str]:
    return sorted({day for name in names for day, _ in exhibit.series[name]})


def months(days: Sequence[str], x: Scale, edition: Edition, y: float) -> tuple[Tick, ...]:
    """A label at the first session of each month, as many as there is room for."""
    firsts = [i for i in range(1, len(days)) if days[i][:7] != days[i - 1][:7]]
    style = "axis_month" if "axis_month" in edition.language.settings["dates"] else "month"
    texts = {i: edition.language.dates.text(date.fromisoformat(days[i]), style) for i in firsts}
    ticks: list[Tick] = []
    free = x.start
    for i in firsts:
        half = text_width(texts[i], SIZE) / 2
        at = x.at(i)
        if at - half >= free and at + half <= x.stop + 24:
            ticks.append(Tick(at, Label(at, y, texts[i], "middle")))
            free = at + half + 10
    return tuple(ticks)


def steps(edition: Edition, days: Sequence[str], told: Sequence[Sequence[tuple[str, str]]]) -> tuple[str, ...]:
    """The words for each session of a chart: its date, and what each line had."""
    colon = edition.language.t("colon")
    return tuple(
        edition.language.dates.text(date.fromisoformat(day), "full") + colon + listed(edition, pairs)
        for day, pairs in zip(days, told, strict=True)
    )
