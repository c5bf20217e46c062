"""How many sectors take part in a move (K33, K83): a count over the desk's sector funds, never over a subset."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats
from reporter.model import Figure, Gap, Input, Window

HIGH = 20
AVERAGE = 50

metric("sectors_counted", "count", 0, "count(sectors with a price at the end and at the base)",
       """Sector funds that the counts over a window are made of.""")
metric("sectors_up", "count", 0, "count(close[end] > close[base])", """Sector funds that rose over the window.""")
metric("sectors_down", "count", 0, "count(close[end] < close[base])", """Sector funds that fell over the window.""")
metric("sectors_above_sma50", "count", 0, "count(close[end] > mean(close[t], 50 sessions to end))",
       """Sector funds that closed above their 50-day average; param `counted` those that have one.""")
metric("sectors_at_20d_high", "count", 0, "count(close[end] = max(close[t], 20 sessions to end))",
       """Sector funds whose close is the highest of 20 sessions; param `counted` those with 20 sessions.""")
metric("sectors_at_20d_low", "count", 0, "count(close[end] = min(close[t], 20 sessions to end))",
       """Sector funds whose close is the lowest of 20 sessions; param `counted` those with 20 sessions.""")


@family("breadth")
def breadth(bench: Bench) -> Iterator[Figure | Gap]:
    """Counts of sectors up, down, above their average and at their highs and lows."""
    if not bench.desk.with_role("sector"):
        return
    members = [s.id for s in bench.live_with("sector")]
    for window in (bench.today, *bench.period_windows):
        yield from _moves(bench, members, window)
    yield from _tails(bench, members, AVERAGE, ("sectors_above_sma50", lambda tail: tail[-1] > tail.mean()))
    yield from _tails(bench, members, HIGH, ("sectors_at_20d_high", lambda tail: tail[-1] >= tail.max()),
                      ("sectors_at_20d_low", lambda tail: tail[-1] <= tail.min()))


def _moves(bench: Bench, members: list[str], window: Window) -> Iterator[Figure | Gap]:
    moves = {m: move for m in members if (move := bench.window_return(m, window)) is not None}
    if not moves:
        yield bench.gap("sectors_up", "sectors", "no_prices")
        return
    inputs = [point for m in moves for point in bench.return_inputs(m, window)]
    basis, counted = bench.basis(*moves), {"counted": len(moves)}
    for name, value in (
        ("sectors_counted", len(moves)), ("sectors_up", sum(v > 0 for v in moves.values())),
        ("sectors_down", sum(v < 0 for v in moves.values())),
    ):
        yield bench.figure(name, "sectors", window, value, inputs, basis=basis, params=counted)


def _tails(
    bench: Bench, members: list[str], length: int, *counts: tuple[str, Callable[[Floats], bool]]
) -> Iterator[Figure | Gap]:
    """Counts of the sectors whose last `length` prices fulfil a condition."""
    start = bench.size - length
    tails = {m: bench.prices(m)[start:] for m in members} if start >= 0 else {}
    whole = {m: tail for m, tail in tails.items() if np.isfinite(tail).all()}
    if not whole:
        yield bench.gap(counts[0][0], "sectors", "short_history" if members else "no_prices", detail=f"{length}d")
        return
    window: Window = bench.calendar.between(f"{length}d", start, bench.last, base=False)
    inputs: list[Input] = [bench.span(m, start) for m in whole]
    for name, holds in counts:
        value = sum(bool(holds(tail)) for tail in whole.values())
        yield bench.figure(name, "sectors", window, value, inputs, basis=bench.basis(*whole),
                           params={"counted": len(whole)})
