"""How much a subject moves in a day (K26, K27) and what options say about it (K76)."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, rolling_std, share_at_or_below
from reporter.metrics.significance import based, whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Window

FEWEST = 10
"""A deviation of fewer daily returns is not told."""

IMPLIED_SPAN = 20

metric("daily_vol", "fraction", 4, "std(close[t] / close[t-1] - 1, t in window), n - 1 in the denominator",
       """Sample standard deviation of simple daily returns in the window, not annualised; param `n` counts the
       returns. A window of N sessions or of the year has a return for each of its sessions, the first from the close
       before it; an explicit window has the returns between its own closes only.""")
metric("vol_ratio", "ratio", 1, "daily_vol(a) / daily_vol(b)",
       """Ratio of two sample deviations of daily returns over one window: how much more one swings than the other. It
       is no beta. Only instruments of the same kind are compared.""")
metric("level_percentile", "percentile", 2, "count(close[t] <= close[end]) / count(close[t]), t in window",
       """Share of the window's sessions, the session included, that closed at or below the session's level.""")
metric("implied_realised_gap", "points", 2, "vix[end] - 100 * sqrt(252) * std(benchmark returns, 20 sessions)",
       """Volatility index less the annualised sample deviation of the benchmark's last 20 daily returns, in the points
       of the index. Implied volatility looks forward, realised back.""")


@family("volatility")
def volatility(bench: Bench) -> Iterator[Figure | Gap]:
    """Deviations of every live subject, their ratios by pair, and the volatility index."""
    for subject in bench.live(*PRICED):
        yield from _deviations(bench, subject.id)
    for pair in bench.live_pairs:
        kinds = {bench.subjects[pair.a].kind, bench.subjects[pair.b].kind}
        if len(kinds) == 1 and bench.basis(pair.a) == bench.basis(pair.b):
            yield from _ratios(bench, pair.a, pair.b)
    for index in bench.live("volatility_index"):
        yield from _implied(bench, index.id)


def deviation(bench: Bench, subject: str, window: Window) -> tuple[float, int] | None:
    """Sample deviation of a window's daily returns and their number; None where too few or holed."""
    first, end = closes_of(bench, window)
    seen = bench.returns(subject)[first + 1 : end + 1]
    present = seen[np.isfinite(seen)]
    if len(present) < FEWEST or not whole(seen, end - first):
        return None
    return float(present.std(ddof=1)), len(present)


def closes_of(bench: Bench, window: Window) -> tuple[int, int]:
    """Positions of the first and last close that the daily returns of a window are taken from."""
    start, end = bench.calendar.span(window)
    return (start if window.name == "since" else start - 1), end


def _deviations(bench: Bench, subject: str) -> Iterator[Figure | Gap]:
    windows = {name: bench.window(name) for name in ("20d", "60d", "ytd")}
    windows |= {window.start.isoformat(): window for window in bench.since_windows}
    short = []
    for name, window in windows.items():
        found = deviation(bench, subject, window) if window is not None else None
        if window is None or found is None:
            # a young year is no gap: the window itself is too short for a deviation
            if window is None or window.sessions > FEWEST:
                short.append(name)
            continue
        value, number = found
        history = None
        if name == "20d":
            history = bench.history(rolling_std(bench.returns(subject), window.sessions), value)
        yield bench.figure("daily_vol", subject, window, value, [bench.span(subject, *closes_of(bench, window))],
                           history=history, params={"n": number})
    if short:
        yield bench.gap("daily_vol", subject, "short_history", detail=" ".join(short))


def _ratios(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    for name in ("60d", "ytd"):
        window = bench.window(name)
        first = deviation(bench, a, window) if window is not None else None
        second = deviation(bench, b, window) if window is not None else None
        if window is None or first is None or second is None or second[0] <= 0:
            continue
        span = closes_of(bench, window)
        yield bench.figure("vol_ratio", a, window, first[0] / second[0],
                           [bench.span(a, *span), bench.span(b, *span)], comparator=b, params={"n": first[1]})


def _implied(bench: Bench, index: str) -> Iterator[Figure | Gap]:
    levels = bench.prices(index)
    year = bench.window("1y")
    tail: Floats = levels[-YEAR:]
    if year is not None and whole(tail, YEAR):
        yield bench.figure("level_percentile", index, year, share_at_or_below(tail, float(tail[-1])),
                           [bench.span(index, bench.size - YEAR)], history=bench.history(levels))
    else:
        yield bench.gap("level_percentile", index, "short_history")
    window, benchmark = bench.window(f"{IMPLIED_SPAN}d"), bench.first_with("benchmark")
    if window is None or benchmark is None:
        return
    realised = deviation(bench, benchmark.id, window)
    if realised is not None:
        start = bench.size - IMPLIED_SPAN - 1
        yield bench.figure("implied_realised_gap", index, based(bench, window),
                           float(levels[-1]) - 100 * sqrt(YEAR) * realised[0],
                           [bench.point(index, bench.last), bench.span(benchmark.id, start)],
                           basis=bench.basis(benchmark.id), params={"benchmark": benchmark.id})
