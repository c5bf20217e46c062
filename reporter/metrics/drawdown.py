"""How far a subject stands below its highest close, for how long, and since when not as deep (K73)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import last_at_least, running_max
from reporter.metrics.significance import MONTH, whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap

BEAR = -0.2
"""A fall of a fifth from a record close is called a bear market."""

metric("drawdown", "fraction", 4, "close[end] / max(close[t], t in window) - 1",
       """Close over the highest close of the window, less one: zero at a high, else negative. Date `peak` is the last
       session of that highest close. Over the whole history, param `bear_closes` counts the closes since that peak that
       stood a fifth or more below it.""")
metric("days_under_water", "sessions", 0, "end - max(t : close[t] = max(close to t))",
       """Sessions since the highest close of the whole history; zero at a record.""")
metric("drawdown_worst_since", "sessions", 0, "end - max(t : drawdown[t] <= drawdown[end], t < end)",
       """Sessions since the close last stood at least as far below its running maximum. Where it never did, the number
       of earlier sessions searched, with param `record` 1. Only if not matched for a month.""")


@family("drawdown")
def drawdown(bench: Bench) -> Iterator[Figure | Gap]:
    """Drawdowns of every live subject with at least a year of history."""
    for subject in bench.live(*PRICED):
        prices = bench.prices(subject.id)
        if not whole(prices[-YEAR:], YEAR):
            yield bench.gap("drawdown", subject.id, "short_history")
            continue
        yield from _since_inception(bench, subject.id)
        year = bench.window("52w")
        if year is not None:
            recent = prices[-YEAR:]
            peak = _last_peak(recent) + bench.size - YEAR
            yield bench.figure("drawdown", subject.id, year, prices[-1] / prices[peak] - 1.0,
                               [bench.span(subject.id, bench.size - YEAR)],
                               dates={"peak": bench.calendar.date(peak)})


def _since_inception(bench: Bench, subject: str) -> Iterator[Figure]:
    prices, window = bench.prices(subject), bench.inception(subject)
    first = bench.first(subject) or 0
    inputs = [bench.span(subject, first)]
    depths = prices / running_max(prices) - 1.0
    peak = _last_peak(prices)
    dates = {"peak": bench.calendar.date(peak)}
    bears = int(np.count_nonzero(depths[peak:] <= BEAR))
    yield bench.figure("drawdown", subject, window, depths[-1], inputs, dates=dates,
                       history=bench.history(depths), params={"bear_closes": bears})
    yield bench.figure("days_under_water", subject, window, bench.last - peak, inputs, dates=dates)
    if depths[-1] >= 0:
        return
    last = last_at_least(-depths, bench.last)
    sessions = bench.last - last if last is not None else int(np.count_nonzero(np.isfinite(depths))) - 1
    if sessions >= MONTH:
        yield bench.figure("drawdown_worst_since", subject, window, sessions, inputs,
                           dates={"since": bench.calendar.date(last)} if last is not None else dates,
                           params={"record": int(last is None)})


def _last_peak(values: np.ndarray) -> int:
    """Position of the last of the highest observations."""
    return int(np.flatnonzero(values == np.nanmax(values))[-1])
