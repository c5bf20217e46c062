"""Within the day (K72's neighbours): how far a session reached, and what its close kept of that."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, share_at_or_below
from reporter.metrics.significance import based, unmatched, whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Subject, Window

metric("day_high", "level", 2, "high[end]",
       """Highest price of the session, in the unit of the level.""")
metric("day_low", "level", 2, "low[end]",
       """Lowest price of the session, in the unit of the level.""")
metric("day_high_change", "fraction", 4, "high[end] / close[base] - 1",
       """The session's high over the close of the session before, less one.""")
metric("day_low_change", "fraction", 4, "low[end] / close[base] - 1",
       """The session's low over the close of the session before, less one.""")
metric("fade_from_high", "fraction", 4, "close[end] / high[end] - 1",
       """Close over the session's own high, less one: zero or negative.""")
metric("rise_from_low", "fraction", 4, "close[end] / low[end] - 1",
       """Close over the session's own low, less one: zero or positive.""")
metric("day_place", "fraction", 2, "(close[end] - low[end]) / (high[end] - low[end])",
       """Where the close stands between the session's low (0) and its high (1).""")
metric("fade_significance", "percentile", 2,
       "count(close[t] / high[t] >= close[end] / high[end]) / count(close[t]), t in window",
       """Share of the last 252 sessions, this one included, that closed at most as far below their own high.""")
metric("rise_significance", "percentile", 2,
       "count(close[t] / low[t] <= close[end] / low[end]) / count(close[t]), t in window",
       """Share of the last 252 sessions, this one included, that closed at most as far above their own low.""")

metric("fade_since", "sessions", 0, "end - max(t : close[t] as far below high[t], t < end)",
       """Sessions since the last close at least as far below its session's high. Where none was, the number of earlier
       sessions searched, with param `record` 1. Only where none was for a month.""")
metric("rise_since", "sessions", 0, "end - max(t : close[t] as far above low[t], t < end)",
       """Sessions since the last close at least as far above its session's low, counted like `fade_since`.""")


@family("intraday")
def intraday(bench: Bench) -> Iterator[Figure]:
    """The session's reach and close of the desk's two lead subjects, where a whole year has highs and lows.

    A source that gives highs now and then, or repeats the close as both, tells nothing of the course of a day.
    """
    for name in bench.desk.lead[:2]:
        subject = next((s for s in bench.live(*PRICED) if s.id == name), None)
        if subject is not None and bench.basis(name) == "price":
            yield from _course(bench, subject)


def _course(bench: Bench, subject: Subject) -> Iterator[Figure]:
    window = bench.window("1y")
    if window is None or bench.size <= YEAR:
        return
    closes, highs, lows = (bench.column(subject.id, field)[-YEAR:] for field in ("close", "high", "low"))
    before = float(bench.prices(subject.id)[bench.last - 1])
    close, high, low = float(closes[-1]), float(highs[-1]), float(lows[-1])
    if not (whole(highs, YEAR) and whole(lows, YEAR) and np.isfinite([high, low, close, before]).all()):
        return
    if not low <= close <= high or not low < high:
        return
    base = bench.point(subject.id, bench.last - 1)
    at = {field: bench.point(subject.id, bench.last, field) for field in ("high", "low", "close")}
    today = bench.today
    yield bench.figure("day_high", subject.id, today, high, [at["high"]])
    yield bench.figure("day_low", subject.id, today, low, [at["low"]])
    yield bench.figure("day_high_change", subject.id, today, high / before - 1.0, [base, at["high"]])
    yield bench.figure("day_low_change", subject.id, today, low / before - 1.0, [base, at["low"]])
    yield bench.figure("fade_from_high", subject.id, today, close / high - 1.0, [at["high"], at["close"]])
    yield bench.figure("rise_from_low", subject.id, today, close / low - 1.0, [at["low"], at["close"]])
    yield bench.figure("day_place", subject.id, today, (close - low) / (high - low),
                       [at["high"], at["low"], at["close"]])
    yield _share(bench, subject, window, "fade_significance", "high", 1.0 - closes / highs)
    yield _share(bench, subject, window, "rise_significance", "low", closes / lows - 1.0)
    yield from _since(bench, subject, "fade_since", "high")
    yield from _since(bench, subject, "rise_since", "low")


def _since(bench: Bench, subject: Subject, name: str, field: str) -> Iterator[Figure]:
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.asarray(bench.column(subject.id, "close") / bench.column(subject.id, field) - 1.0)
    found = unmatched(bench, ways)
    if found is not None:
        start = found.start + 1
        yield bench.figure(name, subject.id, bench.today, found.sessions,
                           [bench.span(subject.id, start, field=field), bench.span(subject.id, start)],
                           history=found.history, dates=found.dates, params=found.params)


def _share(bench: Bench, subject: Subject, window: Window, name: str, field: str, sizes: Floats) -> Figure:
    start = bench.size - YEAR
    return bench.figure(
        name, subject.id, based(bench, window), share_at_or_below(sizes, float(sizes[-1])),
        [bench.span(subject.id, start, field=field), bench.span(subject.id, start)],
    )
