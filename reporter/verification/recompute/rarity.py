"""How unusual a day was, and for how long a state has lasted."""

from __future__ import annotations

import itertools

import numpy as np

from reporter.verification.recompute.breadth import MONTHS
from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.derived import made_of, operands
from reporter.verification.recompute.prices import Floats, Series, Unknown, together
from reporter.verification.recompute.streaks import _length, _runs, _signs


def _differences(case: Case) -> Series:
    a, b = case.pair()
    return Series(a.days[1:], a.changes().values - b.changes().values)


def _smaller(values: Floats) -> float:
    return float(np.mean(np.abs(values) < abs(values[-1])))


@recomputes("gap_significance")
def gap_significance(case: Case) -> float:
    return _smaller(_differences(case).tail(252).values)


@recomputes("tail_share")
def tail_share(case: Case) -> float:
    values = _differences(case).values
    sign = 1.0 if values[-1] >= 0 else -1.0
    return float(np.mean(values * sign >= values[-1] * sign))


@recomputes("share_above")
def share_above(case: Case) -> float:
    values = case.closes().tail(252).values
    return float(np.mean(values > values[-1]))


@recomputes("share_below")
def share_below(case: Case) -> float:
    values = case.closes().tail(252).values
    return float(np.mean(values < values[-1]))


@recomputes("watch_mark")
def watch_mark(case: Case) -> float:
    return float(np.median(case.closes().tail(252).values))


@recomputes("distance_rarity")
def distance_rarity(case: Case) -> float:
    """Share of all sessions with an average on which the close stood less far out on the session's side."""
    closes, length = case.closes().values, int(case.param("average"))
    sums = np.concatenate([[0.0], np.cumsum(closes)])
    distances = closes[length - 1 :] / ((sums[length:] - sums[:-length]) / length) - 1.0
    sign = 1.0 if distances[-1] >= 0 else -1.0
    return float(np.mean(distances * sign < distances[-1] * sign - 1e-13))


@recomputes("autocorrelation")
def autocorrelation(case: Case) -> float:
    moves = _differences(case) if case.figure.comparator else case.closes().changes()
    values = moves.tail(253).values
    return float(np.corrcoef(values[1:], values[:-1])[0, 1])


@recomputes("rate_fit")
def rate_fit(case: Case) -> float:
    """R squared of one-day returns on the change of the long yield."""
    closes, yields = together(case.closes(), case.closes(str(case.figure.params.get("rate"))))
    x, y = np.diff(yields.values)[-252:], closes.changes().values[-252:]
    return float(np.corrcoef(x, y)[0, 1] ** 2)


@recomputes("move_multiple")
def move_multiple(case: Case) -> float:
    return case.window_return(case.figure.subject) / case.window_return(case.other)


@recomputes("lead_given_back")
def lead_given_back(case: Case) -> float:
    """Share of the year's lead at the close before that the session took away."""
    from datetime import date

    start = date(case.end.year, 1, 1)
    leads = []
    for back in (2, 1):
        sides = []
        for side in (case.figure.subject, case.other):
            closes = case.closes(side)
            sides.append(float(closes.values[-back]) / closes.before(start) - 1.0)
        leads.append(sides[0] - sides[1])
    return (leads[0] - leads[1]) / leads[0]


@recomputes("streak_longest")
def streak_longest(case: Case) -> Found:
    """Longest other run of the sign told; of equal ones the latest."""
    signs, _ = _signs(case)
    runs, sign = _runs(signs), int(case.param("sign"))
    told = runs[-2] if case.figure.params.get("ended") else runs[-1]
    others = [run for run in runs if run[0] == sign and run is not told]
    longest = max(_length(run) for run in others)
    return Found(float(longest))


@recomputes("drawdown_worst_since")
def drawdown_worst_since(case: Case) -> Found:
    closes = case.closes()
    falls = closes.values / np.maximum.accumulate(closes.values) - 1.0
    for back in range(1, len(falls)):
        if falls[-1 - back] <= falls[-1]:
            return Found(float(back), {"since": closes.day(len(falls) - 1 - back)})
    return Found(float(len(falls) - 1))


def _new_extreme(case: Case, sign: float) -> Found:
    """Sessions since the close was last beyond the 251 closes before it."""
    closes = case.closes()
    values, length = closes.values * sign, int(case.param("length", 252))
    places = [t for t in range(length - 1, len(values)) if values[t] > values[t - length + 1 : t].max()]
    if not places or places[-1] != len(values) - 1:
        raise Unknown("no new extreme at the session")
    if len(places) == 1:
        return Found(float(len(values) - length))
    return Found(float(places[-1] - places[-2]), {"since": closes.day(places[-2])})


@recomputes("high_52w_new")
def high_52w_new(case: Case) -> Found:
    return _new_extreme(case, 1.0)


@recomputes("low_52w_new")
def low_52w_new(case: Case) -> Found:
    return _new_extreme(case, -1.0)


@recomputes("round_level")
def round_level(case: Case) -> float:
    """The level lies between the last two closes, and is a multiple of the largest power of ten (or half) that does."""
    closes = case.closes().values
    low, high = sorted((float(closes[-2]), float(closes[-1])))
    for power in range(6, -2, -1):
        for step in (10.0**power, 10.0**power / 2):
            level = float(np.floor(high / step) * step)
            if level > low:
                return level
    raise Unknown("no round level crossed")


@recomputes("watch_distance")
def watch_distance(case: Case) -> float:
    """From the close to a level: an average, the record close, an end of the 52-week range."""
    closes, level = case.closes(), str(case.figure.params.get("level"))
    last = float(closes.values[-1])
    if level.startswith("sma"):
        return float(closes.tail(int(level[3:])).values.mean()) / last - 1.0
    if level in ("high52", "low52"):
        field = "high" if level == "high52" else "low"
        intraday = any(i.field == field for i in case.figure.inputs)
        values = (case.series(case.figure.subject, field) if intraday else closes).tail(252).values
        return float(values.max() if level == "high52" else values.min()) / last - 1.0
    if level.startswith("record"):
        return float(closes.values.max()) / last - 1.0
    raise Unknown(f"no level {level}")


@recomputes("calendar_effect_share")
def calendar_share(case: Case) -> float:
    from reporter.verification.recompute.breadth import _calendar_outcomes

    if made_of(case.figure):
        hits, cases = operands(case)
        return hits / cases
    outcomes = _calendar_outcomes(case)
    return sum(value > 0 for value in outcomes) / len(outcomes)


@recomputes("calendar_effect_normal")
def calendar_normal(case: Case) -> float:
    """The same share over all completed months, or years, of the history."""
    from datetime import date

    sides = [case.figure.subject, *([case.other] if case.figure.comparator else [])]
    series = [case.closes(side) for side in sides]
    first = max(s.day(0) for s in series)
    monthly = case.figure.window.name in MONTHS
    edges = [
        date(year, month, 1)
        for year in range(first.year, case.session.year + 1)
        for month in (range(1, 13) if monthly else (1,))
    ]
    edges = [edge for edge in edges if first < edge <= date(case.session.year, 1, 1)]
    values = []
    for start, after in itertools.pairwise(edges):
        parts = [s.before(after) / s.before(start) - 1.0 for s in series]
        values.append(parts[0] - (parts[1] if len(parts) == 2 else 0.0))
    return sum(value > 0 for value in values) / len(values)
