"""The federal funds target range (K50) from the table below, and what futures expect of it (K49).

`RANGES` is a table to be kept: the first day on which each range was in effect, its lower end in percent; each is a
quarter of a point wide. Source: Federal Reserve, Open Market Operations, https://www.federalreserve.gov/monetarypolicy/openmarket.htm.
It says nothing of sessions after `KNOWN_THROUGH`: a range that has not been looked up is a gap, not the last one known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.rates import contract_month, decimals_of
from reporter.model import Figure, Gap, Input

WIDTH = 0.25
KNOWN_THROUGH = date(2026, 1, 30)
RANGES: tuple[tuple[date, float], ...] = tuple(
    (date.fromisoformat(day), low)
    for day, low in (
        ("2008-12-16", 0.00), ("2015-12-17", 0.25), ("2016-12-15", 0.50), ("2017-03-16", 0.75), ("2017-06-15", 1.00),
        ("2017-12-14", 1.25), ("2018-03-22", 1.50), ("2018-06-14", 1.75), ("2018-09-27", 2.00), ("2018-12-20", 2.25),
        ("2019-08-01", 2.00), ("2019-09-19", 1.75), ("2019-10-31", 1.50), ("2020-03-03", 1.00), ("2020-03-16", 0.00),
        ("2022-03-17", 0.25), ("2022-05-05", 0.75), ("2022-06-16", 1.50), ("2022-07-28", 2.25), ("2022-09-22", 3.00),
        ("2022-11-03", 3.75), ("2022-12-15", 4.25), ("2023-02-02", 4.50), ("2023-03-23", 4.75), ("2023-05-04", 5.00),
        ("2023-07-27", 5.25), ("2024-09-19", 4.75), ("2024-11-08", 4.50), ("2024-12-19", 4.25), ("2025-09-18", 4.00),
        ("2025-10-30", 3.75), ("2025-12-11", 3.50),
    )
)  # fmt: skip
SYMBOL, SUBJECT = "FOMC", "fed_funds"

metric("policy_rate_low", "fraction", 4, "lower end of the target range in effect",
       """Lower end of the target range for the federal funds rate in effect on the session; date `from` is its first
       day.""")
metric("policy_rate_high", "fraction", 4, "upper end of the target range in effect",
       """Upper end of the target range for the federal funds rate in effect on the session.""")
metric("policy_rate_level", "fraction", 5, "(low + high) / 2",
       """Middle of the target range for the federal funds rate in effect on the session.""")
metric("policy_path_change", "bp", 0, "((100 - close[end]) / 100 - policy_rate_level) * 10000",
       """Rate that futures imply for the last month of the year (or the last one listed before it) less the middle of
       the target range, in basis points: start, change and end add up.""")


@family("policy")
def policy(bench: Bench) -> Iterator[Figure | Gap]:
    """The range in effect on an American desk with yields or futures, and the change that futures imply by December."""
    listed = [s for s in bench.live("future") if contract_month(s.id) is not None]
    if not listed and not bench.live_with("yield_short"):
        return
    found = range_on(bench.session)
    if found is None:
        if listed:
            yield bench.gap("policy_rate_level", SUBJECT, "no_policy_range")
        return
    since, low = found
    ends = {"low": low, "high": low + WIDTH}
    inputs = {n: Input(symbol=SYMBOL, session=since, field=f"target_{n}", value=v / 100.0) for n, v in ends.items()}
    window = bench.calendar.between("1d", bench.last, bench.last, base=False)
    for name, value in ends.items():
        yield bench.figure(f"policy_rate_{name}", SUBJECT, window, value / 100.0, [inputs[name]], basis="price",
                           dates={"from": since}, sources=())
    middle = (low + WIDTH / 2) / 100.0
    yield bench.figure("policy_rate_level", SUBJECT, window, middle, inputs.values(), basis="price",
                       dates={"from": since}, sources=())
    months = {month: s for s in listed if (month := contract_month(s.id)) is not None}
    ahead = [m for m in months if m.year == bench.session.year and m >= bench.session.replace(day=1)]
    if ahead:
        month, contract = max(ahead), months[max(ahead)]
        implied = (100.0 - float(bench.prices(contract.id)[-1])) / 100.0
        change = (implied - middle) * 1e4
        yield bench.figure("policy_path_change", SUBJECT, window, change,
                           [*inputs.values(), bench.point(contract.id, bench.last)], basis="price",
                           decimals=decimals_of(change),
                           dates={"month": month, "from": since}, params={"contract": contract.id})


def range_on(day: date) -> tuple[date, float] | None:
    """First day and lower end (percent) of the range in effect; None before the table begins or after it ends."""
    if day > KNOWN_THROUGH:
        return None
    at = bisect_right(RANGES, day, key=lambda entry: entry[0]) - 1
    return RANGES[at] if at >= 0 else None
