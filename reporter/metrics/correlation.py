"""Correlations of daily returns (K31), and the sensitivity of returns to changes of the long yield (K32)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.sectors import groups_of, year_history
from reporter.metrics.series import Floats, rolling_mean
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap

LENGTH = 60
WHOLE = 0.95
"""Share of a window's sessions that must have both observations."""
PAIRS = (("industry", "challenger_etf"), ("industry", "benchmark_etf"), ("challenger_etf", "benchmark_etf"))
"""Roles whose funds are correlated with one another; funds with funds, since they close at the same minute."""
SENSITIVE = ("challenger", "benchmark", "industry")
SENSITIVE_SECTORS = ("xlu", "xlre", "xlf")

metric("correlation", "ratio", 2, "pearson(return_a[t], return_b[t]), 60 sessions to end",
       """Pearson correlation of daily returns over the last 60 sessions; of a group of sectors the mean of its members'
       returns. Its history is the last 252 values.""")
metric("rate_sensitivity", "fraction", 4, "slope of return[t] on (yield[t] - yield[t-1]) * 100, 252 sessions to end",
       """Least-squares change of the price for one percentage point more on the long yield, from daily returns and
       daily changes of the yield over 252 sessions.""")
metric("rate_sensitivity_gap", "pp", 4, "rate_sensitivity(a) - rate_sensitivity(b)",
       """Sensitivity of the challenger to the long yield less that of the benchmark: what one percentage point more on
       the yield has gone with in the difference between the two.""")
metric("rate_fit", "ratio", 2, "pearson(return[t], yield[t] - yield[t-1]) squared, 252 sessions to end",
       """Share of the variance of daily returns that goes with changes of the long yield (R squared).""")


@family("correlation")
def correlation(bench: Bench) -> Iterator[Figure | Gap]:
    """Correlations of funds and of sector groups, and sensitivities to the long yield."""
    if bench.last < LENGTH:
        yield bench.gap("correlation", "universe", "short_history")
        return
    told: set[tuple[str, str]] = set()
    for first, second in PAIRS:
        a, b = bench.first_with(first), bench.first_with(second)
        if a is not None and b is not None and (a.id, b.id) not in told:
            told.add((a.id, b.id))
            yield from _correlated(bench, a.id, b.id, [a.id], [b.id])
    groups = groups_of(bench)
    for one, other in combinations(sorted(groups), 2):
        yield from _correlated(bench, one, other, groups[one], groups[other])
    yield from _sensitivities(bench)


def rolling_correlation(a: Floats, b: Floats, length: int) -> Floats:
    """Pearson correlation over `length` positions to each; NaN where an observation is missing or a side is flat."""
    mean_a, mean_b = rolling_mean(a, length), rolling_mean(b, length)
    shared = rolling_mean(a * b, length) - mean_a * mean_b
    spread = (rolling_mean(a * a, length) - mean_a**2) * (rolling_mean(b * b, length) - mean_b**2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.clip(np.where(spread > 1e-20, shared / np.sqrt(spread), np.nan), -1.0, 1.0)


def _correlated(bench: Bench, a: str, b: str, first: Sequence[str], second: Sequence[str]) -> Iterator[Figure | Gap]:
    reach = YEAR + LENGTH
    rows = [np.mean([bench.returns(m)[-reach:] for m in members], axis=0) for members in (first, second)]
    seen = np.isfinite(rows[0]) & np.isfinite(rows[1])
    tail = seen[-LENGTH:]
    value = _pearson(rows[0][-LENGTH:][tail], rows[1][-LENGTH:][tail]) if tail.mean() >= WHOLE else None
    if value is None or not tail[-1]:
        yield bench.gap("correlation", f"{a}-{b}", "short_history")
        return
    start = bench.size - LENGTH
    everyone = list(dict.fromkeys([*first, *second]))
    params: dict[str, float | int | str] = {}
    if len(first) > 1 or len(second) > 1:
        params = {"a": " ".join(first), "b": " ".join(second)}
    yield bench.figure(
        "correlation", a, bench.calendar.between(f"{LENGTH}d", start, bench.last), value,
        [bench.span(m, start - 1) for m in everyone], comparator=b, basis=bench.basis(*everyone), params=params,
        history=year_history(bench, rolling_correlation(rows[0], rows[1], LENGTH)[-YEAR:], bench.today),
    )


def _pearson(a: Floats, b: Floats) -> float | None:
    """Pearson correlation; None where one side never varied."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.clip(np.corrcoef(a, b)[0, 1], -1.0, 1.0))


def slope(x: Floats, y: Floats) -> float | None:
    """Least-squares slope of y on x with an intercept; None where x never varied."""
    centred = x - x.mean()
    spread = float(centred @ centred)
    return float(centred @ (y - y.mean())) / spread if spread > 0 else None


def _sensitivities(bench: Bench) -> Iterator[Figure | Gap]:
    rate = bench.first_with("yield_long")
    if rate is None or bench.last < YEAR:
        if bench.desk.with_role("yield_long"):
            yield bench.gap("rate_sensitivity", "universe", "no_yields" if rate is None else "short_history")
        return
    chosen = [s.id for role in SENSITIVE if (s := bench.first_with(role)) is not None]
    chosen += [s for s in SENSITIVE_SECTORS if bench.is_live(s)]
    start = bench.size - YEAR
    moves = bench.changes(rate.id)[start:] * 100.0
    window = bench.calendar.between(f"{YEAR}d", start, bench.last)
    betas: dict[str, Figure] = {}
    for subject in dict.fromkeys(chosen):
        returns = bench.returns(subject)[start:]
        seen = np.isfinite(moves) & np.isfinite(returns)
        beta = slope(moves[seen], returns[seen]) if seen.mean() >= WHOLE else None
        fit = _pearson(moves[seen], returns[seen]) if beta is not None else None
        if beta is None or fit is None:
            yield bench.gap("rate_sensitivity", subject, "short_history")
            continue
        inputs = [*bench.spans(subject, start - 1), bench.span(rate.id, start - 1)]
        params: dict[str, float | int | str] = {"rate": rate.id, "observations": int(seen.sum())}
        basis = bench.basis(subject)
        betas[subject] = bench.figure("rate_sensitivity", subject, window, beta, inputs, params=params, basis=basis)
        yield betas[subject]
        yield bench.figure("rate_fit", subject, window, fit * fit, inputs, params=params, basis=basis)
    for pair in bench.live_pairs:
        if pair.role == "size" and pair.a in betas and pair.b in betas:
            sides = betas[pair.a], betas[pair.b]
            yield bench.figure("rate_sensitivity_gap", pair.a, window, sides[0].value - sides[1].value,
                               dict.fromkeys(i for side in sides for i in side.inputs), comparator=pair.b,
                               params={"rate": rate.id})
