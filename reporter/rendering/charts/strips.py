"""Places on a line: the close in its 52 weeks, a run among all runs before it, where the policy rate may end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from reporter.model import Exhibit, Figure
from reporter.rendering.charts.drawing import (
    CHARTS,
    SIZE,
    Drawing,
    Span,
    Stem,
    Strip,
    Tick,
    listed,
    number,
    present,
)
from reporter.rendering.context import Edition
from reporter.rendering.scales import Label, Scale, fitted, nice_ticks, step_decimals, text_width

NAMES = 0.36


@CHARTS.register("range_strip")
def range_strip(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Where each subject's last close stands between the low and the high of its 52 weeks."""
    rows = [(name, _range(name, edition)) for name in exhibit.subjects]
    shown = [(name, found) for name, found in rows if found is not None]
    if not shown:
        return None
    beside = width > 480
    names = {name: fitted(edition.name(name), SIZE, width * NAMES if beside else width) for name, _ in shown}
    left = 16 + max(text_width(name, SIZE) for name in names.values()) if beside else 2.0
    right = width - 6
    row, top = (46.0, 2.0) if beside else (66.0, 2.0)
    strips = tuple(
        _strip(edition, names[name], found, left, right, top + row * index + (0 if beside else 18), beside)
        for index, (name, found) in enumerate(shown)
    )
    place = edition.language.t("chart.range_strip.place")
    told = [(edition.name(name), f"{place} {edition.text(found['range_position'])}") for name, found in shown]
    return Drawing(
        kind=exhibit.kind, width=width, height=top + row * len(shown), left=left, right=right, top=top,
        bottom=top + row * len(shown), alt=listed(edition, told),
        figures=tuple(f.id for _, found in shown for f in found.values()),
        as_of=shown[0][1]["close_level"].as_of, strips=strips,
        told=tuple(listed(edition, [one]) for one in told), along="y", first=strips[0].y, last=strips[-1].y, step=row,
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
    y = top + 20
    where = Label(0, y + 4, name) if beside else Label(left, top - 6, name)
    return Strip(
        left=left, right=right, y=y, mark=mark, name=where,
        low=Label(left, y + 17, edition.text(low)),
        high=Label(right, y + 17, edition.text(high), "end"),
        last=Label(round(min(max(mark, left + half), right - half), 2), y - 9, text, "middle"),
        place=Label(round((left + right) / 2, 2), y + 17, edition.text(found["range_position"]), "middle"),
    )


@CHARTS.register("streak_strip")
def streak_strip(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Every run of some length in the history of a pair, at its time; the present and the longest are named.

    `exhibit.series["runs"]` holds the last session and the length of each run, below zero where the second led.
    """
    runs = exhibit.series.get("runs", ())
    figures = {figure.metric: figure for figure in present(exhibit, edition)}
    told = figures.get("ended_streak") or figures.get("outperformance_streak")
    if len(runs) < 3 or told is None:
        return None
    sign = 1 if told.value > 0 else -1
    same = [(date.fromisoformat(day), abs(length)) for day, length in runs if length * sign > 0]
    own = (told.dates.get("end", edition.briefing.session), abs(told.value))
    longest = figures.get("streak_longest")
    ticks = nice_ticks(0, max(own[1], *(length for _, length in same)), 3)
    left = 8 + max(text_width(number(edition, tick, 0), SIZE) for tick in ticks)
    right, top, bottom = width - 8, 20.0, 108.0
    days = [day for day, _ in same] + [own[0]]
    x = Scale(min(days).toordinal(), max(days).toordinal(), left + 4, right - 4)
    y = Scale(ticks[0], ticks[-1], bottom, top)
    named = [(own[0], own[1], "accent")]
    if longest is not None and (end := longest.dates.get("end")) is not None:
        named.append((end, abs(longest.value), "ink"))
    stems = [Stem(x.at(day.toordinal()), bottom, y.at(length), "track") for day, length in same]
    taken: list[tuple[float, float]] = []
    for day, length, tone in named:
        text = edition.language.t(
            "chart.streak_strip.run", n=number(edition, length, 0), date=edition.language.dates.text(day, "month")
        )
        half = text_width(text, SIZE) / 2
        at = x.at(day.toordinal())
        middle = round(min(max(at, left + half), right - half), 2)
        free = not any(middle - half < stop + 8 and middle + half > begin - 8 for begin, stop in taken)
        taken.append((middle - half, middle + half))
        under = [n for other, n in same if abs(x.at(other.toordinal()) - middle) < half + 3]
        label = Label(middle, y.at(max(length, *under, 0)) - 6, text, "middle") if free else None
        stems.append(Stem(at, bottom, y.at(length), tone, label))
    words = [stem.label.text for stem in stems if stem.label is not None]
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 22, left=left, right=right, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(words), figures=tuple(f.id for f in figures.values()),
        as_of=told.as_of, start=min(days), window="" if sign > 0 else "behind", foot=bottom + 4, stems=tuple(stems),
        upright=_years(days, x, edition, bottom),
        across=tuple(Tick(y.at(t), Label(left - 6, y.at(t) + 4, number(edition, t, 0), "end")) for t in ticks),
    )


def _years(days: list[date], x: Scale, edition: Edition, bottom: float) -> tuple[Tick, ...]:
    """Round years, as many as there is room for."""
    first, last = min(days).year + 1, max(days).year
    wide = text_width(edition.language.dates.text(date(last, 1, 1), "year"), SIZE) + 16
    fits = max(1, int((x.stop - x.start) // wide))
    step = next((s for s in (1, 2, 5, 10, 20) if (last - first) / s <= fits), 50)
    years = [year for year in range(first, last + 1) if year % step == 0]
    ticks = []
    for day in (date(year, 1, 1) for year in years):
        at = x.at(day.toordinal())
        if at + wide / 2 <= x.stop + 12:
            ticks.append(Tick(at, Label(at, bottom + 17, edition.language.dates.text(day, "year"), "middle")))
    return tuple(ticks)


@CHARTS.register("rate_path")
def rate_path(exhibit: Exhibit, edition: Edition, width: float) -> Drawing | None:
    """Where the policy rate stands, and where each source or each future puts it: a bar from low to high a row."""
    rows = _rate_rows(exhibit, edition)
    if len(rows) < 2:
        return None
    values = [value * 100 for _, pair, _ in rows for value in pair]
    ticks = nice_ticks(min(values), max(values), 4)
    decimals = step_decimals(ticks)
    names = [fitted(name, SIZE, width * NAMES) for name, _, _ in rows]
    texts = [_between(edition, *pair) for _, pair, _ in rows]
    left = 12 + max(text_width(name, SIZE) for name in names)
    right = width - 12 - max(text_width(text, SIZE) for text in texts)
    x = Scale(ticks[0], ticks[-1], round(left, 2), round(right, 2))
    row, thick, top = 22.0, 10.0, 4.0
    spans = []
    for index, ((_, (low, high), now), name, text) in enumerate(zip(rows, names, texts, strict=True)):
        middle = top + row * index + row / 2
        start, end = x.at(low * 100), x.at(high * 100)
        spans.append(Span(
            start if end - start >= 4 else start - 2, round(max(end - start, 4), 2), middle - thick / 2, thick,
            "accent" if now else "line2", Label(0, middle + 4, name), Label(width, middle + 4, text, "end"),
        ))
    bottom = top + row * len(rows)
    told = tuple(listed(edition, [(name, text)]) for (name, _, _), text in zip(rows, texts, strict=True))
    return Drawing(
        kind=exhibit.kind, width=width, height=bottom + 20, left=left, right=right, top=top, bottom=bottom,
        alt=edition.language.t("list.join").join(told), figures=exhibit.figures,
        as_of=edition.briefing.session, spans=tuple(spans), foot=bottom + 4,
        upright=tuple(
            Tick(x.at(tick), Label(x.at(tick), bottom + 16, number(edition, tick, decimals, "%"), "middle"))
            for tick in _apart(ticks, x, edition, decimals)
        ),
        told=told, along="y", first=top + row / 2, last=bottom - row / 2, step=row,
    )


def _apart(ticks: tuple[float, ...], x: Scale, edition: Edition, decimals: int) -> tuple[float, ...]:
    """Every tick, or every other one where they would touch."""
    wide = max(text_width(number(edition, tick, decimals, "%"), SIZE) for tick in ticks) + 8
    near = len(ticks) > 1 and x.at(ticks[1]) - x.at(ticks[0]) < wide
    return ticks[::2] if near else ticks


def _between(edition: Edition, low: float, high: float) -> str:
    texts = [number(edition, value * 100, 2, "%") for value in dict.fromkeys((low, high))]
    return "\u2013".join(texts)


Rate = tuple[str, tuple[float, float], bool]


def _rate_rows(exhibit: Exhibit, edition: Edition) -> list[Rate]:
    """The target range now, then a row a source or a contract's month, the highest on top."""
    now: list[float] = []
    ahead: dict[str, tuple[str, list[float]]] = {}
    for figure in present(exhibit, edition):
        month = figure.dates.get("month")
        if figure.metric.startswith("policy_rate"):
            now.append(figure.value)
        elif month is not None:
            name = edition.language.t("chart.rate_path.future", date=edition.language.dates.text(month, "month"))
            ahead.setdefault(figure.id, (name, []))[1].append(figure.value)
        else:
            note = figure.id.split(".")[2]
            ahead.setdefault(note, (_publisher(figure, edition), []))[1].append(figure.value)
    first = [(edition.language.t("chart.rate_path.now"), (min(now), max(now)), True)] if now else []
    rest = [(name, (min(values), max(values)), False) for name, values in ahead.values()]
    if not any("month" in figure.dates for figure in present(exhibit, edition)):
        rest.sort(key=lambda row: (-row[1][1], row[0]))
    return [*first, *rest]


def _publisher(figure: Figure, edition: Edition) -> str:
    """Who says so: the figure's own source, which is not the one of the rate as it stands."""
    standing = {i for f in edition.figures.values() if f.metric.startswith("policy_rate") for i in f.sources}
    own = [i for i in figure.sources if i not in standing] or list(figure.sources)
    return edition.sources[own[0]].publisher if own and own[0] in edition.sources else figure.id
