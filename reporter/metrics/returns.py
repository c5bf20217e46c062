"""Returns and levels of one subject (K01-K05, K14, K18, K91)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.model import Figure, Gap, Subject

PRICED = ("index", "etf", "stock", "currency", "commodity")
"""Kinds whose price changes are returns. A yield's are basis points, a volatility index's are points."""

TRAILING = ("5d", "20d", "1m", "3m", "6m", "12m")

metric("close_level", "level", 2, "close[end]",
       """Closing level of the session, unadjusted for dividends.""")
metric("day_change", "fraction", 4, "close[end] / close[base] - 1",
       """Close over the close of the session before, less one. Its history is every earlier one-day change.""")
metric("period_point_change", "level", 2, "close[end] - close[base]",
       """Change of the closing level over the window, in the unit of the level.""")
metric("trailing_return", "fraction", 4, "close[end] / close[base] - 1",
       """Close over the close before the window's start, less one. A window of N months starts after the same
       day N months back, rolled to the session on or before it.""")
metric("ytd_return", "fraction", 4, "close[end] / close[base] - 1",
       """Close over the last close of the old year, less one.""")
metric("period_return", "fraction", 4, "close[end] / close[base] - 1",
       """Close at the end of an explicit window over the close of the session before its start, less one.""")


@family("returns")
def returns(bench: Bench) -> Iterator[Figure | Gap]:
    """Levels, day changes and window returns of every live subject."""
    for subject in bench.live():
        yield from _levels(bench, subject)
        if subject.kind in (*PRICED, "volatility_index"):
            yield from _day_change(bench, subject)
        if subject.kind in PRICED:
            yield from _windows(bench, subject)
            yield from _explicit(bench, subject)


def _levels(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    if bench.basis(subject.id) != "price":
        yield bench.gap("close_level", subject.id, "adjusted_only")
        return
    closes = bench.prices(subject.id)
    yield bench.figure("close_level", subject.id, bench.today, closes[bench.last],
                       [bench.point(subject.id, bench.last)], history=bench.history(closes))
    windows = [bench.today, *bench.period_windows]
    windows += bench.since_windows if subject.kind in PRICED else ()
    for window in windows if subject.kind not in ("yield", "future") else ():
        start, end = bench.calendar.span(window)
        if window.base is not None and np.isfinite(closes[[start - 1, end]]).all():
            yield bench.figure("period_point_change", subject.id, window, closes[end] - closes[start - 1],
                               bench.return_inputs(subject.id, window),
                               history=None if subject.kind in PRICED or window is not bench.today
                               else bench.history(bench.changes(subject.id)))


def _day_change(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    changes = bench.returns(subject.id)
    value = float(changes[bench.last])
    if not np.isfinite(value):
        why = "days_elsewhere" if bench.between(subject.id)[bench.last] else missing(bench, subject.id, bench.last - 1)
        yield bench.gap("day_change", subject.id, why)
        return
    yield bench.figure("day_change", subject.id, bench.today, value,
                       bench.return_inputs(subject.id, bench.today), history=bench.history(changes))


def _windows(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    short: list[str] = []
    for name in TRAILING:
        yield from _one(bench, subject.id, "trailing_return", name, short)
    for name in ("ytd", "ytd_prior"):
        yield from _one(bench, subject.id, "ytd_return", name, short)
    if short:
        yield bench.gap("trailing_return", subject.id, "short_history", detail=" ".join(short))


def _one(bench: Bench, subject: str, name: str, window_name: str, short: list[str]) -> Iterator[Figure]:
    """The figure of one named window; a window that cannot be had is added to `short`."""
    window = bench.window(window_name)
    value = bench.window_return(subject, window) if window is not None else None
    if window is not None and value is not None:
        yield bench.figure(name, subject, window, value, bench.return_inputs(subject, window),
                           history=bench.window_history(subject, window))
    elif window_name != "ytd_prior":
        short.append(window_name)


def _explicit(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    for window in (*bench.period_windows, *bench.since_windows):
        value = bench.window_return(subject.id, window)
        if value is None:
            yield bench.gap("period_return", subject.id, "short_history", detail=window.start.isoformat())
            continue
        yield bench.figure("period_return", subject.id, window, value, bench.return_inputs(subject.id, window),
                           history=bench.window_history(subject.id, window))


def missing(bench: Bench, subject: str, position: int) -> str:
    """Why a price at a position is missing: before the first one (`short_history`), or a hole (`missing_bars`)."""
    first = bench.first(subject)
    return "short_history" if first is None or position < first else "missing_bars"
