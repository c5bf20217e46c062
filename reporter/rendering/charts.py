"""Charts: an exhibit's figures and series → coordinates. `templates/charts/<kind>.svg.j2` draws them.

A builder is registered under the exhibit's kind and returns None where there is too little to draw. It is called
once for each width: on a phone a chart is laid out anew, not shrunk. Coordinates are pixels of the view box.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reporter.model import Exhibit, Figure
from reporter.registry import Registry
from reporter.rendering.context import Edition
from reporter.rendering.scales import Scale, nice_ticks, spread, step_decimals, text_width

WIDE, NARROW = 680.0, 340.0
SIZE = 11.0
"""Font size of all text in a chart, in pixels of the view box."""
MOST_LINES = 6


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "start"


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
class Bar:
    """One bar from zero: `way` is up, down or flat; `x` its left edge."""

    x: float
    y: float
    width: float
    height: float
    way: str
    name: Label
    value: Label


@dataclass(frozen=True)
class Strip:
    """One 52-week range: a track from `left` to `right`, filled to the mark of the last close."""

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
class Drawing:
    """What every chart has, and the parts of its kind. `alt` lists what it shows, from the same figures."""

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
    bars: tuple[Bar, ...] = ()
    strips: tuple[Strip, ...] = ()


Builder = Callable[[Exhibit, Edition, float], Drawing | None]
CHARTS: Registry[Builder] = Registry("chart")


def draw(exhibit: Exhibit, edition: Edition, width: float = WIDE) -> Drawing | None:
    """The drawing of an exhibit at a width, or None where its data are too few. Unknown kinds are a ConfigError."""
    return CHARTS[exhibit.kind](exhibit, edition, width)


@CHARTS.register("relative_performance")
def relative_performance(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Lines of subjects indexed to a common start; `exhibit.series` maps subject id to (ISO date, value) pairs."""
    order = [name for name in (exhibit.subjects or tuple(exhibit.series)) if len(exhibit.series.get(name, ())) > 1]
    order = order[:MOST_LINES]
    if not order:
        return None
    days = sorted({day for name in order for day, _ in exhibit.series[name]})
    place = {day: index for index, day in enumerate(days)}
    values = [value for name in order for _, value in exhibit.series[name]]
    ticks = nice_ticks(min(values), max(values), 5)
    decimals = step_decimals(ticks)
    texts = {name: f"{edition.name(name)} {_index(edition, exhibit.series[name][-1][1])}" for name in order}
    left = 8.0 + max(text_width(_number(edition, tick, decimals), SIZE) for tick in ticks)
    right = width - 12 - max(text_width(text, SIZE) for text in texts.values())
    top, bottom = 10.0, 190.0 if width == WIDE else 222.0
    x = Scale(0, len(days) - 1, left, right)
    y = Scale(ticks[0], ticks[-1], bottom, top)
    ends = [y.at(exhibit.series[name][-1][1]) for name in order]
    placed = spread(ends, SIZE + 3, top, bottom)
    lines = tuple(
        Line(
            path=_path((x.at(place[day]), y.at(value)) for day, value in exhibit.series[name]),
            end=(x.at(place[exhibit.series[name][-1][0]]), ends[rank]),
            label=Label(round(right + 8, 2), placed[rank] + 4, texts[name]),
            rank=rank,
        )
        for rank, name in enumerate(order)
    )
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 26, left=left, right=right, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(texts[name] for name in order),
        figures=exhibit.figures, as_of=date.fromisoformat(days[-1]), start=date.fromisoformat(days[0]),
        total_return=any(f.basis == "total_return" for f in _present(exhibit, edition)),
        zero=y.at(100) if ticks[0] <= 100 <= ticks[-1] else bottom, foot=bottom + 4,
        across=tuple(
            Tick(y.at(tick), Label(left - 6, y.at(tick) + 4, _number(edition, tick, decimals), "end")) for tick in ticks
        ),
        upright=_months(days, x, edition, bottom + 17),
        lines=lines,
    )


@CHARTS.register("sector_bars")
@CHARTS.register("spread_bars")
def bars(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Bars that diverge from zero, best on top; `exhibit.figures` are returns or differences over one window."""
    figures = sorted(_present(exhibit, edition), key=lambda f: (-f.value, f.id))
    if len(figures) < 2:
        return None
    names = {f.id: _bar_name(f, edition) for f in figures}
    texts = {f.id: _arrow(f) + edition.text(f) for f in figures}
    left = 10 + max(text_width(name, SIZE) for name in names.values())
    room = 10 + max(text_width(text, SIZE) for text in texts.values())
    low, high = min(0.0, figures[-1].value), max(0.0, figures[0].value)
    inner_left = left + (room if low < 0 else 4)
    inner_right = width - (room if high > 0 else 4)
    x = Scale(low, high, round(inner_left, 2), round(inner_right, 2))
    row, thick, top = 23.0, 13.0, 6.0
    zero = x.at(0) if high > low else inner_left
    made = []
    for index, figure in enumerate(figures):
        end = x.at(figure.value) if high > low else zero
        middle = top + row * index + row / 2
        out = 6 if figure.printed >= 0 else -6
        made.append(Bar(
            x=min(zero, end), y=middle - thick / 2, width=round(max(abs(end - zero), 0.75), 2), height=thick,
            way=_way(figure),
            name=Label(0, middle + 4, names[figure.id]),
            value=Label(round(end + out, 2), middle + 4, texts[figure.id], "start" if out > 0 else "end"),
        ))
    bottom = top + row * len(figures)
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 6, left=left, right=width, top=top, bottom=bottom,
        alt=_list(edition, [(names[f.id], edition.text(f)) for f in figures]),
        figures=tuple(f.id for f in figures), as_of=figures[0].as_of, window=figures[0].window.name,
        total_return=any(f.basis == "total_return" for f in figures), zero=zero, bars=tuple(made),
    )


@CHARTS.register("range_strip")
def range_strip(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Where each subject's last close stands between the low and the high of its 52 weeks."""
    rows = [(name, _range(name, edition)) for name in exhibit.subjects]
    shown = [(name, found) for name, found in rows if found is not None]
    if not shown:
        return None
    beside = width > 480
    left = 16 + max(text_width(edition.name(name), SIZE) for name, _ in shown) if beside else 2.0
    right = width - 2
    row, top = (52.0, 4.0) if beside else (70.0, 4.0)
    strips = tuple(
        _strip(edition, name, found, left, right, top + row * index + (0 if beside else 18), beside)
        for index, (name, found) in enumerate(shown)
    )
    bottom = top + row * len(shown)
    place = edition.language.t("chart.range_strip.place")
    told = [(edition.name(name), f"{place} {edition.text(found['range_position'])}") for name, found in shown]
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom, left=left, right=right, top=top, bottom=bottom,
        alt=_list(edition, told),
        figures=tuple(f.id for _, found in shown for f in found.values()),
        as_of=shown[0][1]["close_level"].as_of, strips=strips,
    )


def _range(subject: str, edition: Edition) -> Mapping[str, Figure] | None:
    """The four figures of a 52-week range, or None where one is missing."""
    wanted = {"extreme_52w_low": "52w", "extreme_52w_high": "52w", "close_level": "1d", "range_position": "52w"}
    found = {metric: edition.find(subject, metric, window) for metric, window in wanted.items()}
    complete = {metric: figure for metric, figure in found.items() if figure is not None}
    return complete if len(complete) == len(wanted) else None


def _strip(
    edition: Edition, name: str, found: Mapping[str, Figure], left: float, right: float, top: float, beside: bool
) -> Strip:
    low, high, last = found["extreme_52w_low"], found["extreme_52w_high"], found["close_level"]
    mark = Scale(low.value, high.value, left, right).at(min(max(last.value, low.value), high.value))
    text = edition.text(last)
    half = text_width(text, SIZE) / 2
    y = top + 22
    where = Label(0, y + 4, edition.name(name)) if beside else Label(left, top - 6, edition.name(name))
    return Strip(
        left=left, right=right, y=y, mark=mark, name=where,
        low=Label(left, y + 18, edition.text(low)),
        high=Label(right, y + 18, edition.text(high), "end"),
        last=Label(round(min(max(mark, left + half), right - half), 2), y - 9, text, "middle"),
        place=Label(round((left + right) / 2, 2), y + 18, edition.text(found["range_position"]), "middle"),
    )


def _present(exhibit: Exhibit, edition: Edition) -> list[Figure]:
    return [edition.figures[i] for i in exhibit.figures if i in edition.figures]


def _bar_name(figure: Figure, edition: Edition) -> str:
    if figure.comparator is None:
        return edition.name(figure.subject)
    return edition.language.t("table.versus", a=edition.name(figure.subject), b=edition.name(figure.comparator))


def _way(figure: Figure) -> str:
    return "up" if figure.printed > 0 else "down" if figure.printed < 0 else "flat"


def _arrow(figure: Figure) -> str:
    return {"up": "\u25b2 ", "down": "\u25bc ", "flat": ""}[_way(figure)]


def _list(edition: Edition, pairs: Sequence[tuple[str, str]]) -> str:
    return edition.language.t("list.join").join(f"{name} {value}" for name, value in pairs)


def _number(edition: Edition, value: float, decimals: int) -> str:
    minus = str(edition.language.settings["numbers"]["minus"]) if round(value, decimals) < 0 else ""
    return minus + edition.language.numbers.digits(float(Decimal(str(value))), decimals)


def _index(edition: Edition, value: float) -> str:
    return _number(edition, value, 1)


def _path(points: object) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)  # type: ignore[attr-defined]


def _months(days: Sequence[str], x: Scale, edition: Edition, y: float) -> tuple[Tick, ...]:
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
