"""First closes beyond a base of months or years (K24), and round levels with their campaigns (K77)."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import PRICED
from reporter.metrics.series import Floats, first_seen, rolling_max
from reporter.metrics.significance import whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Subject

BASES = {"1d": 250, "2y": 2 * YEAR, "3y": 3 * YEAR, "5y": 5 * YEAR}
"""Tails of the figures' ids and the sessions of the base that each leaves."""
INSIDE = 60
"""A breakout follows at least so many closes within their own base."""
CAMPAIGN = 0.05
"""A campaign for a level lasts while closes stay within this share of it."""

metric("range_breakout", "sessions", 0, "n, sessions to end - 1 whose close lay within the base's closes before it",
       """On the first close beyond the highest or lowest close of the base (param `base` sessions before it: 250, or
       two, three or five years), after at least 60 sessions within: for how many sessions closes had stayed within.
       Param `direction` is 1 above, -1 below; dates `base_start` and `base_end` bound the base.""")
metric("range_breakout_level", "level", 2, "max(close[t], t in base), or min(close[t], t in base)",
       """The highest (or lowest) close of the base that a breakout left; date `date` is when it was reached.""")
metric("round_level", "level", 0, "L with close[base] < L <= close[end], or close[end] < L <= close[base]",
       """Roundest level between two consecutive closes, told on the day of the crossing only. Param `direction` is 1
       upwards, `crossings` counts the crossings of the last 252 sessions (this one included), `first` is 1 if it is
       the only one in its direction.""")
metric("round_level_crossings", "count", 0, "count(t in campaign : close[t] and close[t-1] on two sides of L)",
       """Crossings of that level in this campaign, up and down, the session's included. The campaign began (date
       `start`) after the last close that stood more than five percent away from the level. Param `in_direction` counts
       those in the session's direction.""")


@family("breakouts")
def breakouts(bench: Bench) -> Iterator[Figure | Gap]:
    """Breakouts of every live subject, round levels of indices."""
    for subject in bench.live(*PRICED, "volatility_index"):
        yield from _breakouts(bench, subject)
        if subject.kind in ("index", "volatility_index") and bench.basis(subject.id) == "price":
            yield from _round(bench, subject)


def _breakouts(bench: Bench, subject: Subject) -> Iterator[Figure]:
    prices = bench.prices(subject.id)
    for tail, base in BASES.items():
        if bench.size < base + INSIDE + 1:
            return
        before = prices[-base - 1 : -1]
        if not whole(before, base):
            return
        direction = 1 if prices[-1] > np.nanmax(before) else -1 if prices[-1] < np.nanmin(before) else 0
        if not direction:
            # a close within the shorter base is within the longer ones
            return
        # the whole history is only searched on a day of a breakout
        sessions = within(prices, base)
        if sessions >= INSIDE:
            yield from _breakout(bench, subject, tail, base, direction, sessions)


def _breakout(
    bench: Bench, subject: Subject, tail: str, base: int, direction: int, sessions: int
) -> Iterator[Figure]:
    prices, start = bench.prices(subject.id), bench.size - base - 1
    params: dict[str, float | int | str] = {"direction": direction, "base": base, "inside": INSIDE}
    dates = {"base_start": bench.calendar.date(start), "base_end": bench.calendar.date(bench.last - 1)}
    yield bench.figure("range_breakout", subject.id, bench.today, sessions,
                       [bench.span(subject.id, bench.last - sessions - base - 1)], tail=tail, params=params,
                       dates=dates)
    if bench.basis(subject.id) == "price":
        inside = prices[start:-1]
        level = float(np.nanmax(inside) if direction > 0 else np.nanmin(inside))
        at = start + int(np.flatnonzero(inside == level)[-1])
        yield bench.figure("range_breakout_level", subject.id, bench.today, level,
                           [bench.span(subject.id, start, bench.last - 1)], tail=tail, params=params,
                           dates={**dates, "date": bench.calendar.date(at)})


def within(prices: Floats, base: int) -> int:
    """Sessions before the last one whose close lay within the `base` closes before it, in a row."""
    highest, lowest = rolling_max(prices, base), -rolling_max(-prices, base)
    outside = np.zeros(len(prices), dtype=bool)
    outside[1:] = (prices[1:] > highest[:-1]) | (prices[1:] < lowest[:-1])
    # a series that starts late has a base only once it is as long as one
    first = (first_seen(prices) or 0) + base - 1
    beyond = np.flatnonzero(outside[: len(prices) - 1])
    last = max(int(beyond[-1]), first) if len(beyond) else first
    return max(len(prices) - 2 - last, 0)


def _round(bench: Bench, subject: Subject) -> Iterator[Figure]:
    closes = bench.prices(subject.id)
    if bench.size < 2 or not np.isfinite(closes[-2]):
        return
    # a volatility index moves through the finer levels every other day
    parts = (1.0, 0.5, 0.1) if subject.kind == "index" else (1.0,)
    level = roundest(float(closes[-2]), float(closes[-1]), parts)
    if level is None:
        return
    ups, downs = crossings(closes[-YEAR - 1 :], level)
    direction = 1 if closes[-1] >= level else -1
    yield bench.figure("round_level", subject.id, bench.today, level,
                       [bench.span(subject.id, max(bench.size - YEAR - 1, bench.first(subject.id) or 0))],
                       params={"direction": direction, "crossings": ups + downs,
                               "first": int((ups if direction > 0 else downs) == 1)})
    away = np.flatnonzero(np.abs(closes[:-1] / level - 1.0) > CAMPAIGN)
    start = int(away[-1]) + 1 if len(away) else bench.first(subject.id) or 0
    ups, downs = crossings(closes[max(start - 1, 0) :], level)
    yield bench.figure("round_level_crossings", subject.id, bench.today, ups + downs,
                       [bench.span(subject.id, max(start - 1, 0))], dates={"start": bench.calendar.date(start)},
                       params={"level": level, "direction": direction, "band": CAMPAIGN,
                               "in_direction": ups if direction > 0 else downs})


def crossings(closes: Floats, level: float) -> tuple[int, int]:
    """How often consecutive closes went up through a level, and down; missing closes are passed over."""
    above = closes[np.isfinite(closes)] >= level
    return int(np.count_nonzero(~above[:-1] & above[1:])), int(np.count_nonzero(above[:-1] & ~above[1:]))


def roundest(before: float, after: float, parts: tuple[float, ...]) -> float | None:
    """The roundest level that two closes straddle: a multiple of their power of ten, or of a part of it."""
    low, high = sorted((before, after))
    if not high > 0:
        return None
    order = floor(log10(high))
    for step in (10.0**order * part for part in parts):
        level = floor(high / step) * step
        if low < level <= high:
            return level
    return None
