"""Sectors, groups, the whole universe, correlations and the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Series, Unknown, together

# The one fixed table of sector groups (METRICS: daily_sector_return, sector_group_rotation).
GROUPS = {
    "cyclical": ("xlb", "xli", "xlf", "xle", "xly"),
    "defensive": ("xlp", "xlv", "xlu"),
    "rate_sensitive": ("xlu", "xlre"),
    "growth": ("xlk", "xlc"),
}


def sectors_with_prices(case: Case) -> list[str]:
    """Sectors with an observation at the session."""
    found = []
    for subject in case.subjects.values():
        if "sector" in subject.roles and subject.symbol:
            closes = case.prices.series(subject.symbol, case.field(subject.id)).until(case.end)
            if len(closes) and closes.day(-1) == case.end:
                found.append(subject.id)
    if not found:
        raise Unknown("no sector attached")
    return found


def _returns(case: Case) -> dict[str, float]:
    return {sector: case.window_return(sector) for sector in sectors_with_prices(case)}


@recomputes("sectors_up")
def sectors_up(case: Case) -> float:
    return sum(value > 0 for value in _returns(case).values())


@recomputes("sectors_down")
def sectors_down(case: Case) -> float:
    return sum(value < 0 for value in _returns(case).values())


@recomputes("sectors_counted")
def sectors_counted(case: Case) -> float:
    return len(sectors_with_prices(case))


@recomputes("sectors_above_sma50")
def sectors_above_sma50(case: Case) -> float:
    return sum(_above(case.closes(sector), 50) for sector in sectors_with_prices(case))


def _above(closes: Series, length: int) -> bool:
    return bool(closes.values[-1] > closes.tail(length).values.sum() / length)


@recomputes("sectors_at_20d_high")
def sectors_at_20d_high(case: Case) -> float:
    return float(
        sum(case.closes(s).values[-1] >= case.closes(s).tail(20).values.max() for s in sectors_with_prices(case))
    )


@recomputes("sector_spread")
def sector_spread(case: Case) -> float:
    values = _returns(case).values()
    return max(values) - min(values)


@recomputes("sector_rank")
def sector_rank(case: Case) -> float:
    values = _returns(case)
    own = values[case.figure.subject]
    return 1 + sum(value > own for value in values.values())


@recomputes("sector_group_return")
def group_return(case: Case) -> float:
    return _group(case, case.figure.subject)


def _group(case: Case, group: str) -> float:
    members = [s for s in GROUPS.get(group, ()) if s in case.subjects]
    if not members:
        raise Unknown(f"no group {group}")
    return sum(case.window_return(member) for member in members) / len(members)


@recomputes("sector_group_rotation")
def group_rotation(case: Case) -> float:
    return _group(case, case.figure.subject) - _group(case, case.other)


def _universe(case: Case) -> list[str]:
    chosen = []
    for subject in case.subjects.values():
        if subject.kind in ("stock", "etf") and subject.symbol:
            closes = case.prices.series(subject.symbol, case.field(subject.id)).until(case.end)
            if len(closes) and closes.day(-1) == case.end:
                chosen.append(subject.id)
    return chosen


@recomputes("universe_above_sma")
def universe_above(case: Case) -> float:
    length = int(case.figure.window.name.rstrip("d"))
    long_enough = [s for s in _universe(case) if len(case.closes(s)) >= length]
    return sum(_above(case.closes(s), length) for s in long_enough) / len(long_enough)


@recomputes("universe_advancing")
def universe_advancing(case: Case) -> float:
    chosen = _universe(case)
    return sum(case.window_return(s) > 0 for s in chosen) / len(chosen)


def _moves(case: Case, subject: str) -> Series:
    """One-day returns of a subject, or of a group the mean of its members' on shared days."""
    if subject not in GROUPS or subject in case.subjects:
        return case.closes(subject).changes()
    moves = [case.closes(s).changes() for s in GROUPS[subject] if s in case.subjects]
    if not moves:
        raise Unknown(f"no group {subject}")
    shared = moves[0].days
    for other in moves[1:]:
        shared = np.intersect1d(shared, other.days)
    stacked = [m.values[np.searchsorted(m.days, shared)] for m in moves]
    return Series(shared, np.asarray(sum(stacked) / len(stacked)))


@recomputes("correlation")
def correlation(case: Case) -> float:
    """Pearson's coefficient of the one-day returns in the window, written out."""
    a, b = together(_moves(case, case.figure.subject), _moves(case, case.other))
    count = int(re.sub(r"\D", "", case.figure.window.name) or case.figure.window.sessions)
    x, y = a.tail(count).values, b.tail(count).values
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / np.sqrt((x * x).sum() * (y * y).sum()))


@recomputes("rate_sensitivity")
def rate_sensitivity(case: Case) -> float:
    """Least-squares slope of one-day returns on the change of the ten-year yield, per percentage point."""
    rate = case.figure.comparator or next((s.id for s in case.subjects.values() if "yield_long" in s.roles), None)
    if rate is None:
        raise Unknown("no long yield among the subjects")
    yields = case.closes(rate)
    a, shared = together(case.closes(), yields)
    x = np.diff(shared.values)[-case.figure.window.sessions :] * 100.0
    y = a.changes().values[-case.figure.window.sessions :]
    x0, y0 = x - x.mean(), y - y.mean()
    return float((x0 * y0).sum() / (x0 * x0).sum())


CYCLE = {"election": 0, "election_year": 0, "post_election": 1, "midterm": 2, "pre_election": 3}
"""Years of the presidential cycle, by remainder of division by four."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _calendar_outcomes(case: Case) -> list[float]:
    """Return (or difference) of each completed year's month or cycle year, where all series exist throughout."""
    name = case.figure.window.name
    sides = [case.figure.subject, *([case.other] if case.figure.comparator else [])]
    series = [case.closes(side) for side in sides]
    first = max(s.day(0) for s in series)
    outcomes = []
    for year in range(first.year, case.session.year):
        if name in MONTHS:
            month = MONTHS.index(name) + 1
            start, after = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        elif year % 4 == CYCLE.get(name, -1):
            start, after = date(year, 1, 1), date(year + 1, 1, 1)
        else:
            continue
        if first >= start:
            continue
        parts = [s.before(after) / s.before(start) - 1.0 for s in series]
        outcomes.append(parts[0] - parts[1] if len(parts) == 2 else parts[0])
    if not outcomes:
        raise Unknown("no completed year")
    return outcomes


def _seasonal(name: str, statistic: Callable[[list[float]], float]) -> None:
    @recomputes(name)
    def seasonal(case: Case) -> Found | float:
        return statistic(_calendar_outcomes(case))


_seasonal("calendar_effect_mean", lambda outcomes: sum(outcomes) / len(outcomes))
_seasonal("calendar_effect_median", lambda outcomes: float(np.median(outcomes)))
_seasonal("calendar_effect_hits", lambda outcomes: float(sum(o > 0 for o in outcomes)))
_seasonal("calendar_effect_cases", lambda outcomes: float(len(outcomes)))
_seasonal("calendar_effect_low", min)
_seasonal("calendar_effect_high", max)


@recomputes("sectors_at_20d_low")
def sectors_at_20d_low(case: Case) -> float:
    return float(
        sum(case.closes(s).values[-1] <= case.closes(s).tail(20).values.min() for s in sectors_with_prices(case))
    )


@recomputes("spread_significance")
def spread_significance(case: Case) -> float:
    """Share of the last 252 sessions on which best and worst sector were less far apart."""
    moves = [case.closes(sector).changes() for sector in sectors_with_prices(case)]
    shared = moves[0].days
    for other in moves[1:]:
        shared = np.intersect1d(shared, other.days)
    table = np.array([m.values[np.searchsorted(m.days, shared)] for m in moves])[:, -252:]
    spreads = table.max(axis=0) - table.min(axis=0)
    return float(np.mean(spreads < spreads[-1]))


@recomputes("sector_rank_change")
def sector_rank_change(case: Case) -> float:
    """Places gained in five sessions in the table of 20-session returns.

    Sessions are counted on the fullest series: of a sector that began not long ago only the days in use are attached.
    """
    closes = {sector: case.closes(sector) for sector in sectors_with_prices(case)}
    fullest = max(closes.values(), key=len)
    if len(fullest) < 26:
        raise Unknown(f"26 closes needed, {len(fullest)} attached")
    days = {back: fullest.day(len(fullest) - 1 - back) for back in (25, 20, 5, 0)}
    known = {
        sector: {back: series.at(day) for back, day in days.items()}
        for sector, series in closes.items()
        if np.isin([day.toordinal() for day in days.values()], series.days).all()
    }
    ranks = []
    for back in (5, 0):
        returns = {sector: at[back] / at[back + 20] for sector, at in known.items()}
        own = returns[case.figure.subject]
        ranks.append(1 + sum(value > own for value in returns.values()))
    return float(ranks[0] - ranks[1])


@recomputes("sectors_below_sma50")
def sectors_below_sma50(case: Case) -> float:
    below = 0
    for sector in sectors_with_prices(case):
        closes = case.closes(sector)
        below += float(closes.values[-1]) < float(closes.tail(50).values.sum()) / 50
    return float(below)
