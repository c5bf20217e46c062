"""The range of a year (K19, K20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.significance import whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input, Subject, Window

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


@dataclass(frozen=True)
class Extreme:
    """A year's highest or lowest observation, its column and its position."""

    value: float
    field: str
    at: int


@family("ranges")
def ranges(bench: Bench) -> Iterator[Figure | Gap]:
    """The last year's range of every live subject."""
    for subject in bench.live(*PRICED, "volatility_index"):
        window = bench.window("52w")
        if window is None or not whole(bench.prices(subject.id)[-YEAR:], YEAR):
            yield bench.gap("range_position", subject.id, "short_history", detail="52w")
        else:
            yield from _year(bench, subject, window)


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
