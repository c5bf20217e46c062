"""Base rates again, session by session in plain loops: when a condition held before, and what followed."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache

import numpy as np

from reporter.verification.recompute.case import Case, Found, recomputes
from reporter.verification.recompute.occasion_rules import RULES, Track, year_starts
from reporter.verification.recompute.prices import Series, Unknown, together

_FOLLOWED: dict[str, list[tuple[date, float]]] = {}


@cache
def _year_end(track: Track, at: int) -> int:
    return next((t - 1 for t in year_starts(track) if t > at), len(track.days) - 1)


def _track(case: Case) -> Track:
    """The subject's closes, or the pair's; a volatility index as comparator is a condition, no side of a pair."""
    closes = case.closes()
    other = case.subjects.get(case.figure.comparator or "")
    second: Series | None = None
    fear: dict[date, float] = {}
    if other is not None:
        second = case.closes(other.id)
        if other.kind == "volatility_index":
            fear = {second.day(t): float(second.values[t]) for t in range(len(second))}
            second = None
    if second is not None:
        closes, second = together(closes, second)
    days = tuple(map(date.fromordinal, closes.days.tolist()))
    return Track(days, closes.values, None if second is None else second.values, fear)


def _spaced(places: list[int], last: int, spacing: int) -> list[int]:
    """Occasions before the last session; one within `spacing` sessions of the last one counted belongs to it."""
    kept: list[int] = []
    for place in places:
        if place < last and (not kept or place - kept[-1] > spacing):
            kept.append(place)
    return kept


def _cases(case: Case) -> tuple[Track, list[int]]:
    rule = RULES.get(str(case.figure.params.get("rule")))
    if rule is None:
        raise Unknown(f"no rule {case.figure.params.get('rule')}")
    track = _track(case)
    last, spacing = len(track.days) - 1, int(case.param("spacing", 21))
    places = _spaced(rule(case, track), last, spacing)
    # A case counts once its shortest horizon, a month of 21 sessions, was complete before the session.
    return track, [t for t in places if t + 21 < last]


def _outcomes(case: Case) -> list[tuple[date, float]]:
    """(date of the case, outcome over the horizon) of every case whose horizon was complete before the session."""
    key = f"{id(case.prices)}|{case.figure.subject}|{case.figure.comparator}|{sorted(case.figure.params.items())!r}"
    if key not in _FOLLOWED:
        track, places = _cases(case)
        horizon, last = case.figure.params.get("horizon"), len(track.days) - 1
        ends = [_year_end(track, t) if horizon == "year_end" else t + int(case.param("horizon")) for t in places]
        _FOLLOWED.clear() if len(_FOLLOWED) > 64 else None
        _FOLLOWED[key] = [
            (track.days[t], track.outcome(t, end)) for t, end in zip(places, ends, strict=True) if end < last
        ]
    found = _FOLLOWED[key]
    if not found:
        raise Unknown("no case")
    return found


@recomputes("base_rate_cases")
def cases(case: Case) -> Found:
    if "horizon" in case.figure.params:
        found = [day for day, _ in _outcomes(case)]
    else:
        track, places = _cases(case)
        found = [track.days[t] for t in places]
    return Found(float(len(found)), {"first": found[0], "last": found[-1]})


@recomputes("base_rate_threshold")
def threshold(case: Case) -> float:
    return case.param("threshold")


@recomputes("base_rate_spacing")
def spacing(case: Case) -> float:
    return case.param("spacing")


@recomputes("base_rate_horizon")
def horizon(case: Case) -> float:
    return case.param("horizon")


@recomputes("base_rate_hits")
def hits(case: Case) -> float:
    return float(sum(value > 0 for _, value in _outcomes(case)))


@recomputes("base_rate_share")
def share(case: Case) -> float:
    found = _outcomes(case)
    return sum(value > 0 for _, value in found) / len(found)


@recomputes("base_rate_median")
def median(case: Case) -> float:
    return float(np.median([value for _, value in _outcomes(case)]))


@recomputes("base_rate_mean")
def mean(case: Case) -> float:
    found = _outcomes(case)
    return sum(value for _, value in found) / len(found)


@recomputes("base_rate_low")
def low(case: Case) -> Found:
    day, value = min(_outcomes(case), key=lambda pair: pair[1])
    return Found(value, {"case": day})


@recomputes("base_rate_high")
def high(case: Case) -> Found:
    day, value = max(_outcomes(case), key=lambda pair: pair[1])
    return Found(value, {"case": day})


@recomputes("base_rate_last")
def last_case(case: Case) -> Found:
    day, value = _outcomes(case)[-1]
    return Found(value, {"case": day})


@recomputes("base_rate_case")
def one_case(case: Case) -> float:
    day = case.figure.dates.get("case")
    found = dict(_outcomes(case))
    if day not in found:
        raise Unknown(f"{day} is no case")
    return found[day]


@recomputes("base_rate_normal")
def normal(case: Case) -> float:
    """Share of all sessions whose outcome over the horizon was positive, complete before the session."""
    track = _track(case)
    size, steps = len(track.days), case.figure.params.get("horizon")
    if steps == "year_end":
        starts, number = year_starts(track), int(case.param("number")) - 1
        values = [
            track.outcome(s + number, after - 1)
            for s, after in itertools.pairwise(starts)
            if s + number <= after - 1 - 21
        ]
    else:
        ahead = int(case.param("horizon"))
        values = [track.outcome(t, t + ahead) for t in range(size - ahead - 1)]
    return sum(value > 0 for value in values) / len(values)


@recomputes("base_rate_kept")
def kept(case: Case) -> float:
    """Cases whose year ended with the lead on the same side."""
    track, places = _cases(case)
    number, sign = int(case.param("number")), case.param("direction")
    return float(sum(track.outcome(t - number, _year_end(track, t)) * sign > 0 for t in places))
