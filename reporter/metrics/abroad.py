"""Shares abroad against shares at home, by calendar year (K12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats
from reporter.model import Figure, Gap, History, Window

FIELD = "adj_close"
FEWEST = 3
"""Completed years without which no year is the first since another."""

metric("intl_relative", "pp", 4, "(a[end] / a[base] - 1) - (b[end] / b[base] - 1), adjusted closes",
       """Total return of shares abroad less that of shares at home over a calendar year (tail: the year; the
       edition's own year to the session). Its history is the completed years that both funds have.""")
metric("intl_lead_since", "count", 0, "years to end without the sign of intl_relative[end]",
       """For how many years in a row, before the last completed one, the other side had been ahead: 8 where shares
       abroad beat those at home for the first time in eight years. Date `since` is the end of the last year of the same
       sign; where there is none, param `record` is 1. Only if the sign changed.""")


@family("abroad")
def abroad(bench: Bench) -> Iterator[Figure | Gap]:
    """The funds with the roles `foreign` and `benchmark_etf`, the last completed year and the present one."""
    foreign, home = bench.first_with("foreign"), bench.first_with("benchmark_etf")
    if foreign is None or home is None:
        return
    if not (bench.has(foreign.id, FIELD) and bench.has(home.id, FIELD)):
        yield bench.gap("intl_relative", foreign.id, "no_prices")
        return
    ends = year_ends(bench)
    gaps = np.array([difference(bench, foreign.id, home.id, a, b) for a, b in pairwise(ends)])
    whole = gaps if _year_over(bench) else gaps[:-1]
    told = range(max(len(whole) - 1, 0), len(gaps))
    for at in told:
        if not np.isfinite(gaps[at]):
            continue
        window = bench.calendar.between(_name(bench, ends[at + 1]), int(ends[at]) + 1, int(ends[at + 1]))
        yield _figure(bench, foreign.id, home.id, window, gaps, at, whole, ends)
    yield from _since(bench, foreign.id, home.id, whole, ends)


def year_ends(bench: Bench) -> list[int]:
    """Positions of the last session of every year, the present one's last so far included."""
    years = bench.calendar.days.astype("datetime64[D]").astype("datetime64[Y]")
    return [int(at) for at in np.flatnonzero(np.r_[years[1:] != years[:-1], True])]


def difference(bench: Bench, a: str, b: str, start: int, end: int) -> float:
    """Total return of one fund less that of another between two closes; NaN where one is missing."""
    first, second = bench.column(a, FIELD), bench.column(b, FIELD)
    return float(first[end] / first[start] - second[end] / second[start])


def _year_over(bench: Bench) -> bool:
    """Whether no weekday of the session's year is left."""
    left = np.busday_count(bench.session, date(bench.session.year + 1, 1, 1)) - 1
    return bool(left <= 0)


def _name(bench: Bench, end: int) -> str:
    return f"{bench.calendar.date(end).year}"


def _figure(
    bench: Bench, a: str, b: str, window: Window, gaps: Floats, at: int, whole: Floats, ends: list[int]
) -> Figure:
    seen = np.flatnonzero(np.isfinite(whole))
    history = None
    if len(seen):
        value, known = float(gaps[at]), whole[seen]
        enough = len(seen) >= FEWEST
        history = History(
            start=bench.calendar.date(ends[int(seen[0])] + 1), end=bench.calendar.date(ends[int(seen[-1]) + 1]),
            observations=len(seen), percentile=float(np.mean(known <= value)) if enough else None,
            rank=1 + int(np.sum(known > value)) if enough else None,
        )
    inputs = (*bench.return_inputs(a, window, FIELD), *bench.return_inputs(b, window, FIELD))
    return bench.figure("intl_relative", a, window, gaps[at], inputs, comparator=b, history=history,
                        basis="total_return")


def _since(bench: Bench, a: str, b: str, whole: Floats, ends: list[int]) -> Iterator[Figure]:
    """How long the other side had led before the last completed year."""
    seen = np.flatnonzero(np.isfinite(whole))
    if len(seen) < FEWEST or seen[-1] != len(whole) - 1:
        return
    signs = np.sign(whole[seen])
    same = np.flatnonzero(signs[:-1] == signs[-1])
    years = len(seen) - 1 - (int(same[-1]) + 1 if len(same) else 0)
    if not years:
        return
    dates = {"since": bench.calendar.date(ends[int(seen[same[-1]]) + 1])} if len(same) else {}
    window = bench.calendar.between(_name(bench, ends[int(seen[-1]) + 1]), ends[int(seen[-1])] + 1,
                                    ends[int(seen[-1]) + 1])
    points = [bench.point(s, ends[int(at) + more], FIELD) for at in seen for s in (a, b) for more in (0, 1)]
    yield bench.figure("intl_lead_since", a, window, years, dict.fromkeys(points), comparator=b, dates=dates,
                       basis="total_return", params={"record": int(not len(same)), "sign": int(signs[-1])})
