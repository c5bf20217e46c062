"""Distances from the close to the levels that decide (K67), and the small sums that a sentence adds to a comparison."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.relative import both, day_difference
from reporter.metrics.series import runs
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap

metric(
    "watch_distance",
    "fraction",
    4,
    "level / close[end] - 1",
    """How far the close would have to move to reach a level: an average, the record close, an end of the 52-week
       range. Positive where the level is above. All distances start from the close, so they can be compared.""",
)
metric(
    "watch_mark",
    "points",
    2,
    "median(level[t]), 252 sessions to end",
    "Median of the last 252 closes of a volatility index.",
)
metric(
    "streak_longest",
    "sessions",
    0,
    "max(n) over runs of the same sign other than the one told",
    "Length of the longest other run of sessions on which the first subject beat (or trailed) the second.",
)
metric(
    "lead_given_back",
    "fraction",
    4,
    "(lead[before end] - lead[end]) / lead[before end], lead = difference of ytd returns",
    "Share of the year's lead (or deficit) that the session took away; only while the sign stayed the same.",
)
metric(
    "move_multiple",
    "ratio",
    1,
    "change_a[end] / change_b[end]",
    "Day change of one subject as a multiple of another's.",
)


@family("watchlist")
def watchlist(bench: Bench) -> Iterator[Figure | Gap]:
    """Distances to the levels that decide, and what a sentence adds to a comparison."""
    for subject_id in bench.desk.lead[:2]:
        if not bench.is_live(subject_id) or bench.subjects[subject_id].kind == "basket":
            continue
        if bench.basis(subject_id) == "price":
            yield from _distances(bench, subject_id)
    for subject in bench.live("volatility_index"):
        recent = bench.prices(subject.id)[-YEAR:]
        year = bench.window("1y")
        if year is not None and np.isfinite(recent).sum() >= YEAR * 0.95:
            yield bench.figure(
                "watch_mark",
                subject.id,
                year.model_copy(update={"base": None}),
                float(np.nanmedian(recent)),
                bench.spans(subject.id, bench.size - YEAR),
            )
    for pair in bench.live_pairs:
        if pair.role == "size" or (pair.a, pair.b) == bench.desk.lead[:2]:
            yield from _longest(bench, pair.a, pair.b)
            yield from _given_back(bench, pair.a, pair.b)
    yield from _multiples(bench)


def _distances(bench: Bench, subject_id: str) -> Iterator[Figure]:
    """Averages, record close and 52-week ends (intraday where there are highs and lows) against the close."""
    closes, last, size = bench.prices(subject_id), bench.last, bench.size
    highs, lows = bench.column(subject_id, "high"), bench.column(subject_id, "low")
    intraday = bool(np.isfinite(highs[-YEAR:]).mean() > 0.95 and np.isfinite(lows[-YEAR:]).mean() > 0.95)
    first = bench.first(subject_id) or 0
    top, bottom = (highs, lows) if intraday else (closes, closes)
    levels = {
        "sma20": (np.mean(closes[-20:]), 20, "close"),
        "sma50": (np.mean(closes[-50:]), 50, "close"),
        "sma200": (np.mean(closes[-200:]), 200, "close"),
        "record": (np.nanmax(closes), size - first, "close"),
        "high52": (np.nanmax(top[-YEAR:]), YEAR, "high" if intraday else "close"),
        "low52": (np.nanmin(bottom[-YEAR:]), YEAR, "low" if intraday else "close"),
    }
    for name, (level, length, field) in levels.items():
        if size - first < length or not np.isfinite(level):
            continue
        span = bench.span(subject_id, size - length, field=field)
        yield bench.figure(
            "watch_distance",
            subject_id,
            bench.today,
            float(level) / float(closes[last]) - 1,
            (span, bench.point(subject_id, last)),
            tail=name,
            params={"level": name},
        )


def _longest(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    difference = day_difference(bench, a, b)
    if not np.isfinite(difference[-1]):
        return
    signs = np.nan_to_num(np.sign(difference)).astype(np.int64)
    ended = len(signs) > 1 and signs[-1] != signs[-2] and signs[-2] != 0
    sign, end = (int(signs[-2]), bench.last - 1) if ended else (int(signs[-1]), bench.last)
    starts, ends = runs(signs == sign)
    others = ends != end
    if sign == 0 or not others.any():
        return
    lengths = (ends - starts + 1)[others]
    longest = int(len(lengths) - 1 - np.argmax(lengths[::-1]))
    dates = {
        "start": bench.calendar.date(int(starts[others][longest])),
        "end": bench.calendar.date(int(ends[others][longest])),
        "looked_from": bench.calendar.date(int(np.flatnonzero(np.isfinite(difference))[0])),
    }
    window = bench.inception(a if (bench.first(a) or 0) >= (bench.first(b) or 0) else b)
    yield bench.figure(
        "streak_longest",
        a,
        window,
        float(lengths[longest]),
        both(bench, a, b),
        comparator=b,
        dates=dates,
        params={"sign": sign, "ended": int(ended)},
    )


def _given_back(bench: Bench, a: str, b: str) -> Iterator[Figure]:
    now, prior = bench.window("ytd"), bench.window("ytd_prior")
    if now is None or prior is None:
        return
    legs = [bench.window_return(s, w) for w in (now, prior) for s in (a, b)]
    if any(leg is None for leg in legs):
        return
    today, yesterday = legs[0] - legs[1], legs[2] - legs[3]  # type: ignore[operator]
    if yesterday == 0 or today * yesterday <= 0:
        return
    inputs = [item for w in (now, prior) for s in (a, b) for item in bench.return_inputs(s, w)]
    yield bench.figure(
        "lead_given_back", a, bench.today, (yesterday - today) / yesterday, dict.fromkeys(inputs), comparator=b
    )


def _multiples(bench: Bench) -> Iterator[Figure]:
    anchor = next(iter(bench.desk.lead), "")
    for subject in bench.live_with("industry"):
        if not bench.is_live(anchor):
            return
        change, base = float(bench.returns(subject.id)[-1]), float(bench.returns(anchor)[-1])
        if np.isfinite(change) and np.isfinite(base) and abs(base) >= 0.005:
            inputs = (*bench.return_inputs(subject.id, bench.today), *bench.return_inputs(anchor, bench.today))
            yield bench.figure("move_multiple", subject.id, bench.today, change / base, inputs, comparator=anchor)
