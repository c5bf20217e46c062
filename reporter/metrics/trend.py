"""Where the close stands against its moving averages (K22, K23, K74)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import NOISE, Floats, rolling_mean, run_to
from reporter.model import Figure, Gap, Subject, Window

LENGTHS = (20, 50, 200)
SLOPE = 5
"""A slope is the change of the average over this many sessions."""

SHARE_LENGTH, SHARE_SESSIONS = 50, 60

for _length in LENGTHS:
    metric(f"sma{_length}", "level", 2, f"mean(close[t], {_length} sessions to end)",
           f"""Mean of the last {_length} closes, the session's included.""")
metric("sma_distance", "fraction", 4, "close[end] / mean(close[t], t in window) - 1",
       """Close over the mean of the window's closes, less one: positive above the average.""")
metric("sma_slope", "fraction", 4, "sma[end] / sma[end - 5] - 1",
       """Change of the moving average over five sessions. The window's length is the average's.""")
metric("sma_cross", "sessions", 0, "n, sessions to end - 1 with close on the other side of its average",
       """On a day when the close crossed its moving average only: for how many sessions it had been on the other side.
       Param `direction` is 1 if it crossed upwards. A close on the average counts as not above.""")
metric("golden_cross", "sessions", 0, "n, sessions to end - 1 with sma50 on the other side of sma200",
       """On a day when the 50-session average crossed the 200-session one only: for how many sessions it had been on
       the other side. Param `direction` is 1 for a golden cross, -1 for a death cross.""")
metric("golden_cross_since", "sessions", 0, "end - max(t : sma50[t] and sma50[t-1] on two sides of sma200)",
       """Sessions since the 50-session average last crossed the 200-session one; date `crossed` is that day, param
       `direction` 1 for a golden cross, -1 for a death cross.""")
metric("share_above_sma", "fraction", 2, "count(close[t] > sma50[t]) / 60, 60 sessions to end",
       """Share of the last 60 sessions that closed above their own 50-session average.""")


@dataclass(frozen=True)
class Average:
    """One moving average of a subject over all sessions, and the close's distance from it."""

    length: int
    levels: Floats
    distance: Floats


@family("trend")
def trend(bench: Bench) -> Iterator[Figure | Gap]:
    """Averages, distances, slopes and crosses of every live subject."""
    for subject in bench.live(*PRICED):
        prices = bench.prices(subject.id)
        averages: dict[int, Average] = {}
        for length in LENGTHS:
            levels = rolling_mean(prices, length)
            averages[length] = Average(length, levels, prices / levels - 1.0)
            yield from _one(bench, subject, averages[length])
        yield from _golden(bench, subject, averages[50], averages[200])
        yield from _since_golden(bench, subject, averages[50], averages[200])
        yield from _share(bench, subject, averages[SHARE_LENGTH])


def _one(bench: Bench, subject: Subject, average: Average) -> Iterator[Figure | Gap]:
    length, last = average.length, bench.last
    window = _window(bench, length)
    if window is None or not np.isfinite(average.levels[last]):
        yield bench.gap("sma_distance", subject.id, "short_history", detail=f"{length}d")
        return
    start = bench.size - length
    # the session's own value is summed directly: rolling sums carry noise that history does not mind
    level = float(bench.prices(subject.id)[start:].mean())
    inputs = [bench.span(subject.id, start)]
    if bench.basis(subject.id) == "price":
        yield bench.figure(f"sma{length}", subject.id, window, level, inputs)
    distance = float(bench.prices(subject.id)[last]) / level - 1.0
    yield bench.figure("sma_distance", subject.id, window, distance, inputs,
                       history=bench.history(average.distance, distance))
    before = average.levels[last - SLOPE] if last >= SLOPE else np.nan
    if np.isfinite(before):
        yield bench.figure("sma_slope", subject.id, window, level / before - 1.0,
                           [bench.span(subject.id, start - SLOPE)], params={"steps": SLOPE})
    crossed = crossing(average.distance)
    if crossed is not None:
        sessions, direction = crossed
        yield bench.figure("sma_cross", subject.id, window, sessions,
                           [bench.span(subject.id, bench.last - sessions - length)],
                           params={"direction": direction, "length": length})


def crossing(distance: Floats) -> tuple[int, int] | None:
    """Sessions spent on the other side and the direction, if the last observation is on a new side."""
    if len(distance) < 2 or not np.isfinite(distance[-2:]).all():
        return None
    above = distance > NOISE
    if above[-1] == above[-2]:
        return None
    known = np.isfinite(distance)
    sessions = run_to(known & (above == above[-2]), len(distance) - 2)
    return sessions, 1 if above[-1] else -1


def _golden(bench: Bench, subject: Subject, short: Average, long: Average) -> Iterator[Figure]:
    window = _window(bench, long.length)
    crossed = crossing(short.levels / long.levels - 1.0)
    if crossed is not None and window is not None:
        sessions, direction = crossed
        yield bench.figure("golden_cross", subject.id, window, sessions,
                           [bench.span(subject.id, bench.last - sessions - long.length)],
                           params={"direction": direction, "short": short.length, "long": long.length})


def _since_golden(bench: Bench, subject: Subject, short: Average, long: Average) -> Iterator[Figure]:
    window = _window(bench, long.length)
    apart = short.levels / long.levels - 1.0
    known = np.flatnonzero(np.isfinite(apart))
    if window is None or not len(known) or known[-1] != bench.last:
        return
    above = apart[known] > NOISE
    turns = np.flatnonzero(above[1:] != above[:-1]) + 1
    if not len(turns):
        return
    at = int(known[turns[-1]])
    yield bench.figure("golden_cross_since", subject.id, window, bench.last - at,
                       [bench.span(subject.id, at - long.length)], dates={"crossed": bench.calendar.date(at)},
                       params={"direction": 1 if above[-1] else -1, "short": short.length, "long": long.length})


def _share(bench: Bench, subject: Subject, average: Average) -> Iterator[Figure]:
    window = _window(bench, SHARE_SESSIONS)
    recent = average.distance[-SHARE_SESSIONS:]
    if window is not None and len(recent) == SHARE_SESSIONS and np.isfinite(recent).all():
        yield bench.figure("share_above_sma", subject.id, window,
                           int(np.count_nonzero(recent > NOISE)) / SHARE_SESSIONS,
                           [bench.span(subject.id, bench.size - SHARE_SESSIONS - average.length + 1)],
                           params={"length": average.length})


def _window(bench: Bench, length: int) -> Window | None:
    """The last `length` sessions, without a base: no return is taken."""
    start = bench.size - length
    return bench.calendar.between(f"{length}d", start, bench.last, base=False) if start >= 0 else None
