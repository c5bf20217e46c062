"""Vectorised statistics over arrays of sessions (float64, NaN where there is no observation, oldest first)."""

from __future__ import annotations

from math import isfinite

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

NOISE = 1e-12
"""Two statistics closer than this are equal: rolling sums carry rounding noise below it."""


def step_returns(prices: Floats, steps: int = 1) -> Floats:
    """prices[t] / prices[t - steps] - 1, same length; NaN where either observation is missing."""
    if len(prices) <= steps:
        return np.full(prices.shape, np.nan)
    result = np.empty(prices.shape)
    result[:steps] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(prices[steps:], prices[:-steps], out=result[steps:])
    result[steps:] -= 1.0
    return result


def step_changes(levels: Floats, steps: int = 1) -> Floats:
    """levels[t] - levels[t - steps], same length; NaN where either observation is missing."""
    result = np.full(levels.shape, np.nan)
    if len(levels) > steps:
        result[steps:] = levels[steps:] - levels[:-steps]
    return result


def consecutive_changes(levels: Floats) -> Floats:
    """Change from the last observation before, same length; NaN where there is none. A day on which only this market
    was closed is stepped over, so the next change spans it."""
    result = np.full(levels.shape, np.nan)
    at = np.flatnonzero(np.isfinite(levels))
    result[at[1:]] = np.diff(levels[at])
    return result


def first_seen(values: Floats) -> int | None:
    """Position of the first observation; None without any."""
    known = np.isfinite(values)
    first = int(known.argmax()) if len(known) else 0
    return first if len(known) and known[first] else None


def mean_of(values: Floats) -> float:
    """Mean of the observations; NaN without any. An array without holes is not looked through for them."""
    total = float(np.add.reduce(values))
    return total / len(values) if isfinite(total) and len(values) else float(np.nanmean(values))


def rolling_mean(values: Floats, length: int) -> Floats:
    """Mean of the `length` observations to each session; NaN where one of them is missing."""
    result = np.full(values.shape, np.nan)
    present = np.isfinite(values)
    first = int(present.argmax()) if len(values) else 0
    seen, known = values[first:], present[first:]
    if len(seen) < length or not known[0]:
        return result
    holed = not known.all()
    sums = np.cumsum(np.where(known, seen, 0.0) if holed else seen)
    means = sums[length - 1 :].copy()
    means[1:] -= sums[:-length]
    means /= length
    if holed:
        counts = np.concatenate(([0], np.cumsum(known)))
        means[counts[length:] - counts[:-length] < length] = np.nan
    result[first + length - 1 :] = means
    return result


def rolling_std(values: Floats, length: int) -> Floats:
    """Sample standard deviation of the `length` observations to each session; NaN where one is missing."""
    mean = rolling_mean(values, length)
    squares = rolling_mean(values * values, length)
    variance = np.maximum(squares - mean * mean, 0.0) * (length / (length - 1))
    return np.asarray(np.sqrt(variance))


def rolling_max(values: Floats, length: int) -> Floats:
    """Greatest of the observations in the `length` sessions to each; NaN before there are `length` sessions.

    Missing observations are passed over. Blocks of running maxima (van Herk) keep it linear in the sessions.
    """
    result = np.full(values.shape, np.nan)
    size = len(values)
    if size < length:
        return result
    blocks = -(-size // length)
    padded = np.full(blocks * length, -np.inf)
    padded[:size] = np.where(np.isfinite(values), values, -np.inf)
    grid = padded.reshape(blocks, length)
    ahead = np.maximum.accumulate(grid, axis=1).ravel()
    behind = np.maximum.accumulate(grid[:, ::-1], axis=1)[:, ::-1].ravel()
    highest = np.maximum(ahead[length - 1 : size], behind[: size - length + 1])
    result[length - 1 :] = np.where(np.isfinite(highest), highest, np.nan)
    return result


def running_max(values: Floats) -> Floats:
    """Greatest observation so far; NaN before the first one."""
    return np.asarray(np.fmax.accumulate(values))


def share_at_or_below(values: Floats, value: float) -> float:
    """Share of the observations (missing ones left out) that are not above a value; NaN without any."""
    seen = int(np.count_nonzero(np.isfinite(values)))
    return int(np.count_nonzero(values <= value + NOISE)) / seen if seen else float("nan")


def rank_from_top(values: Floats, value: float) -> int:
    """1 plus the number of observations that are above a value."""
    return 1 + int(np.count_nonzero(values > value + NOISE))


def last_at_least(values: Floats, position: int) -> int | None:
    """The most recent earlier position whose observation is at least that at `position`; None if there is none."""
    found = np.flatnonzero(values[:position] >= values[position] - NOISE)
    return int(found[-1]) if len(found) else None


def runs(mask: Bools) -> tuple[Ints, Ints]:
    """First and last positions of every unbroken run of True, oldest first."""
    edges = np.diff(np.concatenate(([0], mask.astype(np.int8), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1


def run_to(mask: Bools, position: int) -> int:
    """Length of the unbroken run of True that ends at a position; 0 where it is False there."""
    breaks = np.flatnonzero(~mask[: position + 1])
    return position - int(breaks[-1]) if len(breaks) else position + 1
