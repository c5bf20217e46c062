"""How rare a difference, a level or a distance is, as a share that a sentence can print."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.relative import both, day_difference
from reporter.metrics.series import Floats, rolling_mean
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Window

AVERAGES = (20, 50, 200)
OUTLIER = 0.995

metric(
    "tail_share",
    "percentile",
    3,
    "count(difference[t] at least as far out on the side of difference[end]) / count(t)",
    """Share of all common sessions on which the day's difference of returns was at least as large in the direction
       of the session's difference, the session included.""",
)
metric(
    "gap_significance",
    "percentile",
    2,
    "count(abs(difference[t]) < abs(difference[end])) / count(t), 252 sessions to end",
    "Share of the last 252 sessions on which the day's difference of returns was smaller in absolute size.",
)
metric(
    "share_above",
    "percentile",
    2,
    "count(level[t] > level[end]) / count(t), 252 sessions to end",
    "Share of the last 252 sessions, the session included, that closed above the session's level.",
)
metric(
    "share_below",
    "percentile",
    2,
    "count(level[t] < level[end]) / count(t), 252 sessions to end",
    "Share of the last 252 sessions, the session included, that closed below the session's level.",
)
metric(
    "distance_rarity",
    "percentile",
    2,
    "count(abs(d[t]) < abs(d[end]) or sign differs) / count(t), d = close / mean(close, n) - 1",
    """Share of all sessions with an average on which the close stood less far from its n-session average in the
       session's direction.""",
)
metric(
    "spread_significance",
    "percentile",
    2,
    "count(spread[t] < spread[end]) / count(t), 252 sessions to end",
    "Share of the last 252 sessions on which the distance between the best and the worst sector was smaller.",
)

metric(
    "sectors_below_sma50",
    "count",
    0,
    "count(close[end] < mean(close[t], 50 sessions to end))",
    "Sector funds that closed below their 50-session average.",
)


def _span(bench: Bench, window: Window) -> Window:
    """The window without a base: no return is taken over it."""
    return window.model_copy(update={"base": None})


def _last_year(values: Floats) -> Floats | None:
    """The last 252 observations that exist, or None unless the session has one and the year is nearly whole."""
    tail = values[-YEAR:]
    seen = tail[np.isfinite(tail)]
    return seen if len(tail) == YEAR and np.isfinite(tail[-1]) and len(seen) >= YEAR * 0.95 else None


@family("rarity")
def rarity(bench: Bench) -> Iterator[Figure | Gap]:
    """Tails of differences, places of levels in a year, distances from averages and between sectors."""
    year = bench.window("1y")
    for pair in bench.live_pairs:
        yield from _differences(bench, pair.a, pair.b, year)
    yield from _sanity(bench, year)
    if year is None:
        return
    for subject in bench.live("volatility_index", "yield"):
        yield from _levels(bench, subject.id, year)
    yield from _below(bench)
    yield from _sectors(bench, year)
    for subject_id in bench.desk.lead[:2]:
        if bench.is_live(subject_id) and bench.subjects[subject_id].kind != "basket":
            yield from _distances(bench, subject_id)


def _differences(bench: Bench, a: str, b: str, year: Window | None) -> Iterator[Figure]:
    difference = day_difference(bench, a, b)
    seen = difference[np.isfinite(difference)]
    if not np.isfinite(difference[-1]) or len(seen) < ENOUGH:
        return
    today = float(difference[-1])
    beyond = seen <= today if today < float(np.median(seen)) else seen >= today
    yield bench.figure(
        "tail_share",
        a,
        bench.today,
        float(beyond.mean()),
        both(bench, a, b),
        comparator=b,
        history=bench.history(difference),
    )
    recent = _last_year(difference)
    if year is not None and recent is not None:
        start = bench.size - YEAR - 1
        yield bench.figure(
            "gap_significance",
            a,
            _span(bench, year),
            float((np.abs(recent) < abs(today)).mean()),
            (*bench.spans(a, start), *bench.spans(b, start)),
            comparator=b,
        )


def _sanity(bench: Bench, year: Window | None) -> Iterator[Figure]:
    """Other indices against the benchmark: a difference beyond the 99.5th percentile of a year asks for a look."""
    benchmark, drawn = bench.first_with("benchmark"), {(p.a, p.b) for p in bench.desk.pairs}
    for subject in bench.live_with("context"):
        if benchmark is not None and (subject.id, benchmark.id) not in drawn:
            for figure in _differences(bench, subject.id, benchmark.id, year):
                if figure.metric == "gap_significance":
                    yield figure.model_copy(update={"params": {"outlier": int(figure.value > OUTLIER)}})


def _levels(bench: Bench, subject_id: str, year: Window) -> Iterator[Figure]:
    recent = _last_year(bench.prices(subject_id))
    if recent is None:
        return
    inputs = bench.spans(subject_id, bench.size - YEAR)
    yield bench.figure("share_above", subject_id, _span(bench, year), float((recent > recent[-1]).mean()), inputs)
    yield bench.figure("share_below", subject_id, _span(bench, year), float((recent < recent[-1]).mean()), inputs)


def _sectors(bench: Bench, year: Window) -> Iterator[Figure]:
    sectors = bench.live_with("sector")
    if len(sectors) < 6:
        return
    moves = np.vstack([bench.returns(s.id)[-YEAR:] for s in sectors])
    if moves.shape[1] < YEAR or not np.isfinite(moves[:, -1]).all():
        return
    whole = np.isfinite(moves).all(axis=0)
    if whole.mean() < 0.95:
        return
    spread = (moves.max(axis=0) - moves.min(axis=0))[whole]
    inputs = tuple(item for s in sectors for item in bench.spans(s.id, bench.size - YEAR - 1))
    yield bench.figure(
        "spread_significance",
        "sectors",
        _span(bench, year),
        float((spread < spread[-1]).mean()),
        inputs,
        basis=bench.basis(*(s.id for s in sectors)),
    )


def _below(bench: Bench) -> Iterator[Figure]:
    window = bench.window("50d")
    sectors = [s for s in bench.live_with("sector") if np.isfinite(bench.prices(s.id)[-50:]).all()]
    if window is None or len(sectors) < 6:
        return
    below = sum(bool(bench.prices(s.id)[-1] < bench.prices(s.id)[-50:].mean()) for s in sectors)
    inputs = [item for s in sectors for item in bench.spans(s.id, bench.size - 50)]
    yield bench.figure(
        "sectors_below_sma50",
        "sectors",
        _span(bench, window),
        below,
        inputs,
        basis=bench.basis(*(s.id for s in sectors)),
    )


def _distances(bench: Bench, subject_id: str) -> Iterator[Figure]:
    prices = bench.prices(subject_id)
    for length in AVERAGES:
        window = bench.window(f"{length}d")
        distance = prices / rolling_mean(prices, length) - 1
        seen = distance[np.isfinite(distance)]
        if window is None or not np.isfinite(distance[-1]) or len(seen) < 5 * YEAR:
            continue
        today = float(distance[-1])
        inside = seen < today if today > 0 else seen > today
        yield bench.figure(
            "distance_rarity",
            subject_id,
            _span(bench, window),
            float(inside.mean()),
            bench.spans(subject_id, bench.first(subject_id) or 0),
            history=bench.history(distance),
            params={"average": length},
        )
