"""Returns, levels and differences, from their definitions."""

from __future__ import annotations

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Days, Floats, Unknown, together


@recomputes("close_level", "volatility_index", "yield_level")
def close_level(case: Case) -> float:
    return case.closes().at(case.end)


@recomputes("day_change", "trailing_return", "ytd_return", "period_return", "basket_return")
def window_return(case: Case) -> float:
    return case.window_return(case.figure.subject)


@recomputes("period_point_change")
def point_change(case: Case) -> float:
    closes = case.closes()
    return closes.at(case.end) - closes.before(case.start)


@recomputes("open_to_close_return")
def open_to_close(case: Case) -> float:
    return case.closes().at(case.end) / case.series(case.figure.subject, "open").at(case.start) - 1.0


@recomputes("open_to_close_points")
def open_to_close_points(case: Case) -> float:
    return case.closes().at(case.end) - case.series(case.figure.subject, "open").at(case.start)


@recomputes("total_return")
def total_return(case: Case) -> float:
    adjusted = case.series(case.figure.subject, "adj_close")
    return adjusted.at(case.end) / adjusted.before(case.start) - 1.0


@recomputes(
    "relative_return", "style_spread", "equal_vs_cap", "decomposition_total", "decomposition_part", "intl_relative"
)
def relative_return(case: Case) -> float:
    return case.window_return(case.figure.subject) - case.window_return(case.other)


@recomputes("decomposition_share")
def decomposition_share(case: Case) -> float:
    """The link's part of the chain's whole difference."""
    window = case.figure.window.name
    totals = [f for f in case.figures.values() if f.metric == "decomposition_total" and f.window.name == window]
    if len(totals) != 1 or totals[0].comparator is None:
        raise Unknown("no single total for the share")
    whole = case.window_return(totals[0].subject) - case.window_return(totals[0].comparator)
    return (case.window_return(case.figure.subject) - case.window_return(case.other)) / whole


@recomputes("basket_up")
def basket_up(case: Case) -> float:
    return sum(case.window_return(member) > 0 for member in case.members(case.figure.subject))


@recomputes("day_significance")
def day_significance(case: Case) -> float:
    """Share of the window's one-day changes that were at most as large in size.

    Yields change in points, and their market keeps fewer days than the exchange: those of the window count.
    """
    closes = case.closes()
    if case.subjects[case.figure.subject].kind == "yield":
        moves = np.abs(np.diff(closes.values)[closes.days[1:] >= case.start.toordinal()])
    else:
        moves = np.abs(closes.changes().values[-case.figure.window.sessions :])
    return float(np.mean(moves <= moves[-1] + 1e-12))


def sessions_since(moves: Floats, days: Days) -> Found:
    """Sessions since a move at least as large in the same direction; all earlier ones where there is none."""
    from datetime import date

    today = moves[-1]
    for back in range(1, len(moves)):
        earlier = moves[-1 - back]
        if (today > 0 and earlier >= today) or (today < 0 and earlier <= today):
            return Found(float(back), {"since": date.fromordinal(int(days[-1 - back]))})
    return Found(float(len(moves) - 1))


@recomputes("largest_move")
def largest_move(case: Case) -> Found:
    changes = case.closes().changes()
    return sessions_since(changes.values, changes.days)


@recomputes("relative_gap_since")
def relative_gap_since(case: Case) -> Found:
    a, b = case.pair()
    changes = a.changes()
    return sessions_since(changes.values - b.changes().values, changes.days)


@recomputes("relative_strength")
def relative_strength(case: Case) -> float:
    a, b = case.pair()
    ratio = (a.values / b.values)[-20:]
    if len(ratio) < 20:
        raise Unknown("20 shared closes needed")
    return float(ratio[-1] / ratio.mean() - 1.0)


@recomputes("yield_change")
def yield_change(case: Case) -> float:
    """In basis points."""
    closes = case.closes()
    return (closes.at(case.end) - closes.before(case.start)) * 10_000.0


@recomputes("curve")
def curve(case: Case) -> float:
    return case.closes().at(case.end) - case.closes(case.other).at(case.end)


@recomputes("curve_change")
def curve_change(case: Case) -> float:
    a, b = case.closes(), case.closes(case.other)
    return ((a.at(case.end) - b.at(case.end)) - (a.before(case.start) - b.before(case.start))) * 10_000.0


@recomputes("cap_ladder")
def cap_ladder(case: Case) -> float:
    """Micro caps' return less the giants': the ends of the ladder."""
    ends = [s.id for role in ("micro", "mega") for s in case.subjects.values() if role in s.roles]
    if len(ends) != 2:
        baskets = [s.id for s in case.subjects.values() if s.kind == "basket"]
        ends = [*ends[:1], *baskets[:1]]
    if len(ends) != 2:
        raise Unknown("no ends of the ladder among the subjects")
    return case.window_return(ends[0]) - case.window_return(ends[1])


@recomputes("excluded_explanation")
def excluded_explanation(case: Case) -> float:
    """Share of the last 252 sessions, today included, whose move was smaller in absolute size."""
    if case.figure.comparator is not None:
        a, b = together(case.closes(), case.closes(case.other))
        moves = a.changes().values - b.changes().values
    else:
        closes = case.closes()
        level = case.subjects[case.figure.subject].kind in ("yield", "volatility_index")
        moves = np.diff(closes.values) if level else closes.changes().values
    moves = np.abs(moves[-252:])
    return float(np.mean(moves < moves[-1] - 1e-12))
