"""Vectorised statistics against slow ones: gaps, ties, flat stretches, late starts, nothing at all."""

from __future__ import annotations

import statistics
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.metrics import series

# a few round values make ties and flat stretches common
OBSERVATION = st.one_of(st.sampled_from([nan, 1.0, 2.0, 2.5, 100.0]), st.floats(0.5, 5000, width=32))
SERIES = st.lists(OBSERVATION, min_size=0, max_size=40).map(lambda v: np.array(v, dtype=np.float64))
LENGTH = st.integers(2, 8)


def windows(values: np.ndarray, length: int) -> list[list[float] | None]:
    """The observations to each position; None before there are `length` positions."""
    return [
        None if i + 1 < length else [float(v) for v in values[i + 1 - length : i + 1]] for i in range(len(values))
    ]


def same(found: np.ndarray, wanted: list[float], tolerance: float = 1e-9) -> None:
    assert len(found) == len(wanted)
    for one, other in zip(found, wanted, strict=True):
        assert (isnan(one) and isnan(other)) or one == pytest.approx(other, rel=tolerance, abs=tolerance)


@given(SERIES, LENGTH)
def test_rolling_mean(values: np.ndarray, length: int) -> None:
    wanted = [nan if w is None or any(map(isnan, w)) else statistics.fmean(w) for w in windows(values, length)]
    same(series.rolling_mean(values, length), wanted)


@given(SERIES, LENGTH)
def test_rolling_std(values: np.ndarray, length: int) -> None:
    # in the size of daily returns, for which it is used
    small = values / 1e5
    wanted = [nan if w is None or any(map(isnan, w)) else statistics.stdev(w) for w in windows(small, length)]
    same(series.rolling_std(small, length), wanted, 1e-8)


@given(SERIES, st.integers(1, 8))
def test_rolling_max(values: np.ndarray, length: int) -> None:
    wanted = []
    for w in windows(values, length):
        seen = [v for v in w or [] if not isnan(v)]
        wanted.append(max(seen) if seen else nan)
    same(series.rolling_max(values, length), wanted)


@given(SERIES)
def test_running_max(values: np.ndarray) -> None:
    wanted, best = [], nan
    for v in values:
        best = float(v) if isnan(best) else best if isnan(v) else max(best, float(v))
        wanted.append(best)
    same(series.running_max(values), wanted)


@given(SERIES, st.integers(1, 5))
def test_step_returns_and_changes(values: np.ndarray, steps: int) -> None:
    returns = [nan if i < steps else values[i] / values[i - steps] - 1 for i in range(len(values))]
    changes = [nan if i < steps else values[i] - values[i - steps] for i in range(len(values))]
    same(series.step_returns(values, steps), returns)
    same(series.step_changes(values, steps), changes)


@given(SERIES.filter(lambda v: bool(np.isfinite(v).any())), st.data())
def test_share_and_rank(values: np.ndarray, data: st.DataObject) -> None:
    seen = [float(v) for v in values if not isnan(v)]
    value = data.draw(st.sampled_from(seen))
    assert series.share_at_or_below(values, value) == sum(v <= value for v in seen) / len(seen)
    assert series.rank_from_top(values, value) == 1 + sum(v > value for v in seen)


def test_share_of_nothing_is_not_a_number() -> None:
    assert isnan(series.share_at_or_below(np.array([nan, nan]), 1.0))


@given(SERIES.filter(lambda v: len(v) > 0 and not isnan(v[-1])))
def test_last_at_least(values: np.ndarray) -> None:
    wanted = None
    for i in range(len(values) - 1):
        if values[i] >= values[-1]:
            wanted = i
    assert series.last_at_least(values, len(values) - 1) == wanted


@given(st.lists(st.booleans(), max_size=40))
def test_runs(flags: list[bool]) -> None:
    mask = np.array(flags, dtype=bool)
    starts, ends = series.runs(mask)
    found = [(int(s), int(e)) for s, e in zip(starts, ends, strict=True)]
    wanted: list[tuple[int, int]] = []
    for i, flag in enumerate(flags):
        if flag and wanted and wanted[-1][1] == i - 1:
            wanted[-1] = (wanted[-1][0], i)
        elif flag:
            wanted.append((i, i))
    assert found == wanted
    for i in range(len(flags)):
        length = 0
        while length <= i and flags[i - length]:
            length += 1
        assert series.run_to(mask, i) == length
