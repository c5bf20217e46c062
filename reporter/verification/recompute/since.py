"""How long ago something was last as large: levels, spreads of sectors, changes of yields."""

from __future__ import annotations

import numpy as np

from reporter.verification.recompute.breadth import sectors_with_prices
from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.prices import Series
from reporter.verification.recompute.returns import sessions_since


def _reached(series: Series) -> Found:
    """Observations since the last one at least as high as the last; all earlier ones where there is none."""
    for back in range(1, len(series)):
        if series.values[-1 - back] >= series.values[-1]:
            return Found(float(back), {"since": series.day(len(series) - 1 - back)})
    return Found(float(len(series) - 1))


@recomputes("level_since")
def level_since(case: Case) -> Found:
    return _reached(case.closes())


@recomputes("yield_change_since")
def yield_change_since(case: Case) -> Found:
    closes = case.closes()
    # Changes of yields are compared as they are quoted: to a hundredth of a basis point.
    return sessions_since(np.round(np.diff(closes.values), 8), closes.days[1:])


@recomputes("spread_since")
def spread_since(case: Case) -> Found:
    """Distance of best and worst sector on each of the last 1,260 sessions."""
    moves = [case.closes(sector).changes() for sector in sectors_with_prices(case)]
    days = np.unique(np.concatenate([m.days for m in moves]))[-1260:]
    spreads = []
    for day in days.tolist():
        values = [
            float(m.values[at])
            for m in moves
            if (at := int(np.searchsorted(m.days, day))) < len(m) and m.days[at] == day
        ]
        spreads.append(max(values) - min(values))
    return _reached(Series(days, np.array(spreads)))
