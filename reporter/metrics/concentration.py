"""Baskets of giants, and how much of an index rests on few names (K11, K34, K35)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.relative import differences
from reporter.model import Figure, Gap, Input, Subject

BASKET = ("1d", "5d", "20d", "ytd")
COMPARED = ("1d", "ytd")
MOVED = 0.001
"""Shares of an index move are only told when the index moved by at least this much."""

metric("basket_return", "fraction", 4, "mean over members of close[end] / close[base] - 1",
       """Mean of the members' returns over the window: equal weights at its base, not rebalanced.""")
metric("basket_up", "count", 0, "count(members with close[end] > close[base])",
       """Number of members that rose on the day; param `counted` is the number of members.""")
metric("concentration_share", "fraction", 4, "sum of the members' index weights",
       """Weight of a basket's members in an index, from published weights.""")
metric("contribution_concentration", "fraction", 4, "sum(weight * day change, members) / day change of the index",
       """Share of an index's day change that a basket's members contributed, from published weights.""")


@family("concentration")
def concentration(bench: Bench) -> Iterator[Figure | Gap]:
    """Every live basket by itself, against the index and its equal-weighted twin, and in the index's move."""
    benchmark, equal = bench.first_with("benchmark"), bench.first_with("equal_weight")
    drawn = {(pair.a, pair.b) for pair in bench.desk.pairs}
    for basket in bench.live("basket"):
        yield from _basket(bench, basket)
        for other in (equal, benchmark):
            if other is not None and (basket.id, other.id) not in drawn:
                windows = tuple(bench.window(name) for name in COMPARED)
                yield from differences(bench, basket.id, other.id, windows)
        if benchmark is not None:
            yield from _weights(bench, basket, benchmark)


def _basket(bench: Bench, basket: Subject) -> Iterator[Figure | Gap]:
    for window in (*map(bench.window, bench.names(*BASKET)), *bench.since_windows):
        value = bench.window_return(basket.id, window) if window is not None else None
        if window is None or value is None:
            yield bench.gap("basket_return", basket.id, "short_history")
            continue
        yield bench.figure("basket_return", basket.id, window, value, bench.return_inputs(basket.id, window),
                           history=bench.window_history(basket.id, window))
    changes = np.array([bench.returns(member)[bench.last] for member in basket.members])
    if np.isfinite(changes).all():
        yield bench.figure("basket_up", basket.id, bench.today, int(np.count_nonzero(changes > 0)),
                           bench.return_inputs(basket.id, bench.today), params={"counted": len(changes)})


def _weights(bench: Bench, basket: Subject, index: Subject) -> Iterator[Figure | Gap]:
    """Weights are fundamentals of the index, one per member under `weight.<subject id>`, as fractions."""
    known = bench.market.fundamentals.get(index.id, {})
    weights = {member: known.get(f"weight.{member}") for member in basket.members}
    numbers = [float(w) for w in weights.values() if isinstance(w, (int, float))]
    if len(numbers) < len(weights):
        yield bench.gap("contribution_concentration", index.id, "no_weights")
        return
    inputs = tuple(
        Input(symbol=index.symbol, session=bench.session, field=f"weight.{m}", value=w)
        for m, w in zip(basket.members, numbers, strict=True)
    )
    yield bench.figure("concentration_share", index.id, bench.today, sum(numbers), inputs,
                       params={"members": len(numbers)})
    moved = float(bench.returns(index.id)[bench.last])
    parts = np.array([bench.returns(m)[bench.last] for m in basket.members])
    if np.isfinite(parts).all() and abs(moved) >= MOVED:
        moves = (*bench.return_inputs(basket.id, bench.today), *bench.return_inputs(index.id, bench.today))
        yield bench.figure("contribution_concentration", index.id, bench.today,
                           float(np.dot(numbers, parts)) / moved, (*inputs, *moves),
                           params={"members": len(numbers)})
