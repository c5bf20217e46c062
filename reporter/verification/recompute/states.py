"""States that last: the regime of trend, volatility and breadth, crossings of averages, breakouts from a range."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Days, Floats, Unknown

YEAR, FIVE_YEARS = 252, 1260
Column = dict[int, int]
"""Day (ordinal) → state."""


def _means(values: Floats, length: int) -> Floats:
    """Means of each `length` values in a row."""
    if len(values) < length:
        raise Unknown(f"{length} values needed, {len(values)} attached")
    return np.asarray(sliding_window_view(values, length).mean(axis=1))


def _keyed(days: Days, states: Floats) -> Column:
    """The last five years of states by day."""
    days = days[-len(states) :]
    return {int(day): int(state) for day, state in zip(days[-FIVE_YEARS:], states[-FIVE_YEARS:], strict=True)}


def _trend(case: Case) -> Column:
    """1 above a 200-day average that is higher than 20 sessions before, -1 below one that is lower, else 0."""
    closes = case.closes()
    average = _means(closes.values, 200)
    rising = np.sign(average[20:] - average[:-20])
    above = np.sign(closes.values[199:][20:] - average[20:])
    return _keyed(closes.days, np.where(above == rising, above, 0.0))


def _volatility(case: Case) -> Column:
    """1 where the deviation of 20 returns exceeds 1.25 of its mean over 252 sessions, -1 below 0.8 of it, else 0."""
    changes = case.closes().changes()
    deviation = np.asarray(sliding_window_view(changes.values, 20).std(axis=1, ddof=1))
    usual = _means(deviation, YEAR)
    ratio = deviation[YEAR - 1 :] / usual
    return _keyed(changes.days, np.where(ratio > 1.25, 1.0, np.where(ratio < 0.8, -1.0, 0.0)))


def _breadth(case: Case) -> Column:
    """1 where two thirds of the sector funds or more are above their 50-day averages, -1 where one third or fewer."""
    sectors = str(case.figure.params.get("sectors", "")).split()
    if not sectors:
        raise Unknown("the figure names no sector funds")
    counts: dict[int, list[bool]] = {}
    for sector in sectors:
        closes = case.closes(sector)
        above = closes.values[49:] > _means(closes.values, 50)
        for day, one in zip(closes.days[49:], above, strict=True):
            counts.setdefault(int(day), []).append(bool(one))
    days = sorted(day for day, found in counts.items() if len(found) == len(sectors))[-FIVE_YEARS:]
    share = {day: sum(counts[day]) * 3 for day in days}
    return {day: (share[day] >= 2 * len(sectors)) - (share[day] <= len(sectors)) for day in days}


def _stood(columns: list[Column]) -> Found:
    """Sessions to the last one on which every state is what it is now, and the first of them."""
    days = sorted(set.intersection(*(set(column) for column in columns)), reverse=True)
    now = [column[days[0]] for column in columns]
    count = 0
    for day in days:
        if [column[day] for column in columns] != now:
            break
        count += 1
    return Found(float(count), {"start": date.fromordinal(days[count - 1])})


@recomputes("regime_trend")
def regime_trend(case: Case) -> Found:
    return _stood([_trend(case)])


@recomputes("regime_volatility")
def regime_volatility(case: Case) -> Found:
    return _stood([_volatility(case)])


@recomputes("regime_breadth")
def regime_breadth(case: Case) -> Found:
    return _stood([_breadth(case)])


@recomputes("regime")
def regime(case: Case) -> Found:
    return _stood([_trend(case), _volatility(case), _breadth(case)])


@recomputes("golden_cross")
def golden_cross(case: Case) -> float:
    """Sessions that the short average had been on the other side of the long one before today's crossing."""
    closes = case.closes()
    short, long = int(case.param("short", 50)), int(case.param("long", 200))
    slow = _means(closes.values, long)
    above = _means(closes.values, short)[-len(slow) :] / slow - 1.0 > 1e-12
    if len(above) < 2 or above[-1] == above[-2]:
        raise Unknown("the attached closes show no crossing")
    spent = 0
    while spent + 1 < len(above) and above[-2 - spent] != above[-1]:
        spent += 1
    return float(spent)


@recomputes("range_breakout")
def range_breakout(case: Case) -> float:
    """Sessions before today's breakout whose close lay within the closes of the 250 sessions before it."""
    closes, base = case.closes().values, int(case.param("base", 250))
    inside = 0
    for place in range(len(closes) - 2, base - 1, -1):
        before = closes[place - base : place]
        if not before.min() <= closes[place] <= before.max():
            break
        inside += 1
    return float(inside)
