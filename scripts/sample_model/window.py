"""The pinned window: paths of closes that meet every published level, average and deviation to the digit.

Pins on closes are linear (a level, or a mean of twenty closes). A path of daily returns is corrected by the
smallest change that meets them (Gauss-Newton on the minimum-norm step). What is left free is noise, and its
size over each part of the window is what the deviations are solved for. Drawn paths that break the story,
such as a session of the streak on which small caps fall behind, are thrown away and drawn again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_model.calendar import stream
from sample_model.story import (
    DEVIATIONS,
    RUT_SMA20,
    SHORT_END,
    STREAK_END,
    STREAK_START,
    WINDOW_LEVELS,
    WINDOW_START,
    YEAR_END,
)

Floats = npt.NDArray[np.float64]
DRAWS = 2_000
SMALL_DRAWS = 20  # for each path of large caps
AHEAD = 0.0004  # the least lead of a session that a reader would call "ahead"
LEAD = 0.0056  # the usual lead of a session of the streak


@dataclass(frozen=True)
class Pins:
    """Linear conditions on the closes of the window: `weights @ closes == targets`."""

    weights: Floats
    targets: Floats


def pins_of(symbol: str, days: pd.DatetimeIndex) -> Pins:
    """Levels of the symbol, and for small caps the two twenty-session averages, as rows of weights."""
    rows, targets = [], []
    for day, level in WINDOW_LEVELS[symbol].items():
        rows.append((days == pd.Timestamp(day)).astype(float))
        targets.append(level)
    for day, level in RUT_SMA20.items() if symbol == "^RUT" else ():
        last = int(days.get_indexer([pd.Timestamp(day)])[0])
        row = np.zeros(len(days))
        row[last - 19 : last + 1] = 1 / 20
        rows.append(row)
        targets.append(level)
    return Pins(np.array(rows), np.array(targets))


def bend(returns: Floats, base: float, pins: Pins, floor: Floats | None = None) -> Floats:
    """The closest returns whose closes meet the pins (and that stay above a floor, if given)."""
    for _ in range(4 if floor is None else 12):
        if floor is not None:
            returns = np.maximum(returns, floor)
        closes = base * np.cumprod(1 + returns)
        miss = pins.targets - pins.weights @ closes
        slopes = np.tril(np.outer(closes, 1 / (1 + returns)))
        jacobian = pins.weights @ slopes
        returns = returns + jacobian.T @ np.linalg.solve(jacobian @ jacobian.T, miss)
    return returns


def solve(
    mean: Floats,
    noise: Floats,
    base: float,
    pins: Pins,
    deviations: dict[int, float],
    floor: Floats | None = None,
) -> Floats | None:
    """Bent returns whose deviation over the first n sessions is as asked, for each n; None if that fails."""
    scale = np.ones(len(mean))
    edges = [0, *sorted(deviations)]
    for _ in range(40):
        returns = bend(mean + scale * noise, base, pins, floor)
        worst = 0.0
        for begin, end in pairwise(edges):
            ratio = deviations[end] / float(returns[:end].std(ddof=1))
            scale[begin:end] *= ratio ** (end / (end - begin)) ** 0.5
            worst = max(worst, abs(ratio - 1))
        if worst < 2e-4:
            return returns
        if scale.max() > 6 or scale.min() < 0.02:
            return None
    return None


def fit(before: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """Closes of the four indices in the window; `before` holds the closes up to its eve."""
    base = before.iloc[-1]
    large, small = _large_and_small(days, base)
    draw = stream("window of the other indices")
    paths = {"^GSPC": large, "^RUT": small}
    for symbol, beta, own in (("^IXIC", 1.1, 0.0032), ("^DJI", 0.85, 0.0030)):
        noise = beta * large + own * draw.standard_normal(len(days))
        paths[symbol] = bend(noise, float(base[symbol]), pins_of(symbol, days))
    closes = {name: float(base[name]) * np.cumprod(1 + path) for name, path in paths.items()}
    frame = pd.DataFrame(closes, index=days).round(2)
    frame["^RUT"] = _settle_averages(frame["^RUT"])
    return frame


def _large_and_small(days: pd.DatetimeIndex, base: pd.Series) -> tuple[Floats, Floats]:
    """The first drawn pair of paths that tells the story."""
    draw = stream("window of small caps")
    for large in _large_drawn(days, float(base["^GSPC"])):
        for small in _small_drawn(draw, days, float(base["^RUT"]), large):
            return large, small
    raise RuntimeError("no drawn path tells the story: loosen the story or raise DRAWS")


def _large_drawn(days: pd.DatetimeIndex, base: float) -> Iterator[Floats]:
    """Large caps: a record close on 2026-01-06 that stands until 01-09, then a choppy fortnight."""
    draw = stream("window of large caps")
    nothing = np.zeros(len(days))
    for _ in range(DRAWS):
        noise = draw.standard_normal(len(days)) * 0.005
        path = solve(nothing, noise, base, pins_of("^GSPC", days), _asked("^GSPC", days))
        if path is None:
            continue
        closes = base * np.cumprod(1 + path)
        record = float(closes[days == "2026-01-06"][0])
        second_week = float(path[(days > SHORT_END) & (days <= "2026-01-13")].sum())
        if (
            closes[days < "2026-01-06"].max() < record
            and closes[days == "2026-01-07"][0] < record
            and closes[days > SHORT_END].max() < 7010
            and -0.010 < second_week < 0.0005
            and np.abs(path).max() < 0.022
        ):
            yield path


def _small_drawn(
    draw: np.random.Generator, days: pd.DatetimeIndex, base: float, large: Floats
) -> Iterator[Floats]:
    """Small caps: ahead on each session of the streak, which ends on a closing record."""
    streak = np.asarray((days >= STREAK_START) & (days <= STREAK_END))
    mean = 0.55 * large + np.where(streak, LEAD, -0.0003)
    floor = np.where(streak, large + 2 * AHEAD, -1.0)
    for _ in range(SMALL_DRAWS):
        noise = 0.005 * draw.standard_normal(len(days)) * np.where(streak, 0.7, 1.0)
        path = solve(mean, noise, base, pins_of("^RUT", days), _asked("^RUT", days), floor)
        if path is None:
            continue
        closes = base * np.cumprod(1 + path)
        ahead = path - large
        year = float(closes[days == STREAK_END][0] / closes[days == YEAR_END][0] - 1)
        if (
            (ahead[streak] > AHEAD).all()
            and ahead[days == YEAR_END][0] < -AHEAD
            and closes[days == STREAK_END][0] > closes[days < STREAK_END].max()
            and 0.085 < year < 0.10
            and np.abs(path).max() < 0.026
        ):
            yield path


def _asked(symbol: str, days: pd.DatetimeIndex) -> dict[int, float]:
    """The published deviations, keyed by the number of sessions that they cover."""
    return {int((days <= day).sum()): value for day, value in DEVIATIONS[symbol].items()}


def _settle_averages(closes: pd.Series) -> pd.Series:
    """Move two free closes by cents, so that the averages of the *rounded* closes are exact to the cent."""
    settled = closes.copy()
    # 2026-01-20 stands only in the later average, 2025-12-18 only in the earlier one
    for last, free in (("2026-01-23", "2026-01-20"), ("2026-01-09", "2025-12-18")):
        twenty = settled.loc[:last].iloc[-20:]
        settled.loc[free] = round(float(settled.loc[free]) + RUT_SMA20[last] * 20 - float(twenty.sum()), 2)
    return settled


def window_days(days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The sessions of the pinned window."""
    return days[days >= pd.Timestamp(WINDOW_START)]
