"""How many of the desk's own funds and stocks take part (K33, the part that needs no index members)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.model import Figure, Gap

FEWEST = 5
"""A share of fewer instruments is no breadth."""

metric("universe_above_sma", "fraction", 2, "count(close[end] > mean(close[t], t in window)) / counted",
       """Share of the desk's funds and stocks that closed above the mean of their closes in the window; params `above`
       and `counted`. It describes the desk's universe, not an index.""")
metric("universe_advancing", "fraction", 2, "count(close[end] > close[base]) / counted",
       """Share of the desk's funds and stocks that rose on the day; params `up`, `down`, `counted`.""")


@family("universe")
def universe(bench: Bench) -> Iterator[Figure | Gap]:
    """Participation over all live funds and stocks of the desk."""
    members = [subject.id for subject in bench.live("etf", "stock")]
    moves = {m: float(bench.returns(m)[-1]) for m in members if np.isfinite(bench.returns(m)[-1])}
    if len(moves) >= FEWEST:
        up, down = sum(v > 0 for v in moves.values()), sum(v < 0 for v in moves.values())
        inputs = [point for m in moves for point in bench.return_inputs(m, bench.today)]
        yield bench.figure("universe_advancing", "universe", bench.today, up / len(moves), inputs,
                           basis=bench.basis(*moves), params={"up": up, "down": down, "counted": len(moves)})
    else:
        yield bench.gap("universe_advancing", "universe", "no_prices")
    for length in (50, 200):
        yield _above(bench, members, length)


def _above(bench: Bench, members: list[str], length: int) -> Figure | Gap:
    start = bench.size - length
    tails = {m: bench.prices(m)[start:] for m in members} if start >= 0 else {}
    counted = {m: tail for m, tail in tails.items() if np.isfinite(tail).all()}
    if len(counted) < FEWEST:
        return bench.gap("universe_above_sma", "universe", "short_history", detail=f"{length}d")
    above = sum(bool(tail[-1] > tail.mean()) for tail in counted.values())
    window = bench.calendar.between(f"{length}d", start, bench.last, base=False)
    return bench.figure("universe_above_sma", "universe", window, above / len(counted),
                        [bench.span(m, start) for m in counted], basis=bench.basis(*counted),
                        params={"above": above, "counted": len(counted)})
