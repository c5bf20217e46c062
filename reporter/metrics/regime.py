"""Where the market stands on trend, volatility and breadth and for how long (K84), and whether days follow or reverse.

Each state is -1, 0 or 1, decided from closes up to its session alone:

    trend       1 close above a rising 200-day average, -1 below a falling one, else 0 (rising: higher than 20 before)
    volatility  1 deviation of 20 daily returns above 1.25 of its mean over 252 sessions, -1 below 0.8 of it, else 0
    breadth     1 two thirds of the sector funds or more above their 50-day averages, -1 one third or fewer, else 0
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats, rolling_mean, rolling_std
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input

TURBULENT, CALM = 1.25, 0.8
FEWEST_SECTORS = 5
LOOK_BACK = 5 * YEAR
"""Sessions that a state is followed back: five years say enough."""
LAG_LENGTH = 252

metric("regime", "sessions", 0, "sessions to end with the same states of trend, volatility and breadth",
       """Sessions for which trend, volatility and breadth have stood as they stand (params, -1, 0 or 1, and those of
       the state before); at most five years are looked back.""")
metric("regime_trend", "sessions", 0, "sessions to end with the same state of the trend",
       """Sessions in the present state of the trend: above a rising 200-day average (1), below a falling one (-1) or
       between (0).""")
metric("regime_volatility", "sessions", 0, "sessions to end with the same state of volatility",
       """Sessions in the present state of volatility: 20-day deviation against its own mean over a year.""")
metric("regime_breadth", "sessions", 0, "sessions to end with the same state of breadth",
       """Sessions in the present state of breadth: sector funds above their 50-day averages.""")
metric("autocorrelation", "ratio", 2, "pearson(change[t], change[t-1]), 252 sessions to end",
       """Correlation of each day's change (of a pair: of the difference) with the one of the day before: above zero
       days tend to follow one another, below zero to reverse.""")


@family("regime")
def regime(bench: Bench) -> Iterator[Figure | Gap]:
    """States of the benchmark, and autocorrelation of the size pair, the challenger and the benchmark."""
    benchmark = bench.first_with("benchmark")
    if benchmark is not None and benchmark.kind != "basket":
        yield from _states(bench, benchmark.id)
    pair = next((p for p in bench.live_pairs if p.role == "size"), None)
    if pair is not None:
        difference = bench.returns(pair.a) - bench.returns(pair.b)
        yield from _follow(bench, pair.a, pair.b, difference)
    for role in ("challenger", "benchmark"):
        subject = bench.first_with(role)
        if subject is not None and subject.kind != "basket":
            yield from _follow(bench, subject.id, None, bench.returns(subject.id))


def trend_states(prices: Floats) -> Floats:
    """1 above a rising 200-day average, -1 below a falling one, 0 between; NaN where it is not known."""
    average = rolling_mean(prices, 200)
    rising = np.full(prices.shape, np.nan)
    rising[20:] = average[20:] - average[:-20]
    above = np.sign(prices - average)
    return np.where(np.isnan(above + rising), np.nan, np.where(above == np.sign(rising), above, 0.0))


def volatility_states(returns: Floats) -> Floats:
    """1 turbulent, -1 calm, 0 usual; NaN before a year of deviations."""
    deviation = rolling_std(returns, 20)
    usual = rolling_mean(deviation, YEAR)
    state = (deviation > TURBULENT * usual).astype(np.float64) - (deviation < CALM * usual)
    return np.where(np.isnan(usual + deviation), np.nan, state)


def breadth_states(rows: Floats) -> Floats:
    """1 broad, -1 narrow, 0 mixed, from prices of sector funds (a row each); NaN where one has no average."""
    above = np.stack([np.where(np.isnan(mean := rolling_mean(row, 50)), np.nan, row > mean) for row in rows])
    count = above.sum(axis=0)
    state = (count * 3 >= 2 * len(rows)).astype(np.float64) - (count * 3 <= len(rows))
    return np.where(np.isnan(count), np.nan, state)


def standing(states: Floats) -> tuple[int, int | None]:
    """Sessions for which the last state (a column) has stood, and the position before it (None: not known)."""
    same = (states == states[:, -1:]).all(axis=0)
    other = np.flatnonzero(~same)
    if not len(other):
        return states.shape[1], None
    before = int(other[-1])
    return states.shape[1] - 1 - before, before if np.isfinite(states[:, before]).all() else None


def _states(bench: Bench, subject: str) -> Iterator[Figure | Gap]:
    reach = LOOK_BACK + YEAR + 40
    prices, returns = bench.prices(subject)[-reach:], bench.returns(subject)[-reach:]
    states = {"trend": trend_states(prices), "volatility": volatility_states(returns)}
    sectors = [s.id for s in bench.live_with("sector")]
    sectors = [s for s in sectors if np.isfinite(bench.prices(s)[-50:]).all()] if bench.size >= 50 else []
    if len(sectors) >= FEWEST_SECTORS:
        states["breadth"] = breadth_states(np.stack([bench.prices(s)[-reach:] for s in sectors]))
    known = {name: state[-LOOK_BACK:] for name, state in states.items() if np.isfinite(state[-1])}
    start = max(bench.size - reach, 0)
    own, others = [bench.span(subject, start)], [bench.span(s, start) for s in sectors]
    for name, state in known.items():
        inputs = others if name == "breadth" else own
        yield _figure(bench, f"regime_{name}", subject, {name: state}, inputs, sectors if name == "breadth" else [])
    if len(known) < 3:
        yield bench.gap("regime", subject, "short_history", detail=" ".join(sorted({"trend", "volatility", "breadth"}
                                                                                   - set(known))))
        return
    yield _figure(bench, "regime", subject, known, [*own, *others], sectors)


def _figure(
    bench: Bench, name: str, subject: str, states: Mapping[str, Floats], inputs: list[Input], sectors: list[str]
) -> Figure:
    table = np.stack(list(states.values()))
    sessions, before = standing(table)
    params: dict[str, float | int | str] = {part: int(state[-1]) for part, state in states.items()}
    if before is not None:
        params |= {f"previous_{part}": int(state[before]) for part, state in states.items()}
    if sectors:
        params["sectors"] = " ".join(sectors)
    start = bench.calendar.date(bench.size - sessions)
    basis = bench.basis(*sectors) if name == "regime_breadth" else bench.basis(subject, *sectors)
    return bench.figure(name, subject, bench.today, sessions, inputs, params=params, dates={"start": start},
                        basis=basis)


def _follow(bench: Bench, a: str, b: str | None, changes: Floats) -> Iterator[Figure]:
    if bench.size < LAG_LENGTH + 2:
        return
    now, before = changes[-LAG_LENGTH:], changes[-LAG_LENGTH - 1 : -1]
    seen = np.isfinite(now) & np.isfinite(before)
    if seen.mean() < 0.95 or np.ptp(now[seen]) == 0 or np.ptp(before[seen]) == 0:
        return
    start = bench.size - LAG_LENGTH
    inputs = [bench.span(s, start - 2) for s in (a, b) if s is not None]
    yield bench.figure("autocorrelation", a, bench.calendar.between("1y", start, bench.last),
                       float(np.corrcoef(now[seen], before[seen])[0, 1]), inputs, comparator=b,
                       params={"observations": int(seen.sum())})
