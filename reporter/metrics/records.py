"""Closing records and new closing extremes of a year (K21, K09)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Bools, Floats, rolling_max, running_max
from reporter.metrics.significance import whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, History, Subject

metric("record_close", "level", 2, "max(close[t], t to end)",
       """Highest close of the whole history, the session's included; date `date` is the day it was set, param
       `is_today` is 1 if that is the session.""")
metric("record_distance", "fraction", 4, "close[end] / max(close[t], t to end) - 1",
       """Close over the highest close of the whole history, less one.""")
metric("record_count", "count", 0, "count(t in window : close[t] > max(close before t))",
       """Number of sessions in the window that closed above every close before them.""")
metric("record_drought", "sessions", 0, "end - max(t < end : close[t] > max(close before t))",
       """On a day of a closing record only: sessions since the record before it; date `since` is that day.""")
metric("high_52w_new", "sessions", 0, "end - max(t < end : close[t] > max(251 closes before t))",
       """On a day whose close is above the 251 closes before it only: sessions since the last such day (where there is
       none, the sessions searched, with param `record` 1).""")
metric("low_52w_new", "sessions", 0, "end - max(t < end : close[t] < min(251 closes before t))",
       """On a day whose close is below the 251 closes before it only: sessions since the last such day (where there is
       none, the sessions searched, with param `record` 1).""")


@family("records")
def records(bench: Bench) -> Iterator[Figure | Gap]:
    """Records of every live subject with at least a year of history."""
    for subject in bench.live(*PRICED, "volatility_index"):
        prices = bench.prices(subject.id)
        if not whole(prices[-YEAR:], YEAR):
            yield bench.gap("record_close", subject.id, "short_history")
            continue
        if subject.kind != "volatility_index":
            yield from _records(bench, subject, prices)
        yield from _new_extremes(bench, subject, prices)


def new_records(prices: Floats) -> Bools:
    """Whether each close is above every close before it; the first observation is none."""
    best = running_max(prices)
    result = np.zeros(len(prices), dtype=bool)
    result[1:] = prices[1:] > best[:-1]
    return result


def _records(bench: Bench, subject: Subject, prices: Floats) -> Iterator[Figure]:
    window, first = bench.inception(subject.id), bench.first(subject.id) or 0
    inputs = [bench.span(subject.id, first)]
    set_on = int(np.nanargmax(prices))
    dates, today = {"date": bench.calendar.date(set_on)}, int(set_on == bench.last)
    if bench.basis(subject.id) == "price":
        yield bench.figure("record_close", subject.id, window, prices[set_on], inputs, dates=dates,
                           params={"is_today": today}, history=_searched(bench, prices, set_on))
    yield bench.figure("record_distance", subject.id, window, prices[-1] / prices[set_on] - 1.0, inputs,
                       dates=dates, params={"is_today": today})
    fresh = new_records(prices)
    for name in bench.names("5d", "ytd"):
        counted = bench.window(name)
        if counted is None:
            continue
        start, end = bench.calendar.span(counted)
        if start > first:
            yield bench.figure("record_count", subject.id, counted, int(np.count_nonzero(fresh[start : end + 1])),
                               inputs)
    earlier = np.flatnonzero(fresh[:-1])
    if fresh[-1] and len(earlier):
        since = int(earlier[-1])
        yield bench.figure("record_drought", subject.id, window, bench.last - since, inputs,
                           dates={"since": bench.calendar.date(since)})


def _searched(bench: Bench, prices: Floats, set_on: int) -> History:
    """Where the record was looked for, and the record that stood before it."""
    seen = np.flatnonzero(np.isfinite(prices))
    before = int(np.nanargmax(prices[:set_on])) if set_on > seen[0] else None
    return History(
        start=bench.calendar.date(int(seen[0])), end=bench.session, observations=len(seen), rank=1,
        runner_up=None if before is None else float(prices[before]),
        runner_up_date=None if before is None else bench.calendar.date(before),
    )


def _new_extremes(bench: Bench, subject: Subject, prices: Floats) -> Iterator[Figure]:
    for name, direction in (("high_52w_new", 1), ("low_52w_new", -1)):
        signed = direction * prices
        if not signed[-1] > np.nanmax(signed[-YEAR:-1]):
            continue
        # a young history starts with highs and lows of less than a year: only whole years count
        highest = rolling_max(signed, YEAR - 1)
        first = (bench.first(subject.id) or 0) + YEAR - 1
        hits = np.flatnonzero(signed[first:-1] > highest[first - 1 : -2]) + first
        last = int(hits[-1]) if len(hits) else None
        yield bench.figure(
            name, subject.id, bench.today, bench.last - (first if last is None else last),
            [bench.span(subject.id, (first if last is None else last) - YEAR + 1)],
            dates={} if last is None else {"since": bench.calendar.date(last)},
            params={"record": int(last is None), "length": YEAR},
        )
