"""Charts of time: indexed prices with what happened, the fall from the peak, a row's small line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from reporter.model import Exhibit, Figure
from reporter.rendering.charts.drawing import (
    CHARTS,
    SIZE,
    WIDE,
    Drawing,
    Event,
    Line,
    Tick,
    days_of,
    months,
    number,
    path,
    present,
    steps,
)
from reporter.rendering.context import Edition
from reporter.rendering.scales import Label, Scale, fitted, nice_ticks, spread, step_decimals, text_width

MOST_LINES = 6
LABELS = 0.34
"""Share of a chart's width that the names of its lines may take."""
SPARK_WIDTH, SPARK_HEIGHT = 84.0, 18.0
ROW, EVENT_ROWS = 14.0, 2
DEEP = -0.1
"""A fall from the peak that is marked on the line."""


@CHARTS.register("relative_performance")
def relative_performance(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Lines of subjects indexed to a common start; `exhibit.series` maps subject id to (ISO date, value) pairs."""
    return _lines(exhibit, edition, width, percent=False)


@CHARTS.register("drawdown")
def drawdown(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """How far each subject stood below its highest close so far, in percent; zero is on top."""
    return _lines(exhibit, edition, width, percent=True)


def _lines(exhibit: Exhibit, edition: Edition, width: float, *, percent: bool) -> Drawing | None:
    order = [name for name in (exhibit.subjects or tuple(exhibit.series)) if len(exhibit.series.get(name, ())) > 1]
    order = order[:MOST_LINES]
    if not order:
        return None
    scale, unit = (100.0, "%") if percent else (1.0, "")
    days = days_of(exhibit, order)
    place = {day: index for index, day in enumerate(days)}
    values = [value * scale for name in order for _, value in exhibit.series[name]]
    ticks = nice_ticks(min(values), max(*values, 0.0) if percent else max(values), 5)
    decimals = step_decimals(ticks)
    room = width * LABELS
    last = {name: number(edition, exhibit.series[name][-1][1] * scale, 1, unit) for name in order}
    texts = {name: f"{edition.name(name)} {last[name]}" for name in order}
    shown = {
        name: f"{fitted(edition.name(name), SIZE, room - text_width(' ' + last[name], SIZE))} {last[name]}"
        for name in order
    }
    left = 8.0 + max(text_width(number(edition, tick, decimals, unit), SIZE) for tick in ticks)
    right = width - 12 - max(text_width(text, SIZE) for text in shown.values())
    events = _events(exhibit, edition, order, place) if not percent else []
    top = 12.0 + ROW * min(len(events), EVENT_ROWS)
    bottom = top + (126.0 if width == WIDE else 170.0)
    x = Scale(0, len(days) - 1, left, right)
    y = Scale(ticks[0], ticks[-1], bottom, top)
    ends = [y.at(exhibit.series[name][-1][1] * scale) for name in order]
    placed = spread(ends, SIZE + 3, top, bottom)
    lines = tuple(
        Line(
            path=path((x.at(place[day]), y.at(value * scale)) for day, value in exhibit.series[name]),
            end=(x.at(place[exhibit.series[name][-1][0]]), ends[rank]),
            label=Label(round(right + 8, 2), placed[rank] + 4, shown[name]),
            rank=rank,
        )
        for rank, name in enumerate(order)
    )
    by_day = {name: dict(exhibit.series[name]) for name in order}
    told = [
        [(edition.name(n), number(edition, by_day[n][day] * scale, 1, unit)) for n in order if day in by_day[n]]
        for day in days
    ]
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 26, left=left, right=right, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(
            [*texts.values(), *(text for _, _, text, _ in events)]
        ),
        figures=exhibit.figures, as_of=date.fromisoformat(days[-1]), start=date.fromisoformat(days[0]),
        total_return=any(f.basis == "total_return" for f in present(exhibit, edition)),
        zero=_base(ticks, y, 0.0 if percent else 100.0, bottom), foot=bottom + 4,
        across=tuple(_across(edition, ticks, decimals, unit, y, left)),
        upright=months(days, x, edition, bottom + 17),
        lines=lines, events=_placed(events, x, y, by_day, days, right, top, width),
        told=steps(edition, days, told), along="x", first=left, last=right,
    )


def _base(ticks: Sequence[float], y: Scale, value: float, bottom: float) -> float:
    return y.at(value) if ticks[0] <= value <= ticks[-1] else bottom


def _across(edition: Edition, ticks: Sequence[float], decimals: int, unit: str, y: Scale, left: float) -> list[Tick]:
    return [
        Tick(y.at(tick), Label(left - 6, y.at(tick) + 4, number(edition, tick, decimals, unit), "end"))
        for tick in ticks
    ]


Happened = tuple[str, int, str, int | None]
"""On whose line, at which session, in which words, and since which session."""


def _events(
    exhibit: Exhibit, edition: Edition, order: Sequence[str], place: Mapping[str, int]
) -> list[Happened]:
    """What the exhibit's figures say of its sessions: a run of the first two, a record or a peak of the first."""
    found: list[Happened] = []
    for figure in present(exhibit, edition):
        start, end = figure.dates.get("start"), figure.dates.get("end", edition.briefing.session)
        if figure.metric in ("ended_streak", "outperformance_streak") and start is not None:
            key = "chart.event.ahead" if figure.value > 0 else "chart.event.behind"
            text = edition.language.t(key, n=edition.language.numbers.magnitude(figure))
            if end.isoformat() in place:
                found.append((figure.subject, place[end.isoformat()], text, place.get(start.isoformat(), 0)))
        elif figure.metric == "record_close" and not figure.params.get("is_today"):
            found += _at(figure, "date", "chart.event.record", edition, place)
        elif figure.metric == "drawdown" and figure.value <= DEEP:
            found += _at(figure, "peak", "chart.event.peak", edition, place)
    return [one for one in found if one[0] in order[:2]]


def _at(figure: Figure, name: str, key: str, edition: Edition, place: Mapping[str, int]) -> list[Happened]:
    day = figure.dates.get(name)
    if day is None or day.isoformat() not in place:
        return []
    when = edition.language.dates.text(day, "short")
    return [(figure.subject, place[day.isoformat()], edition.language.t(key, date=when), None)]


def _placed(
    events: Sequence[Happened], x: Scale, y: Scale, values: Mapping[str, Mapping[str, float]], days: Sequence[str],
    right: float, top: float, width: float,
) -> tuple[Event, ...]:
    """Events with their words in rows above the plot; those that would touch the words of others are left out."""
    made: list[Event] = []
    taken: list[tuple[float, float, int]] = []
    for subject, index, text, since in events:
        at = x.at(index)
        start = x.at(since) if since is not None else None
        middle = at if start is None else (start + at) / 2
        half = text_width(text, SIZE) / 2
        middle = round(min(max(middle, x.start + half), width - half - 2), 2)
        touched = {row for begin, stop, row in taken if middle - half < stop + 8 and middle + half > begin - 8}
        row = next((row for row in range(min(len(events), EVENT_ROWS)) if row not in touched), None)
        if row is None:
            continue
        taken.append((middle - half, middle + half, row))
        level = values.get(subject, {}).get(days[index])
        label = Label(middle, round(top - 6 - ROW * row, 2), text, "middle")
        made.append(Event(at, y.at(level) if level is not None else top, label, start))
    return tuple(made)


@CHARTS.register("sparkline")
def sparkline(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """One subject's last sessions as a line of a row's height; it has no axes, the row has the numbers."""
    name = exhibit.subjects[0]
    points = exhibit.series.get(name, ())
    if len(points) < 3:
        return None
    values = [value for _, value in points]
    x = Scale(0, len(points) - 1, 2, SPARK_WIDTH - 4)
    y = Scale(min(values), max(values), SPARK_HEIGHT - 3, 3)
    end = (x.stop, y.at(values[-1]))
    return Drawing(
        kind=exhibit.kind, width=SPARK_WIDTH, height=SPARK_HEIGHT, left=0, right=SPARK_WIDTH, top=0,
        bottom=SPARK_HEIGHT, alt="", figures=(),
        as_of=date.fromisoformat(points[-1][0]),
        lines=(Line(path((x.at(i), y.at(value)) for i, value in enumerate(values)), end, Label(0, 0, ""), 0),),
    )
