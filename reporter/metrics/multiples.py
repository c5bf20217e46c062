"""A price change split into the change of earnings and of what is paid for them (K45)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import log

import numpy as np

from reporter.metrics.bench import ENOUGH, Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.valuation import ROLES
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Input, Subject

metric("return_decomposition", "fraction", 4, "ln(close[end] / close[base])",
       """Logarithmic price change between the sessions of two snapshots of a fund's trailing multiple: the oldest of
       the last year that is at least a quarter back, and the session's. Changes in logarithms add up.""")
metric("return_decomposition_multiple", "fraction", 4, "ln(pe[end] / pe[base])",
       """Its part that is a change of the multiple: the provider's trailing price-earnings ratio at both sessions.""")
metric("return_decomposition_earnings", "fraction", 4, "ln(close[end] / close[base]) - ln(pe[end] / pe[base])",
       """Its part that is a change of earnings: what the change of the multiple leaves. Both parts add up to it.""")


@family("multiples")
def multiples(bench: Bench) -> Iterator[Figure | Gap]:
    """The price change of the funds that stand for the desk's two sides, where two dated multiples are known."""
    for role in ROLES:
        for subject in bench.live_with(role):
            yield from _split(bench, subject)


def _split(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    known = bench.market.fundamentals.get(subject.id, {})
    now, before = known.get("pe_trailing"), _before(bench, known.get("multiples", ()))
    if bench.basis(subject.id) != "price":
        yield bench.gap("return_decomposition", subject.id, "adjusted_only")
        return
    if not isinstance(now, (int, float)) or not now > 0 or before is None:
        there = isinstance(now, (int, float)) and now > 0
        yield bench.gap("return_decomposition", subject.id, "no_earlier_multiple" if there else "no_fundamentals")
        return
    base, multiple = before
    closes = bench.prices(subject.id)
    if not np.isfinite(closes[base]):
        yield bench.gap("return_decomposition", subject.id, "missing_bars")
        return
    window = bench.calendar.between("since", base + 1, bench.last)
    price, paid = log(closes[bench.last] / closes[base]), log(float(now) / multiple)
    points = [bench.point(subject.id, at) for at in (base, bench.last)]
    ratios = [Input(symbol=subject.symbol, session=day, field="pe_trailing", value=value)
              for day, value in ((bench.calendar.date(base), multiple), (bench.session, float(now)))]  # fmt: skip
    yield bench.figure("return_decomposition", subject.id, window, price, points)
    yield bench.figure("return_decomposition_multiple", subject.id, window, paid, ratios)
    yield bench.figure("return_decomposition_earnings", subject.id, window, price - paid, [*points, *ratios])


def _before(bench: Bench, dated: object) -> tuple[int, float] | None:
    """Position and value of the oldest multiple of the last year that is a quarter old or older."""
    pairs = dated if isinstance(dated, (tuple, list)) else ()
    places = [
        (bench.calendar.places[day], float(value)) for day, value in pairs
        if isinstance(day, date) and day in bench.calendar.places and value > 0
    ]
    fitting = [(at, value) for at, value in places if ENOUGH <= bench.last - at <= YEAR]
    return min(fitting) if fitting else None
