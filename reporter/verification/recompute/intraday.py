"""Within the day: how far a session reached, and what its close kept of that."""

from __future__ import annotations

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Floats, Unknown, together
from reporter.verification.recompute.returns import sessions_since

YEAR = 252


def _end(case: Case, field: str) -> float:
    return case.series(case.figure.subject, field).at(case.end)


@recomputes("day_high")
def day_high(case: Case) -> float:
    return _end(case, "high")


@recomputes("day_low")
def day_low(case: Case) -> float:
    return _end(case, "low")


@recomputes("day_high_change")
def day_high_change(case: Case) -> float:
    return _end(case, "high") / case.closes().before(case.start) - 1.0


@recomputes("day_low_change")
def day_low_change(case: Case) -> float:
    return _end(case, "low") / case.closes().before(case.start) - 1.0


@recomputes("fade_from_high")
def fade_from_high(case: Case) -> float:
    return case.closes().at(case.end) / _end(case, "high") - 1.0


@recomputes("rise_from_low")
def rise_from_low(case: Case) -> float:
    return case.closes().at(case.end) / _end(case, "low") - 1.0


@recomputes("day_place")
def day_place(case: Case) -> float:
    high, low = _end(case, "high"), _end(case, "low")
    return (case.closes().at(case.end) - low) / (high - low)


def _at_most(sizes: Floats) -> float:
    return float(np.mean(sizes <= sizes[-1] + 1e-12))


@recomputes("fade_significance")
def fade_significance(case: Case) -> float:
    """Share of a year's sessions that closed no further below their high than this one."""
    closes, highs = _year(case, "high")
    return _at_most(1.0 - closes / highs)


@recomputes("rise_significance")
def rise_significance(case: Case) -> float:
    closes, lows = _year(case, "low")
    return _at_most(closes / lows - 1.0)


@recomputes("fade_since")
def fade_since(case: Case) -> Found:
    return _since(case, "high")


@recomputes("rise_since")
def rise_since(case: Case) -> Found:
    return _since(case, "low")


def _since(case: Case, field: str) -> Found:
    closes, others = together(case.closes(), case.series(case.figure.subject, field))
    return sessions_since(closes.values / others.values - 1.0, closes.days)


def _year(case: Case, field: str) -> tuple[Floats, Floats]:
    """Closes and highs (lows) of the window's sessions that have both."""
    closes, others = together(case.closes(), case.series(case.figure.subject, field))
    closes, others = closes.after(case.start), others.after(case.start)
    if len(closes) < 2:
        raise Unknown(f"no year of {field}s attached")
    return closes.values, others.values
