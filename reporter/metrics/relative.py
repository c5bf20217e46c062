"""One subject against another over shared windows (K06, K08-K10)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import missing
from reporter.metrics.series import Floats
from reporter.metrics.significance import unmatched
from reporter.model import Figure, Gap, Input, Window

WINDOWS = ("1d", "5d", "20d", "1m", "3m", "ytd", "ytd_prior")
MEAN = 20

metric("relative_return", "pp", 4, "(a[end] / a[base] - 1) - (b[end] / b[base] - 1)",
       """Return of the first subject less return of the second over one shared window, in percentage points.
       Price returns, or total returns where one of the two has adjusted closes only. Its history is every difference
       over as many sessions.""")
metric("relative_gap_since", "sessions", 0,
       "end - max(t : difference[t] at least as large in the same direction, t < end)",
       """Sessions since the two last differed by at least as much in one day in the same direction. Where they never
       did, the number of earlier days searched, with param `record` 1. Only if unmatched for a month.""")
metric("relative_strength", "fraction", 4, "ratio[end] / mean(ratio[t], 20 sessions to end) - 1, ratio = a / b",
       """Ratio of the two prices over its own 20-session mean, less one. Param `improving` is 1 if the ratio is above
       that mean and the least-squares slope of the 20 ratios is positive.""")


@family("relative")
def relative(bench: Bench) -> Iterator[Figure | Gap]:
    """Differences of returns, their rarity, and relative strength of every live pair of the desk."""
    for pair in bench.live_pairs:
        year = ("12m",) if pair.role == "size" else ()
        windows = map(bench.window, dict.fromkeys((*names(bench), *year)))
        yield from differences(bench, pair.a, pair.b, (*windows, *bench.since_windows))
        yield from _gap_since(bench, pair.a, pair.b)
        yield from _strength(bench, pair.a, pair.b)


def names(bench: Bench) -> tuple[str, ...]:
    """Windows of every pair: for a wrap the year as it stood before the week or month too."""
    return bench.names(*WINDOWS, *(() if bench.period is None else (f"ytd_before_{bench.period}",)))


def differences(bench: Bench, a: str, b: str, windows: tuple[Window | None, ...]) -> Iterator[Figure | Gap]:
    """`relative_return` of two live subjects (or baskets) over each of the windows."""
    for window in windows:
        if window is None:
            continue
        first, second = bench.window_return(a, window), bench.window_return(b, window)
        if first is None or second is None:
            at = bench.calendar.span(window)[0] - 1
            why = missing(bench, a if first is None else b, at)
            yield bench.gap("relative_return", f"{a}-{b}", why, detail=window.name)
            continue
        history = bench.gap_history(a, b, window)
        inputs = (*bench.return_inputs(a, window), *bench.return_inputs(b, window))
        yield bench.figure("relative_return", a, window, first - second, inputs, comparator=b, history=history)


def both(bench: Bench, a: str, b: str, start: int | None = None) -> tuple[Input, ...]:
    """Prices of two subjects from a position, or from the later of their first ones, to the session."""
    if start is None:
        start = max(bench.first(a) or 0, bench.first(b) or 0)
    return (*bench.spans(a, start), *bench.spans(b, start))


def day_difference(bench: Bench, a: str, b: str) -> Floats:
    """Daily return of `a` less that of `b`; NaN where either is missing."""
    return bench.returns(a) - bench.returns(b)


def _gap_since(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    difference = day_difference(bench, a, b)
    if not np.isfinite(difference[-1]):
        return
    found = unmatched(bench, difference)
    if found is not None:
        yield bench.figure("relative_gap_since", a, bench.today, found.sessions, both(bench, a, b, found.start),
                           comparator=b, history=found.history, dates=found.dates, params=found.params)


def _strength(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    window = bench.window("20d")
    if window is None or "basket" in (bench.subjects[a].kind, bench.subjects[b].kind):
        return
    start = bench.size - MEAN
    ratios = bench.prices(a)[start:] / bench.prices(b)[start:]
    if not np.isfinite(ratios).all():
        return
    mean = float(ratios.mean())
    steps = np.arange(MEAN) - (MEAN - 1) / 2
    improving = ratios[-1] > mean and float(steps @ ratios) > 0
    yield bench.figure("relative_strength", a, window, ratios[-1] / mean - 1.0,
                       (bench.span(a, start), bench.span(b, start)), comparator=b,
                       params={"improving": int(improving)})
