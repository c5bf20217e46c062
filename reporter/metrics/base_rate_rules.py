"""Conditions that base rates are asked about: each says whether it holds at the last session, and when it held before.

A rule sees a `Track` and gives a `Firing` or None. Its threshold is never fitted to what followed: it starts from
the session's own value, rounded towards the ordinary, and is lowered in fixed steps until enough earlier cases exist.
All comparisons use closes known at the session that they are dated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from reporter.metrics.history import BoolArray, FloatArray, IntArray, Track, earlier_cases, runs
from reporter.metrics.series import rolling_mean
from reporter.model.figure import Unit

ENOUGH = 10
"""Earlier cases that a threshold should have; it is lowered until it has them."""
FEWEST = 5
"""Earlier cases below which a rule says nothing."""
FEW_YEARS = 8
"""Earlier years that a lead of the year should be compared with; its threshold never falls below half the lead."""
OUTER = 0.025
"""Share of history, on each side, within which a day counts as unusual."""
YEAR = 252
SLACK = 1e-9
"""Keeps a change of exactly 1.5 % inside a threshold of 1.5 % whatever its last binary digit."""


@dataclass(frozen=True)
class Firing:
    """A rule whose condition holds at the last session. `cases` are the positions at which it held before.

    `direction` is +1 where the condition is a rise or a lead, -1 where it is a fall or a lag. `rarity` is the
    share of all sessions that were as extreme as the last one. `ends` (where given) are the positions at which
    the outcome of each case is measured, instead of fixed horizons; `normal` then is the share of all years in
    which that outcome was positive.
    """

    rule: str
    threshold: float
    unit: Unit
    decimals: int
    direction: int
    cases: IntArray
    rarity: float
    params: Mapping[str, float | int | str] = field(default_factory=dict)
    ends: IntArray | None = None
    normal: float = float("nan")


Rule = Callable[[Track], Firing | None]


def strictest(thresholds: Iterable[float], occasions: Callable[[float], BoolArray]) -> tuple[float, IntArray] | None:
    """The first threshold (strictest first) with enough earlier cases, else the first with the most of them.

    None where even that has fewer cases than are allowed.
    """
    best: tuple[float, IntArray] | None = None
    for threshold in thresholds:
        cases = earlier_cases(occasions(threshold))
        if best is None or len(cases) > len(best[1]):
            best = threshold, cases
        if len(cases) >= ENOUGH:
            break
    return best if best is not None and len(best[1]) >= FEWEST else None


def streak_ended(track: Track, shortest: int = 5) -> Firing | None:
    """A run of at least `shortest` sessions ahead (or behind) ended at the session.

    Cases: closes that ended a run of at least k sessions in the same direction.
    """
    run = runs(track.change)
    if len(run) < 3 or abs(run[-2]) < shortest or np.sign(run[-1]) == np.sign(run[-2]):
        return None
    direction, length = int(np.sign(run[-2])), abs(int(run[-2]))
    before, ended = np.r_[0, run[:-1]] * direction, run * direction <= 0
    found = strictest(range(length, shortest - 1, -1), lambda k: ended & (before >= k))
    if found is None:
        return None
    rule = "streak_ended" if direction > 0 else "losing_streak_ended"
    rarity = float((ended & (before >= length)).mean())
    return Firing(rule, found[0], "sessions", 0, direction, found[1], rarity, {"length": length})


def streak_alive(track: Track, shortest: int = 6) -> Firing | None:
    """The present run has lasted at least `shortest` sessions.

    Cases: closes at which a run in the same direction reached k sessions.
    """
    run = runs(track.change)
    if len(run) < 2 or abs(run[-1]) < shortest:
        return None
    direction, length = int(np.sign(run[-1])), abs(int(run[-1]))
    found = strictest(range(length, shortest - 1, -1), lambda k: run == k * direction)
    if found is None:
        return None
    rule = "streak_alive" if direction > 0 else "losing_streak_alive"
    rarity = float((run == length * direction).mean())
    return Firing(rule, found[0], "sessions", 0, direction, found[1], rarity, {"length": length})


def large_change(track: Track, names: tuple[str, str], least: float, step: float = 0.005) -> Firing | None:
    """The session's change lies in the outer 2.5 % of history and is at least `least` in size.

    Cases: sessions with a change at or beyond the threshold, the session's own rounded to `step` towards zero.
    `names` are those of the rule for a rise and for a fall.
    """
    change = track.change
    if len(change) <= YEAR or not abs(change[-1]) >= least - SLACK:
        return None
    direction = 1 if change[-1] > 0 else -1
    signed = change * direction
    rarity = float((signed >= signed[-1]).sum() / np.isfinite(signed).sum())
    if rarity > OUTER:
        return None
    steps = range(int((signed[-1] + SLACK) / step), round(least / step) - 1, -1)
    found = strictest([round(k * step, 6) for k in steps], lambda threshold: signed >= threshold - SLACK)
    if found is None:
        return None
    unit: Unit = "fraction" if track.b is None else "pp"
    name = names[0] if direction > 0 else names[1]
    return Firing(name, found[0], unit, 3, direction, found[1], rarity, {"step": step, "least": least})


def wide_gap(track: Track) -> Firing | None:
    """The day's difference between two subjects is unusually wide (at least one percentage point)."""
    return large_change(track, ("wide_gap_up", "wide_gap_down"), 0.01)


def big_move(track: Track) -> Firing | None:
    """The day's rise or fall is unusually large (at least 1.5 %)."""
    return large_change(track, ("big_rise", "big_fall"), 0.015)


def waits(closes: FloatArray) -> IntArray:
    """Sessions since the previous record close at each record close, 0 elsewhere.

    The first year sets no records: a high of a young series is no news.
    """
    best = np.maximum.accumulate(closes)
    record = np.r_[False, closes[1:] > best[:-1]]
    place = np.arange(len(closes))
    last = np.maximum.accumulate(np.where(record, place, 0))
    waited = np.where(record, place - np.r_[0, last[:-1]], 0)
    waited[:YEAR] = 0
    return waited


def record(track: Track) -> Firing | None:
    """A closing record after a wait: `record_after_drought` from 60 sessions, `record_close` from 20.

    Cases: record closes that ended a wait of at least the threshold (20, 60, 125 or 250 sessions).
    """
    waited = waits(track.a)
    if len(waited) <= YEAR or waited[-1] < 20:
        return None
    length = int(waited[-1])
    found = strictest([k for k in (250, 125, 60) if k <= length] or [20], lambda k: waited >= k)
    if found is None:
        return None
    rule = "record_after_drought" if length >= 60 else "record_close"
    rarity = float((waited >= length).mean())
    return Firing(rule, found[0], "sessions", 0, 1, found[1], rarity, {"length": length})


def average_break(track: Track, length: int = 200, stay: int = 20) -> Firing | None:
    """The close crossed its 200-day average after at least `stay` closes on the other side.

    Cases: the same crossing, in the same direction, after at least as long a stay (20, 60 or 120 sessions).
    """
    if len(track) < length + stay + 1:
        return None
    run = runs(track.a - rolling_mean(track.a, length))
    direction = int(np.sign(run[-1]))
    before = np.r_[0, run[:-1]] * -direction
    if direction == 0 or before[-1] < stay:
        return None
    crossed, stayed = np.sign(run) == direction, int(before[-1])
    found = strictest([k for k in (120, 60, 20) if stay <= k <= stayed] or [stay], lambda k: crossed & (before >= k))
    if found is None:
        return None
    rule = "sma200_break_up" if direction > 0 else "sma200_break_down"
    rarity = float((crossed & (before >= stayed)).mean())
    return Firing(rule, found[0], "sessions", 0, direction, found[1], rarity, {"length": stayed, "average": length})


def bear_threshold(track: Track, depths: tuple[float, ...] = (0.30, 0.20, 0.10)) -> Firing | None:
    """The fall from the record close reached 10, 20 or 30 % for the first time since that record.

    Cases: the first such close of each earlier fall.
    """
    best = np.maximum.accumulate(track.a)
    fall = track.a / best - 1.0
    campaign = np.cumsum(np.r_[True, best[1:] > best[:-1]])
    for depth in depths:
        deep = np.flatnonzero(fall <= -depth)
        firsts = deep[np.unique(campaign[deep], return_index=True)[1]]
        if not len(firsts) or firsts[-1] != len(track) - 1:
            continue
        occasions = np.zeros(len(track), dtype=np.bool_)
        occasions[firsts] = True
        cases = earlier_cases(occasions)
        if len(cases) >= FEWEST:
            return Firing("bear_threshold", depth, "fraction", 2, -1, cases, float(occasions.mean()))
    return None


def fear_spike(track: Track, fear: FloatArray) -> Firing | None:
    """The volatility index (`fear`, one close for each position, NaN where missing) closed above 40 or 30 for the
    first time in 60 sessions, or rose by 20 % or more on the day. Outcomes are those of `track`."""
    if len(track) <= YEAR or not np.isfinite(fear[-2:]).all():
        return None
    place = np.arange(len(fear))
    for level in (40.0, 30.0):
        above = fear > level
        seen = np.cumsum(np.r_[0, above])
        crossed = above & (seen[place] == seen[np.maximum(place - 60, 0)])
        cases = earlier_cases(crossed)
        if crossed[-1] and len(cases) >= FEWEST:
            return Firing("vix_spike", level, "points", 0, 1, cases, float(crossed.mean()), {"trigger": "level"})
    change = np.r_[np.nan, fear[1:] / fear[:-1] - 1.0]
    steps = range(int((change[-1] + SLACK) / 0.1), 1, -1)
    found = strictest([k / 10 for k in steps], lambda threshold: change >= threshold - SLACK)
    if found is None:
        return None
    rarity = float((change >= change[-1]).mean())
    return Firing("vix_spike", found[0], "fraction", 2, 1, found[1], rarity, {"trigger": "change"})


PAIR_RULES: tuple[Rule, ...] = (streak_ended, streak_alive, wide_gap)
SINGLE_RULES: tuple[Rule, ...] = (bear_threshold, big_move, record, average_break)


def lead_of_year(track: Track, least: float = 0.02, widest: float = 0.34) -> Firing | None:
    """The lead (or lag) of the year so far is among the wider third at this session number of a year.

    Cases: the same session number of earlier complete years with at least a month left, and a lead at or beyond
    the threshold in the same direction. Outcomes run to the last session of the case's year.
    """
    starts = np.flatnonzero(np.r_[False, track.years[1:] != track.years[:-1]])
    if len(starts) <= FEWEST:
        return None
    number = len(track) - 1 - int(starts[-1])
    ends = np.r_[starts[1:] - 1, len(track) - 1]
    full = (starts + number <= ends - 21) & (ends < starts[-1])
    leads = track.between(starts - 1, np.minimum(starts + number, ends))
    direction = 1 if leads[-1] > 0 else -1
    now, earlier = abs(float(leads[-1])), leads[full] * direction
    if now < least or len(earlier) <= FEWEST or (earlier >= now).mean() > widest:
        return None
    best = np.array([], dtype=np.bool_)
    points = most = int(now * 100 + SLACK)
    for points in range(most, int(max(np.ceil(now * 50), round(least * 100))) - 1, -1):
        best = earlier >= points / 100 - SLACK
        if best.sum() >= FEW_YEARS:
            break
    if best.sum() < FEWEST:
        return None
    cases, last = starts[full] + number, ends[full]
    return Firing(
        "ytd_lead", points / 100, "pp", 2, direction, cases[best], float((earlier >= now).mean()),
        {"number": number + 1, "years": len(earlier)}, last[best], float((track.between(cases, last) > 0).mean()),
    )
