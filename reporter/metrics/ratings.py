"""Labels by rule: who leads (K64), and how high each risk stands on one rubric (K66)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.relative import both, day_difference
from reporter.metrics.series import (
    Floats,
    consecutive_changes,
    rolling_mean,
    run_to,
    running_max,
    share_at_or_below,
)
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input, Pair

LEAD, STREAK = 0.8, 3
"""A side leads where its 20-session difference is beyond this share of history and it has been ahead for as long."""
STEPS = (0.5, 0.8, 0.95)
"""Shares of its own history from which a risk is medium, medium-high, high. Below the first it is low."""

metric("leadership", "percentile", 2, "count(difference_20d[t] <= difference_20d[end]) / count(t)",
       """Place of the first subject's return over 20 sessions less the second's among all such differences. Param
       `state` is 1 where it is above 80 % and the first has been ahead for three sessions or more (`streak`), -1 where
       it is below 20 % and the first has been behind for as long, else 0.""")
metric("risk_rating", "count", 0, "count(step in (0.5, 0.8, 0.95) : reading >= step)",
       """How high a risk stands, 0 low, 1 medium, 2 medium-high, 3 high, by its `reading` (param): the share of its own
       history that was less worrying. Volatility: the index's level in a year. Rates: the long yield's day, in absolute
       size, in a year. Credit: high yield behind investment grade over 20 sessions. Depth: the challenger's fall from
       its record. Stretch: its distance from the 200-session average, either way.""")


@dataclass(frozen=True)
class Risk:
    """One row of the rubric: observations in which more is worse, and where they come from."""

    name: str
    subject: str
    comparator: str | None
    values: Floats
    inputs: tuple[Input, ...]


@family("ratings")
def ratings(bench: Bench) -> Iterator[Figure | Gap]:
    """Leadership of the size pair and of the desk's own, and the rating of every risk that can be measured."""
    for pair in bench.live_pairs:
        if pair.role == "size" or (pair.a, pair.b) == bench.desk.lead[:2]:
            yield from _leadership(bench, pair)
    for make in (_volatility, _rates, _credit, _depth, _stretch):
        risk = make(bench)
        if risk is not None:
            yield from _rated(bench, risk)


def _leadership(bench: Bench, pair: Pair) -> Iterator[Figure]:
    window = bench.window("20d")
    if window is None:
        return
    gaps = bench.window_returns(pair.a, window) - bench.window_returns(pair.b, window)
    if not np.isfinite(gaps[-1]) or np.count_nonzero(np.isfinite(gaps)) < ENOUGH:
        return
    share = share_at_or_below(gaps, float(gaps[-1]))
    days = day_difference(bench, pair.a, pair.b)
    ahead, behind = run_to(days > 0, bench.last), run_to(days < 0, bench.last)
    state = 1 if share > LEAD and ahead >= STREAK else -1 if share < 1 - LEAD and behind >= STREAK else 0
    yield bench.figure("leadership", pair.a, window, share, both(bench, pair.a, pair.b), comparator=pair.b,
                       params={"state": state, "streak": ahead - behind}, history=bench.history(gaps))


def _rated(bench: Bench, risk: Risk) -> Iterator[Figure]:
    seen = risk.values[np.isfinite(risk.values)]
    if len(seen) < ENOUGH or not np.isfinite(risk.values[-1]):
        return
    reading = share_at_or_below(seen, float(seen[-1]))
    yield bench.figure("risk_rating", risk.subject, bench.today, sum(reading >= step for step in STEPS), risk.inputs,
                       comparator=risk.comparator, tail=risk.name,
                       params={"risk": risk.name, "reading": round(reading, 6)},
                       dates={"from": bench.calendar.date(bench.size - len(risk.values) +
                                                          int(np.flatnonzero(np.isfinite(risk.values))[0]))})


def _volatility(bench: Bench) -> Risk | None:
    fear = bench.first_with("fear")
    if fear is None:
        return None
    return Risk("volatility", fear.id, None, bench.prices(fear.id)[-YEAR:], bench.spans(fear.id, bench.size - YEAR))


def _rates(bench: Bench) -> Risk | None:
    long = bench.first_with("yield_long")
    if long is None:
        return None
    moves = np.abs(consecutive_changes(bench.prices(long.id)))[-YEAR:]
    return Risk("rates", long.id, None, moves, bench.spans(long.id, bench.size - YEAR - 1))


def _credit(bench: Bench) -> Risk | None:
    pair = next((p for p in bench.live_pairs if p.role == "credit"), None)
    if pair is None:
        return None
    behind = bench.returns(pair.b, 20) - bench.returns(pair.a, 20)
    return Risk("credit", pair.a, pair.b, behind, both(bench, pair.a, pair.b))


def _own(bench: Bench, name: str, of: Callable[[Floats], Floats]) -> Risk | None:
    challenger = bench.first_with("challenger")
    if challenger is None or challenger.kind == "basket":
        return None
    return Risk(name, challenger.id, None, of(bench.prices(challenger.id)),
                bench.spans(challenger.id, bench.first(challenger.id) or 0))


def _depth(bench: Bench) -> Risk | None:
    return _own(bench, "depth", lambda prices: 1.0 - prices / running_max(prices))


def _stretch(bench: Bench) -> Risk | None:
    return _own(bench, "stretch", lambda prices: np.abs(prices / rolling_mean(prices, 200) - 1.0))
