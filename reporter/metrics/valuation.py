"""What a provider says of a fund or company on the day (K36, K39): snapshots, no history is kept there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input, Subject

SNAPSHOTS = ("pe_trailing", "fund_size")
"""Fundamentals of a fund, named like their metrics."""

AGREES = 0.005
"""A 52-week extreme of the provider within half a percent is the same: its window may be a day longer or shorter."""

ROLES = ("challenger_etf", "benchmark_etf")

metric("pe_trailing", "ratio", 2, "the provider's trailing price-earnings ratio",
       """Price over earnings of the last twelve months as the fund's sponsor reports it through the provider; how
       loss-makers count is the sponsor's method.""")
metric("fund_size", "USD", 0, "the provider's total assets",
       """Total assets of a fund as the provider reports them.""")
metric("market_cap", "USD", 0, "the provider's market capitalisation",
       """Market value of a company as the provider reports it.""")


metric("pe_forward", "ratio", 2, "the provider's forward price-earnings ratio",
       """Price over the earnings expected for the next twelve months, as the provider reports it for the fund.""")
metric("pe_discount", "fraction", 4, "1 - pe(a) / pe(b)",
       """How much lower the first fund's trailing price-earnings ratio is than the second's: same provider, same day,
       same method for loss-makers. Negative where it is dearer.""")


@family("valuation")
def valuation(bench: Bench) -> Iterator[Figure | Gap]:
    """Snapshots of the funds that stand for the desk's two sides, and of companies where known."""
    ratios: list[Figure] = []
    for role in ROLES:
        for subject in bench.live_with(role):
            for name in SNAPSHOTS:
                found = _snapshot(bench, subject, name)
                yield found if found is not None else bench.gap(name, subject.id, "no_fundamentals")
                if found is not None and name == "pe_trailing":
                    ratios.append(found)
            forward = _snapshot(bench, subject, "pe_forward")
            if forward is not None:
                yield forward
    if len(ratios) == len(ROLES) and ratios[0].subject != ratios[1].subject:
        own, other = ratios
        inputs = [Input(figure=each.id, value=each.value) for each in ratios]
        yield bench.figure("pe_discount", own.subject, bench.today, 1.0 - own.value / other.value, inputs,
                           comparator=other.subject, tail="")
    for subject in bench.live("stock"):
        found = _snapshot(bench, subject, "market_cap")
        if found is not None:
            yield found
    for subject in (*bench.live("etf"), *bench.live("stock")):
        yield from _cross_check(bench, subject)


def _cross_check(bench: Bench, subject: Subject) -> Iterator[Gap]:
    """A gap where the provider's own 52-week range is another than that of its prices: one of the two is wrong."""
    known = bench.market.fundamentals.get(subject.id, {})
    for name, figure in (("high_52w", "extreme_52w_high"), ("low_52w", "extreme_52w_low")):
        theirs, prices = known.get(name), bench.column(subject.id, name.partition("_")[0])[-YEAR:]
        prices = prices[np.isfinite(prices)]
        if not isinstance(theirs, (int, float)) or theirs <= 0 or len(prices) < YEAR * 3 // 4:
            continue
        ours = float(prices.max() if name == "high_52w" else prices.min())
        if abs(ours / float(theirs) - 1.0) > AGREES:
            yield bench.gap(figure, subject.id, "provider_differs", detail=f"{theirs:g}")


def _snapshot(bench: Bench, subject: Subject, name: str) -> Figure | None:
    value = bench.market.fundamentals.get(subject.id, {}).get(name)
    if not isinstance(value, (int, float)) or not value > 0:
        return None
    source = Input(symbol=subject.symbol, session=bench.session, field=name, value=float(value))
    return bench.figure(name, subject.id, bench.today, float(value), [source], tail="")
