"""Yields, the curve (K78) and the path of the policy rate that futures imply (K49)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import numpy as np

from reporter.metrics.bench import Bench
from reporter.metrics.catalogue import metric
from reporter.metrics.engine import family
from reporter.metrics.returns import missing
from reporter.metrics.series import consecutive_changes, share_at_or_below, step_changes
from reporter.metrics.windows import YEAR
from reporter.model import Figure, Gap, Subject, Window

WINDOWS = ("1d", "5d", "20d", "3m", "ytd")
MONTHS = "fghjkmnquvxz"
"""Letters by which futures name the months of delivery, January first."""
_CONTRACT = re.compile(rf"zq([{MONTHS}])(\d\d)")

metric("yield_change", "bp", 0, "(close[end] - close[base]) * 10000",
       """Change of a yield over the window, in basis points.""")
metric("curve", "pp", 4, "close(long)[end] - close(short)[end]",
       """Long yield less short yield at the session's close.""")
metric("curve_change", "bp", 0, "(curve[end] - curve[base]) * 10000",
       """Change of the slope over the window, in basis points.""")
metric("rate_path", "fraction", 4, "(100 - close[end]) / 100",
       """Average policy rate of a month that its federal funds future implies: one hundred less its price.""")
metric("rate_path_change", "bp", 0, "(rate_path(month) - rate_path(first month)) * 10000",
       """Implied rate of a month less that of the nearest contract, in basis points.""")


@family("rates")
def rates(bench: Bench) -> Iterator[Figure | Gap]:
    """Changes of yields, the slope between the long and the short one, and the path in futures."""
    for subject in bench.live("yield"):
        yield from _changes(bench, subject)
        yield from _significance(bench, subject)
    long, short = bench.first_with("yield_long"), bench.first_with("yield_short")
    if long is not None and short is not None:
        yield from _curve(bench, long.id, short.id)
    elif bench.desk.with_role("yield_long") and bench.desk.with_role("yield_short"):
        yield bench.gap("curve", bench.desk.with_role("yield_long")[0].id, "no_bar")
    yield from _path(bench)


def _changes(bench: Bench, subject: Subject) -> Iterator[Figure | Gap]:
    levels = bench.prices(subject.id)
    for name in bench.names(*WINDOWS):
        window = bench.window(name)
        if window is None or window.base is None:
            yield bench.gap("yield_change", subject.id, "short_history", detail=name)
            continue
        start, end = bench.calendar.span(window)
        base = start - 1
        change = float(levels[end] - levels[base]) * 1e4
        if not np.isfinite(change):
            yield bench.gap("yield_change", subject.id, missing(bench, subject.id, base), detail=name)
            continue
        history = bench.history(bench.changes(subject.id, window.sessions) * 1e4, change)
        yield bench.figure("yield_change", subject.id, window, change, bench.return_inputs(subject.id, window),
                           history=history, decimals=decimals_of(change))


def decimals_of(points: float) -> int:
    """Whole basis points where the value is whole to 0.05, else one decimal."""
    return 0 if abs(points - round(points)) <= 0.05 else 1


def _significance(bench: Bench, subject: Subject) -> Iterator[Figure]:
    moves = np.abs(consecutive_changes(bench.prices(subject.id))[-YEAR:])
    if len(moves) < YEAR or not np.isfinite(moves[-1]) or np.isfinite(moves).sum() < YEAR * 3 // 4:
        return
    start = bench.size - YEAR
    window = bench.calendar.between("1y", start, bench.last)
    yield bench.figure("day_significance", subject.id, window, share_at_or_below(moves, float(moves[-1])),
                       [bench.span(subject.id, start - 1)])


def _curve(bench: Bench, long: str, short: str) -> Iterator[Figure | Gap]:
    slope = bench.prices(long) - bench.prices(short)
    inputs = [bench.point(long, bench.last), bench.point(short, bench.last)]
    yield bench.figure("curve", long, bench.today, slope[-1], inputs, comparator=short, history=bench.history(slope))
    window = bench.window("20d")
    if window is None:
        return
    base = bench.calendar.span(window)[0] - 1
    change = float(slope[-1] - slope[base]) * 1e4
    if not np.isfinite(change):
        yield bench.gap("curve_change", long, missing(bench, long, base))
        return
    points = [*bench.return_inputs(long, window), *bench.return_inputs(short, window)]
    changes = step_changes(slope, window.sessions) * 1e4
    yield bench.figure("curve_change", long, window, change, points, comparator=short, decimals=decimals_of(change),
                       history=bench.history(changes, change))


def contract_month(subject_id: str) -> date | None:
    """First day of the month that a federal funds contract settles on (`zqz26` → December 2026)."""
    found = _CONTRACT.fullmatch(subject_id)
    return None if found is None else date(2000 + int(found[2]), MONTHS.index(found[1]) + 1, 1)


def _path(bench: Bench) -> Iterator[Figure | Gap]:
    listed = [s for s in bench.desk.subjects if s.kind == "future" and contract_month(s.id) is not None]
    this_month = bench.session.replace(day=1)
    months = {contract_month(s.id): s for s in listed if bench.is_live(s.id)}
    ahead = sorted(((m, s) for m, s in months.items() if m is not None and m >= this_month), key=lambda f: f[0])
    if not ahead:
        if listed or bench.desk.with_role("yield_short"):
            yield bench.gap("rate_path", "fed_funds", "no_futures")
        return
    first_month, first = ahead[0]
    start = float(bench.prices(first.id)[-1])
    for month, contract in ahead:
        name = f"{month:%Y-%m}"
        window: Window = bench.calendar.between(name, bench.last, bench.last, base=False)
        price = float(bench.prices(contract.id)[-1])
        point = bench.point(contract.id, bench.last)
        yield bench.figure("rate_path", "fed_funds", window, (100.0 - price) / 100.0, [point], basis="price",
                           params={"contract": contract.id}, dates={"month": month})
        if month > first_month:
            change = (start - price) * 100.0
            yield bench.figure(
                "rate_path_change", "fed_funds", window, change, [bench.point(first.id, bench.last), point],
                basis="price", decimals=decimals_of(change), dates={"month": month, "from": first_month},
                params={"contract": contract.id, "first": first.id},
            )
