"""Conditions of base rates that are states, not events: a deep fall from the record, a year far behind.

As in `base_rate_rules`, a threshold starts from the session's own value, rounded towards the ordinary, and is lowered
in fixed steps until enough earlier cases exist.
"""

from __future__ import annotations

import numpy as np

from reporter.metrics.base_rate_rules import FEWEST, SLACK, YEAR, Firing, strictest
from reporter.metrics.history import BoolArray, Track, earlier_cases


def fall_from_record(track: Track, least: float = 0.10, step: float = 0.05) -> Firing | None:
    """The close is 10 % or more below its record, and no more than a quarter of the fall has been made good.

    Cases: in each earlier fall, the first close as deep as the session's own depth, rounded to `step` towards zero.
    """
    best = np.maximum.accumulate(track.a)
    fall = track.a / best - 1.0
    campaign = np.cumsum(np.r_[True, best[1:] > best[:-1]])
    own = fall[campaign == campaign[-1]]
    if len(track) <= YEAR or fall[-1] > -least + SLACK or fall[-1] > 0.75 * own.min():
        return None
    for depth in (round(k * step, 2) for k in range(int((-fall[-1] + SLACK) / step), round(least / step) - 1, -1)):
        deep = np.flatnonzero(fall <= -depth)
        firsts = deep[np.unique(campaign[deep], return_index=True)[1]]
        occasions = np.zeros(len(track), dtype=np.bool_)
        occasions[firsts[campaign[firsts] != campaign[-1]]] = True
        cases = earlier_cases(occasions)
        if len(cases) >= FEWEST:
            rarity = float((fall <= -depth).mean())
            return Firing("fall_from_record", depth, "fraction", 2, -1, cases, rarity)
    return None


def year_behind(track: Track, least: float = 0.05, step: float = 0.05, quiet: int = 63) -> Firing | None:
    """Over the last 252 sessions the first subject is behind the second by 5 points or more.

    Cases: closes at which it fell as far behind for the first time in 63 sessions; the session's own distance is
    rounded to `step` towards zero.
    """
    if track.b is None or len(track) <= YEAR * 2:
        return None
    behind = np.full(len(track), np.nan)
    behind[YEAR:] = -track.between(np.arange(len(track) - YEAR), np.arange(YEAR, len(track)))
    if behind[-1] < least - SLACK:
        return None

    def entered(points: float) -> BoolArray:
        beyond = behind >= points - SLACK
        seen = np.cumsum(np.r_[0, beyond])
        place = np.arange(len(track))
        first = seen[place] == seen[np.maximum(place - quiet, 0)]
        return np.asarray(beyond & first & (place >= YEAR + quiet), dtype=np.bool_)

    steps = [round(k * step, 2) for k in range(int((behind[-1] + SLACK) / step), round(least / step) - 1, -1)]
    found = strictest(steps, entered)
    if found is None:
        return None
    rarity = float(np.nanmean(behind[YEAR:] >= behind[-1]))
    return Firing("year_behind", found[0], "pp", 2, -1, found[1], rarity, {"length": YEAR, "quiet": quiet})
