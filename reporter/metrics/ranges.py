"""The range of a year, breaks out of it, and round levels (K19, K20, K24, K77)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, log10

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, rolling_max
from reporter.metrics.significance import whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input, Subject, Window

BASE, INSIDE = 250, 60
"""A breakout leaves the closes of the previous BASE sessions after at least INSIDE sessions within."""

metric("extreme_52w_high", "level", 2, "max(high[t], t in window)",
       """Highest intraday high of the last 252 sessions (highest close where there are no highs: param `intraday` 0);
       date `date` is the session on which it was last reached.""")
metric("extreme_52w_low", "level", 2, "min(low[t], t in window)",
       """Lowest intraday low of the last 252 sessions (lowest close where there are no lows: param `intraday` 0).""")
metric("range_position", "fraction", 2, "(close[end] - low) / (high - low), extremes of the window",
       """Where the close stands in the range of the last 252 sessions: 0 at its low, 1 at its high.""")
metric("high_distance", "fraction", 4, "close[end] / max(high[t], t in window) - 1",
       """Close over the highest high of the last 252 sessions, less one: zero or negative.""")
metric("low_distance", "fraction", 4, "close[end] / min(low[t], t in window) - 1",
       """Close over the lowest low of the last 252 sessions, less one: zero or positive.""")
metric("range_breakout", "sessions", 0, "n, sessions to end - 1 whose close lay within the 250 closes before it",
       """On the first close beyond the highest or lowest of the 250 closes before it, after at least 60 sessions
       within: for how many sessions closes had stayed within. Param `direction` is 1 above, -1 below.""")
metric("round_level", "level", 0, "L with close[base] < L <= close[end], or close[end] < L <= close[base]",
       """Roundest level between two consecutive closes, told on the day of the crossing only. Param `direction` is 1
       upwards, `crossings` counts the crossings of the last 252 sessions (this one included), `first` is 1 if it is
       the only one in its direction.""")


@dataclass(frozen=True)
class Extreme:
    """A year's highest or lowest observation, its column and its position."""

    value: float
    field: str
    at: int


@family("ranges")
def ranges(bench: Bench) -> Iterator[Figure | Gap]:
    """Yearly ranges, breakouts and round levels."""
    for subject in bench.live(*PRICED, "volatility_index"):
        window = bench.window("52w")
        if window is None or not whole(bench.prices(subject.id)[-YEAR:], YEAR):
            yield bench.gap("range_position", subject.id, "short_history", detail="52w")
        else:
            yield from _year(bench, subject, window)
        yield from _breakout(bench, subject)
        if subject.kind in ("index", "volatility_index") and bench.basis(subject.id) == "price":
            yield from _round(bench, subject)


def _year(bench: Bench, subject: Subject, window: Window) -> Iterator[Figure]:
    high, low = _extreme(bench, subject.id, "high"), _extreme(bench, subject.id, "low")
    start = bench.size - YEAR
    dates = {"high": high, "low": low}
    intraday = {"intraday": int(high.field == "high")}
    close = float(bench.prices(subject.id)[-1])
    spans = {n: bench.span(subject.id, start, field=e.field) for n, e in dates.items()}
    today = bench.point(subject.id, bench.last)
    days = {n: bench.calendar.date(e.at) for n, e in dates.items()}

    def told(name: str, value: float, inputs: list[Input], **day: str) -> Figure:
        shown = {label: days[side] for label, side in day.items()}
        return bench.figure(name, subject.id, window, value, inputs, dates=shown, params=intraday)

    if bench.basis(subject.id) == "price":
        yield told("extreme_52w_high", high.value, [spans["high"]], date="high")
        yield told("extreme_52w_low", low.value, [spans["low"]], date="low")
    if high.value > low.value:
        yield told("range_position", (close - low.value) / (high.value - low.value),
                   [*spans.values(), today], high="high", low="low")
    yield told("high_distance", close / high.value - 1.0, [spans["high"], today], date="high")
    yield told("low_distance", close / low.value - 1.0, [spans["low"], today], date="low")


def _extreme(bench: Bench, subject: str, side: str) -> Extreme:
    """The year's extreme of highs (lows), or of prices where a subject has not both of them every day."""
    start = bench.size - YEAR
    intraday = bench.basis(subject) == "price" and all(
        whole(bench.column(subject, field)[start:], YEAR) and np.isfinite(bench.column(subject, field)[-1])
        for field in ("high", "low")
    )
    field = side if intraday else bench.price_field(subject)
    values = bench.column(subject, field)[start:]
    value = float(np.nanmax(values) if side == "high" else np.nanmin(values))
    return Extreme(value, field, start + int(np.flatnonzero(values == value)[-1]))


def _breakout(bench: Bench, subject: Subject) -> Iterator[Figure]:
    prices = bench.prices(subject.id)
    if bench.size < BASE + INSIDE + 1:
        return
    for direction in (1, -1):
        signed = direction * prices
        # cheap look at today first: the whole history is only searched on a day of a breakout
        before = signed[-BASE - 1 : -1]
        if not whole(before, BASE) or not signed[-1] > np.nanmax(before):
            continue
        sessions = _within(prices)
        if sessions >= INSIDE:
            yield bench.figure("range_breakout", subject.id, bench.today, sessions,
                               [bench.span(subject.id, bench.last - sessions - BASE - 1)],
                               params={"direction": direction, "base": BASE, "inside": INSIDE})


def _within(prices: Floats) -> int:
    """Sessions before the last one whose close lay within the BASE closes before it, in a row."""
    highest, lowest = rolling_max(prices, BASE), -rolling_max(-prices, BASE)
    outside = np.zeros(len(prices), dtype=bool)
    outside[1:] = (prices[1:] > highest[:-1]) | (prices[1:] < lowest[:-1])
    known = np.flatnonzero(np.isfinite(highest))
    beyond = np.flatnonzero(outside[:-1])
    last = int(beyond[-1]) if len(beyond) else int(known[0]) if len(known) else len(prices)
    return len(prices) - 2 - last


def _round(bench: Bench, subject: Subject) -> Iterator[Figure]:
    closes = bench.prices(subject.id)
    if bench.size < 2 or not np.isfinite(closes[-2]):
        return
    # a volatility index moves through the finer levels every other day
    parts = (1.0, 0.5, 0.1) if subject.kind == "index" else (1.0,)
    level = _roundest(float(closes[-2]), float(closes[-1]), parts)
    if level is None:
        return
    recent = closes[-YEAR - 1 :]
    above = recent[np.isfinite(recent)] >= level
    ups = int(np.count_nonzero(~above[:-1] & above[1:]))
    downs = int(np.count_nonzero(above[:-1] & ~above[1:]))
    direction = 1 if closes[-1] >= level else -1
    yield bench.figure("round_level", subject.id, bench.today, level,
                       [bench.span(subject.id, max(bench.size - YEAR - 1, bench.first(subject.id) or 0))],
                       params={"direction": direction, "crossings": ups + downs,
                               "first": int((ups if direction > 0 else downs) == 1)})


def _roundest(before: float, after: float, parts: tuple[float, ...]) -> float | None:
    """The roundest level that two closes straddle: a multiple of their power of ten, or of a part of it."""
    low, high = sorted((before, after))
    order = floor(log10(high))
    for step in (10.0**order * part for part in parts):
        level = floor(high / step) * step
        if low < level <= high:
            return level
    return None
