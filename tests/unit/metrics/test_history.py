"""The arithmetic of base rates: runs, spacing, completed horizons, outcomes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reporter.metrics.history import (
    Track,
    completed,
    earlier_cases,
    outcome_of,
    runs,
    spaced,
    summarise,
)


def track(a: list[float], b: list[float] | None = None, places: list[int] | None = None) -> Track:
    at = np.arange(len(a)) if places is None else np.array(places)
    return Track(at, np.full(len(a), 2000), np.array(a, dtype=float), None if b is None else np.array(b, dtype=float))


def test_runs_carry_their_sign_and_break_at_ties_and_holes() -> None:
    signs = np.array([np.nan, 0.1, 0.2, 0.0, -1.0, -0.5, np.nan, -2.0])
    assert runs(signs).tolist() == [0, 1, 2, 0, -1, -2, 0, -1]
    assert runs(np.array([])).tolist() == []


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0, float("nan")]), max_size=60))
def test_runs_agree_with_counting_by_hand(signs: list[float]) -> None:
    expected: list[int] = []
    for sign in signs:
        before = expected[-1] if expected else 0
        if sign == 0 or sign != sign:
            expected.append(0)
        else:
            expected.append(before + int(sign) if before * sign > 0 else int(sign))
    assert runs(np.array(signs)).tolist() == expected


@given(st.lists(st.integers(0, 400), unique=True, max_size=60), st.integers(0, 40))
def test_spaced_keeps_the_first_of_each_cluster(positions: list[int], spacing: int) -> None:
    ordered = sorted(positions)
    kept = spaced(np.array(ordered, dtype=np.int64), spacing).tolist()
    assert all(b - a > spacing for a, b in pairwise(kept))
    for position in ordered:
        assert any(0 <= position - start <= spacing for start in kept)


def test_a_horizon_must_end_before_the_last_session() -> None:
    # Ten sessions, the last at 9: from 5 four sessions reach 9 itself, from 4 they reach 8.
    assert completed(np.array([3, 4, 5, 6]), 4, 10).tolist() == [3, 4]


def test_cases_are_spaced_before_they_are_judged_complete() -> None:
    occasions = np.zeros(100, dtype=bool)
    occasions[[10, 20, 31, 32, 77, 78, 99]] = True
    # 20 and 31 belong to the one at 10 (within 21), 32 does not; 77 is complete after 21 sessions (98), 99 is not.
    assert earlier_cases(occasions).tolist() == [10, 32, 77]


def test_outcomes_of_a_pair_are_differences_from_the_case_close() -> None:
    pair = track([100, 110, 121, 121, 100], [100, 100, 110, 99, 100])
    assert np.allclose(pair.forward(np.array([0, 1]), 2), [0.21 - 0.10, 0.10 - (-0.01)])
    assert np.allclose(pair.change[1:], [0.10, 0.10 - 0.10, 0.0 - (-0.1), 100 / 121 - 1 - (100 / 99 - 1)])


def test_no_change_is_taken_across_a_missing_session() -> None:
    holed = track([100, 110, 121], places=[0, 1, 3])
    assert np.isnan(holed.change[[0, 2]]).all()
    assert holed.change[1] == 110 / 100 - 1


def test_statistics_of_four_outcomes() -> None:
    found = outcome_of(np.array([0.02, -0.04, 0.0, 0.06]), np.array([3, 9, 14, 30]), 0.5)
    assert (found.cases, found.hits, found.share) == (4, 2, 0.5)
    assert np.isclose(found.mean, 0.01) and np.isclose(found.median, 0.01)
    assert (found.low, found.low_at, found.high, found.high_at) == (-0.04, 9, 0.06, 30)
    assert (found.first_at, found.last_at, found.last) == (3, 30, 0.06)


@given(st.lists(st.floats(-0.05, 0.05), min_size=120, max_size=200), st.sets(st.integers(0, 180), max_size=12))
def test_summaries_agree_with_a_loop_and_never_look_ahead(moves: list[float], at: set[int]) -> None:
    closes = np.cumprod(1 + np.array(moves))
    cases = np.array(sorted(p for p in at if p < len(closes)), dtype=np.int64)
    found = summarise(track(closes.tolist()), cases, 21)
    last = len(closes) - 1
    expected = [closes[p + 21] / closes[p] - 1 for p in cases if p + 21 < last]
    if not expected:
        assert found is None
        return
    assert found is not None
    assert found.cases == len(expected)
    assert np.isclose(found.median, sorted(expected)[len(expected) // 2] if len(expected) % 2 else np.median(expected))
    assert found.hits == sum(value > 0 for value in expected)
    every = [closes[p + 21] / closes[p] - 1 for p in range(last - 21)]
    assert np.isclose(found.normal, sum(value > 0 for value in every) / len(every))
    changed = np.r_[closes[:-1], closes[-1] * 3]
    assert summarise(track(changed.tolist()), cases, 21) == found
