"""What a provider says of a fund or company on the day (K36, K39): snapshots, no history is kept there."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.model import Figure, Gap, Input, Subject

SNAPSHOTS = ("pe_trailing", "fund_size")
"""Fundamentals of a fund, named like their metrics."""

ROLES = ("challenger_etf", "benchmark_etf")

metric("pe_trailing", "ratio", 2, "the provider's trailing price-earnings ratio",
       """Price over earnings of the last twelve months as the fund's sponsor reports it through the provider; how
       loss-makers count is the sponsor's method.""")
metric("fund_size", "USD", 0, "the provider's total assets",
       """Total assets of a fund as the provider reports them.""")
metric("market_cap", "USD", 0, "the provider's market capitalisation",
       """Market value of a company as the provider reports it.""")


@family("valuation")
def valuation(bench: Bench) -> Iterator[Figure | Gap]:
    """Snapshots of the funds that stand for the desk's two sides, and of companies where known."""
    for role in ROLES:
        for subject in bench.live_with(role):
            for name in SNAPSHOTS:
                found = _snapshot(bench, subject, name)
                yield found if found is not None else bench.gap(name, subject.id, "no_fundamentals")
    for subject in bench.live("stock"):
        found = _snapshot(bench, subject, "market_cap")
        if found is not None:
            yield found


def _snapshot(bench: Bench, subject: Subject, name: str) -> Figure | None:
    value = bench.market.fundamentals.get(subject.id, {}).get(name)
    if not isinstance(value, (int, float)) or not value > 0:
        return None
    source = Input(symbol=subject.symbol, session=bench.session, field=name, value=float(value))
    return bench.figure(name, subject.id, bench.today, float(value), [source], tail="")
