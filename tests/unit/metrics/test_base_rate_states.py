"""States that base rates are asked about: a deep fall from the record, a year far behind."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reporter.metrics.base_rate_states import fall_from_record, year_behind
from reporter.metrics.history import FloatArray, Track
from reporter.verification.recompute import occasion_rules


def single(closes: list[float] | FloatArray) -> Track:
    values = np.asarray(closes, dtype=float)
    return Track(np.arange(len(values)), np.full(len(values), 2000), values)


def falls(count: int, deepest: float = 0.84) -> tuple[list[float], list[int]]:
    """Falls from a record in steps of 2 % to `deepest`, each followed by a record; the first closes 15 % down."""
    closes, top, firsts = [100.0], 100.0, []
    for _ in range(count):
        closes += [top * 1.001**n for n in range(40)]
        top = closes[-1]
        for depth in np.arange(0.98, deepest - 1e-9, -0.02):
            closes.append(top * depth)
            if depth <= 0.85 and (len(closes) < 2 or closes[-2] > top * 0.85):
                firsts.append(len(closes) - 1)
        closes += [top * 0.95, top * 1.01]
        top *= 1.01
    return closes, firsts


def test_a_fall_is_compared_with_the_first_closes_as_deep_of_earlier_falls() -> None:
    closes, firsts = falls(7)
    now = [*closes, *[closes[-1]] * 25, closes[-1] * 0.9, closes[-1] * 0.83, closes[-1] * 0.84]
    fired = fall_from_record(single(now))
    assert fired is not None
    # 16 % below the record: the threshold is 15 %, and the present fall is no precedent of itself
    assert (fired.rule, fired.threshold, fired.cases.tolist()) == ("fall_from_record", 0.15, firsts)


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        ([0.93], "less than a tenth below the record"),
        ([0.7, 0.85], "half of the fall has been made good"),
    ],
)
def test_no_state_of_a_fall(tail: list[float], why: str) -> None:
    closes, _ = falls(7)
    assert fall_from_record(single([*closes, *(closes[-1] * t for t in tail)])) is None, why


def test_four_earlier_falls_say_nothing() -> None:
    closes, _ = falls(4)
    assert fall_from_record(single([*closes, closes[-1] * 0.84])) is None


def lags(count: int) -> Track:
    """The first subject loses 12 % in a month, then ties for a year and a half, again and again."""
    moves = np.concatenate([np.r_[np.full(20, -0.0064), np.zeros(400)]] * count + [np.full(25, -0.0064)])
    a = np.cumprod(1 + np.r_[np.zeros(300), moves])
    return Track(np.arange(len(a)), np.full(len(a), 2000), a, np.ones(len(a)))


def test_a_year_behind_counts_each_lag_once_from_the_close_that_reached_it() -> None:
    track = lags(6)
    fired = year_behind(track)
    assert fired is not None and track.b is not None
    assert (fired.rule, fired.threshold, len(fired.cases)) == ("year_behind", 0.1, 6)
    for case in fired.cases.tolist():
        behind = [float(track.a[t] / track.a[t - 252]) - 1.0 for t in (case - 1, case)]
        assert behind[0] > -0.1 >= behind[1]


def test_a_subject_that_keeps_up_has_no_lag() -> None:
    track = lags(6)
    assert year_behind(Track(track.places, track.years, np.ones(len(track)), track.b)) is None
    assert year_behind(single(track.a)) is None


@pytest.mark.parametrize("seed", [1, 2, 4, 5])
def test_plain_loops_find_the_same_closes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (np.cumprod(1 + rng.standard_normal(4000) * 0.012 + drift) for drift in (0.0002, 0.0005))
    days = tuple(date(2000, 1, 1) + timedelta(n) for n in range(len(a)))
    found = 0
    for rule, closes, other in ((fall_from_record, a, None), (year_behind, a, b)):
        fired = rule(Track(np.arange(len(a)), np.full(len(a), 2000), closes, other))
        if fired is None:
            continue
        found += 1
        params = {"threshold": fired.threshold, **fired.params}
        case: Any = SimpleNamespace(param=lambda name, p=params: p[name])
        again = occasion_rules.RULES[fired.rule](case, occasion_rules.Track(days, closes, other, {}))
        spaced: list[int] = []
        for place in again:
            if not spaced or place - spaced[-1] > 21:
                spaced.append(place)
        assert [t for t in spaced if t + 21 < len(a) - 1] == fired.cases.tolist()
    assert found
