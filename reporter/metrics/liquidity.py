"""How much trades, how far little of it moves a price, and since when so much did not trade (K29, K30)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats, last_at_least, mean_of, rank_from_top, rolling_mean, share_at_or_below
from reporter.metrics.significance import MONTH, whole
from reporter.model import Figure, Gap, History, Subject

SMALL = ("small", "micro")
"""Roles of the funds that together stand for trading in small companies."""
BILLION = 1e9
LENGTH = 20

metric("illiquidity", "fraction", 4,
       "mean(abs(close[t] / close[t-1] - 1) / (close[t] * volume[t])) * 1e9, 20 sessions to end",
       """Mean of the day's change in absolute size for each thousand million of the currency traded (Amihud's
       measure): how far trading moves the price. Lower is more liquid.""")
metric("volume_record", "sessions", 0, "end - max(t : volume[t] >= volume[end], t < end)",
       """Sessions since at least as many shares changed hands: in a day, or in five sessions together (window `5d`).
       Where it never happened, the number of earlier ones searched, with param `record` 1. Only if not matched for a
       month. Of a set of funds (`small_funds`) the money traded in all of them counts.""")


@family("liquidity")
def liquidity(bench: Bench) -> Iterator[Figure | Gap]:
    """Price impact and volume records of funds and stocks, and of the small companies' funds together."""
    money: dict[str, Floats] = {}
    for subject in bench.live("etf", "stock"):
        volume = bench.column(subject.id, "volume")
        traded = np.where(volume > 0, volume, np.nan)
        if not np.isfinite(traded[-1]):
            continue
        spans = {"1d": traded, "5d": rolling_mean(traded, 5) * 5.0}
        for name, values in spans.items():
            yield from _record(bench, subject.id, name, values, [subject])
        if bench.basis(subject.id) != "price":
            continue
        worth = bench.prices(subject.id) * traded
        yield from _impact(bench, subject, worth)
        if set(SMALL) & set(subject.roles):
            money[subject.id] = worth
    if len(money) > 1:
        together = np.sum(list(money.values()), axis=0)
        funds = [bench.subjects[s] for s in money]
        for name, values in (("1d", together), ("5d", rolling_mean(together, 5) * 5.0)):
            yield from _record(bench, "small_funds", name, values, funds)


def _impact(bench: Bench, subject: Subject, worth: Floats) -> Iterator[Figure]:
    window = bench.window(f"{LENGTH}d")
    if window is None:
        return
    start = bench.size - LENGTH
    impact = np.abs(bench.returns(subject.id)[start:]) / worth[start:] * BILLION
    if whole(impact, LENGTH):
        inputs = [bench.span(subject.id, start - 1), bench.span(subject.id, start, field="volume")]
        yield bench.figure("illiquidity", subject.id, window, mean_of(impact), inputs)


def _record(bench: Bench, name: str, window_name: str, values: Floats, funds: list[Subject]) -> Iterator[Figure]:
    window = bench.window(window_name)
    seen = np.flatnonzero(np.isfinite(values))
    if window is None or len(seen) < ENOUGH or seen[-1] != bench.last:
        return
    last = last_at_least(values, bench.last)
    sessions = bench.last - last if last is not None else len(seen) - 1
    if sessions < MONTH:
        return
    first = int(seen[0]) if last is None else last
    start = max(first - window.sessions + 1, 0)
    inputs = [bench.span(s.id, start, field="volume") for s in funds]
    if len(funds) > 1:
        inputs += [bench.span(s.id, start) for s in funds]
    best = int(seen[int(np.argmax(values[seen[:-1]]))])
    yield bench.figure(
        "volume_record", name, window, sessions, inputs, basis="price",
        dates={"since": bench.calendar.date(last)} if last is not None else {},
        params={"record": int(last is None), **({"funds": " ".join(s.id for s in funds)} if len(funds) > 1 else {})},
        history=History(
            start=bench.calendar.date(int(seen[0])), end=bench.session, observations=len(seen),
            percentile=share_at_or_below(values, float(values[-1])), rank=rank_from_top(values, float(values[-1])),
            last=bench.calendar.date(last) if last is not None else None,
            runner_up=float(values[best]) if last is None else None,
            runner_up_date=bench.calendar.date(best) if last is None else None,
        ),
    )
