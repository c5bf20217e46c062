"""Weeks and months of a wrap, from the days that the prices are dated with."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Floats, Unknown


def _key(case: Case, day: date) -> tuple[int, int]:
    """The ISO week or the calendar month that a day belongs to."""
    kind = str(case.figure.params.get("kind", ""))
    if kind == "week":
        return day.isocalendar()[:2]
    if kind == "month":
        return day.year, day.month
    raise Unknown("the figure does not say whether it is of weeks or of months")


def _moves(case: Case) -> tuple[Floats, list[date], list[date]]:
    """Returns of every period but the first (of a pair: their differences), and their first and last days.

    A week without a session, as mainland China has them, is none: the next one follows on the one before.
    """
    sides = [case.closes()] if case.figure.comparator is None else list(case.pair())
    days = [sides[0].day(place) for place in range(len(sides[0]))]
    if not days or days[-1] != case.end:
        raise Unknown("no close at the end of the period")
    last = [i for i, (a, b) in enumerate(pairwise(days)) if _key(case, a) != _key(case, b)] + [len(days) - 1]
    returns = [each.values[last][1:] / each.values[last][:-1] - 1.0 for each in sides]
    moves = returns[0] if len(returns) == 1 else returns[0] - returns[1]
    return moves, [days[i + 1] for i in last[:-1]], [days[i] for i in last[1:]]


@recomputes("best_session", "worst_session")
def session_extreme(case: Case) -> Found:
    changes = case.closes().changes().after(case.start)
    best = case.figure.metric == "best_session"
    at = int(np.argmax(changes.values) if best else np.argmin(changes.values))
    return Found(float(changes.values[at]), {"day": changes.day(at)})


@recomputes("sessions_up")
def sessions_up(case: Case) -> float:
    return float(np.sum(case.closes().changes().after(case.start).values > 0))


@recomputes("sessions_down")
def sessions_down(case: Case) -> float:
    return float(np.sum(case.closes().changes().after(case.start).values < 0))


@recomputes("sessions_ahead")
def sessions_ahead(case: Case) -> float:
    a, b = case.pair()
    return float(np.sum(a.changes().after(case.start).values > b.changes().after(case.start).values + 1e-12))


@recomputes("period_run")
def period_run(case: Case) -> Found:
    moves, first, _ = _moves(case)
    sign = np.sign(moves[-1])
    length = 0
    while length < len(moves) and np.sign(moves[-1 - length]) == sign:
        length += 1
    return Found(float(sign * length), {"start": first[-length]})


@recomputes("period_since")
def period_since(case: Case) -> Found:
    moves, _, last = _moves(case)
    sign = np.sign(moves[-1])
    for back in range(1, len(moves)):
        if moves[-1 - back] * sign >= moves[-1] * sign - 1e-12:
            return Found(float(back), {"since": last[-1 - back]})
    return Found(float(len(moves) - 1))


def _after(case: Case) -> tuple[Floats, Floats]:
    """The moves of the periods after the cases, and of all earlier periods."""
    moves, _, _ = _moves(case)
    threshold, sign = case.param("threshold"), case.param("direction")
    earlier = moves[:-1]
    after = [
        float(earlier[k + 1]) for k in range(len(earlier) - 1)
        if earlier[k] * sign >= threshold and np.isfinite(earlier[k + 1])
    ]
    if not after:
        raise Unknown("no case in the prices")
    return np.array(after), earlier[np.isfinite(earlier)]


@recomputes("period_cases")
def period_cases(case: Case) -> float:
    return float(len(_after(case)[0]))


@recomputes("period_threshold")
def period_threshold(case: Case) -> float:
    if len(_after(case)[0]) < 12:
        raise Unknown("too few cases for a threshold")
    return case.param("threshold")


@recomputes("period_hits")
def period_hits(case: Case) -> float:
    return float(np.sum(_after(case)[0] > 0))


@recomputes("period_median")
def period_median(case: Case) -> float:
    return float(np.median(_after(case)[0]))


@recomputes("period_low")
def period_low(case: Case) -> float:
    return float(min(_after(case)[0]))


@recomputes("period_high")
def period_high(case: Case) -> float:
    return float(max(_after(case)[0]))


@recomputes("period_normal")
def period_normal(case: Case) -> float:
    return float(np.mean(_after(case)[1] > 0))
