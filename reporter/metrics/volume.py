"""Shares and money traded (K28-K30, K75)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.series import Floats, mean_of, share_at_or_below
from reporter.metrics.significance import whole
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Subject, Window
from reporter.model.figure import Unit

metric("volume_ratio", "ratio", 1, "volume[end] / mean(volume[t], t in window)",
       """The session's volume over the mean of the window's, the session included.""")
metric("avg_volume", "shares", 0, "mean(volume[t], t in window)",
       """Mean number of shares traded in a session of the window.""")
metric("volume_percentile", "percentile", 2, "count(volume[t] <= volume[end]) / count(volume[t]), t in window",
       """Share of the last 252 sessions, the session included, whose volume was at most the session's. Its
       history ranks the session's volume among all.""")
metric("dollar_volume", "USD", 0, "mean(close[t] * volume[t], t in window)",
       """Mean of close times volume in the window, in the currency of the subject.""")


@family("volume")
def volume(bench: Bench) -> Iterator[Figure | Gap]:
    """Volume of every live index, fund and stock. A volume of zero is a missing one: vendors write it so."""
    for subject in bench.live("index", "etf", "stock"):
        traded = bench.column(subject.id, "volume")
        traded = np.where(traded > 0, traded, np.nan)
        if not np.isfinite(traded[-1]):
            yield bench.gap("volume", subject.id, "no_volume")
            continue
        yield from _means(bench, subject, traded)
        yield from _year(bench, subject, traded)


def _means(bench: Bench, subject: Subject, traded: Floats) -> Iterator[Figure | Gap]:
    short = []
    for name in ("20d", "60d"):
        window = bench.window(name)
        mean = _mean(bench, traded, window) if window is not None else None
        if window is None or mean is None:
            short.append(name)
            continue
        inputs = [bench.span(subject.id, bench.calendar.span(window)[0], field="volume")]
        yield bench.figure("volume_ratio", subject.id, window, traded[-1] / mean, inputs)
        if name == "20d":
            yield bench.figure("avg_volume", subject.id, window, mean, inputs)
            yield from _money(bench, subject, traded, window)
    if short:
        yield bench.gap("volume_ratio", subject.id, "short_history", detail=" ".join(short))
    for window in bench.since_windows:
        mean = _mean(bench, traded, window)
        if mean is not None:
            start, end = bench.calendar.span(window)
            yield bench.figure("avg_volume", subject.id, window, mean,
                               [bench.span(subject.id, start, end, field="volume")])


def _mean(bench: Bench, traded: Floats, window: Window) -> float | None:
    start, end = bench.calendar.span(window)
    seen = traded[start : end + 1]
    return mean_of(seen) if whole(seen, window.sessions) else None


def _money(bench: Bench, subject: Subject, traded: Floats, window: Window) -> Iterator[Figure]:
    """Money needs a price in a currency: funds and stocks with unadjusted closes."""
    currencies: dict[str | None, Unit] = {None: "USD", "USD": "USD", "CNY": "CNY", "HKD": "HKD"}
    if subject.kind == "index" or bench.basis(subject.id) != "price" or subject.currency not in currencies:
        return
    start, _ = bench.calendar.span(window)
    money = bench.prices(subject.id)[start:] * traded[start:]
    if whole(money, window.sessions):
        yield bench.figure("dollar_volume", subject.id, window, mean_of(money),
                           [bench.span(subject.id, start), bench.span(subject.id, start, field="volume")],
                           unit=currencies[subject.currency])


def _year(bench: Bench, subject: Subject, traded: Floats) -> Iterator[Figure | Gap]:
    window, year = bench.window("1y"), traded[-YEAR:]
    if window is None or not whole(year, YEAR):
        yield bench.gap("volume_percentile", subject.id, "short_history", detail="1y")
        return
    yield bench.figure("volume_percentile", subject.id, window, share_at_or_below(year, float(year[-1])),
                       [bench.span(subject.id, bench.size - YEAR, field="volume")],
                       history=bench.history(traded, ranked=True))
