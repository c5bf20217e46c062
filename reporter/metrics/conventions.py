"""Returns by other conventions, named as such: open to close (K72), total return (K71); and closing ranges (K18)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED, TRAILING
from reporter.metrics.series import Floats
from reporter.model import Figure, Gap, Subject, Window

OPENED = ("1d", "ytd")
TOTAL = ("1d", *TRAILING, "ytd")
PLACED = ("1d", "ytd")
SAME = 6
"""Price and total return that agree to this many decimals are one number."""

metric("open_to_close_return", "fraction", 4, "close[end] / open[start] - 1",
       """Last close over the first day's open, less one: the convention that some vendors call period return.""")
metric("open_to_close_points", "level", 2, "close[end] - open[start]",
       """Last close less the first day's open, in the unit of the level.""")
metric("total_return", "fraction", 4, "adj_close[end] / adj_close[base] - 1",
       """Adjusted close over the adjusted close before the window's start, less one: with distributions
       reinvested. Only where adjusted closes differ from closes in the window.""")
metric("close_max", "level", 2, "max(close[t], t in window)",
       """Highest close of an explicit window; date `date` is the last session on which it was reached.""")
metric("close_min", "level", 2, "min(close[t], t in window)",
       """Lowest close of an explicit window; date `date` is the last session on which it was reached.""")


@family("conventions")
def conventions(bench: Bench) -> Iterator[Figure | Gap]:
    """Open to close, total returns and closing ranges of every live subject that has the columns for them."""
    for subject in bench.live(*PRICED):
        if bench.basis(subject.id) != "price":
            continue
        if bench.has(subject.id, "open"):
            for window in (*map(bench.window, OPENED), *bench.since_windows):
                if window is not None:
                    yield from _open_to_close(bench, subject, window)
        yield from _total(bench, subject)
        yield from _closing_range(bench, subject)


def _open_to_close(bench: Bench, subject: Subject, window: Window) -> Iterator[Figure]:
    start, end = bench.calendar.span(window)
    opens, closes = bench.column(subject.id, "open"), bench.column(subject.id, "close")
    opened, closed = float(opens[start]), float(closes[end])
    if not (opened > 0 and closed > 0):
        return
    inputs = [bench.point(subject.id, start, "open"), bench.point(subject.id, end, "close")]
    history = bench.history(_opened(opens, closes)) if window.name == "1d" else None
    yield bench.figure("open_to_close_return", subject.id, window, closed / opened - 1.0, inputs, history=history)
    if window.name not in OPENED:
        yield bench.figure("open_to_close_points", subject.id, window, closed - opened, inputs)


def _opened(opens: Floats, closes: Floats) -> Floats:
    """Each session's close over its own open, less one; NaN where one is missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(opens > 0, closes / opens - 1.0, np.nan))


def _total(bench: Bench, subject: Subject) -> Iterator[Figure]:
    if not bench.has(subject.id, "adj_close"):
        return
    for window in (*map(bench.window, TOTAL), *bench.since_windows):
        price = bench.window_return(subject.id, window) if window is not None else None
        total = bench.window_return(subject.id, window, "adj_close") if window is not None else None
        if window is None or price is None or total is None or round(price - total, SAME) == 0:
            continue
        # what a window's return is worth in its history, its twin by price says: distributions move no rank
        history = bench.window_history(subject.id, window, "adj_close") if window.name in PLACED else None
        yield bench.figure("total_return", subject.id, window, total,
                           bench.return_inputs(subject.id, window, "adj_close"), basis="total_return", history=history)


def _closing_range(bench: Bench, subject: Subject) -> Iterator[Figure]:
    """Where the closes of an explicit window lay."""
    for window in bench.since_windows:
        start, end = bench.calendar.span(window)
        closes = bench.prices(subject.id)[start : end + 1]
        seen = np.isfinite(closes)
        if not seen.all():
            continue
        span = bench.span(subject.id, start, end)
        for name, value in (("close_max", float(closes.max())), ("close_min", float(closes.min()))):
            at = start + int(np.flatnonzero(closes == value)[-1])
            yield bench.figure(name, subject.id, window, value, [span], dates={"date": bench.calendar.date(at)})
