"""Two decades of four indices: a factor model with regimes, bridged through the turning points of the story.

One market factor drives all four. Its volatility follows the regime of the leg (the last column of TURNS)
times a slow log-normal wave. Small caps add a relative return with a drift of its own that fades over weeks,
which is what makes runs of leadership as long as real ones. Each leg between two turning points is then
shifted by a constant daily log return (a bridge), so that levels are met without touching the day-to-day
character.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_model.calendar import stream
from sample_model.story import (
    INDICES,
    LONG_STREAK_SESSIONS,
    LONG_STREAK_SETTLED,
    LONG_STREAK_START,
    TURNS,
)

Turn = tuple[str, float, float, float, float, float]
Floats = npt.NDArray[np.float64]
YEAR = 252
# Daily volatility of an ordinary year: the own noise of an index grows with the root of the market's.
USUAL = 0.0095
LEADERSHIP = 0.2  # size of small caps' changing drift against their daily noise
DRAWS = 5_000
# How far beyond its turning points a leg may swing, in logs, as a part of its yearly volatility. In the last
# years it is little: there a stray record would take from a later day what the story gives to it.
SLACK = (("2005-01-03", 0.35), ("2021-11-12", 0.25), ("2025-02-14", 0.10))


@dataclass(frozen=True)
class History:
    """Closes of the indices to the eve of the pinned window, and the market's volatility on every session."""

    closes: pd.DataFrame
    volatility: pd.Series  # daily, as a fraction; covers the pinned window too


def simulate(days: pd.DatetimeIndex) -> History:
    """The history to the last turning point; volatility runs on to the last session."""
    volatility = _volatility(days)
    draw = stream("indices")
    legs = [
        pd.DataFrame([TURNS[0][1:5]], index=[pd.Timestamp(TURNS[0][0])], columns=list(INDICES), dtype=float)
    ]
    for begin, end in pairwise(TURNS):
        legs.append(_leg(draw, volatility.loc[begin[0] : end[0]].iloc[1:], begin, end))
    closes = pd.concat(legs).round(2)
    return History(closes=_lead_out_of_the_crash(closes), volatility=volatility)


def _volatility(days: pd.DatetimeIndex) -> pd.Series:
    """Regime level times a slow wave; the last regime goes on after the last turning point."""
    turns = pd.Series({pd.Timestamp(row[0]): row[5] for row in TURNS})
    regime = turns.reindex(days).bfill().ffill().to_numpy()
    smooth = pd.Series(regime, index=days).ewm(halflife=4).mean().to_numpy()
    draws = stream("volatility").standard_normal(len(days))
    wave = np.zeros(len(days))
    for step in range(1, len(days)):
        wave[step] = 0.97 * wave[step - 1] + 0.055 * draws[step]
    return pd.Series(smooth / np.sqrt(YEAR) * np.exp(wave), index=days)


def _leg(draw: np.random.Generator, volatility: pd.Series, begin: Turn, end: Turn) -> pd.DataFrame:
    """One leg, ending on its turning point; a path that strays too far beyond either end is drawn again."""
    first, last = np.log(begin[1:5]), np.log(end[1:5])
    share = np.arange(1, len(volatility) + 1)[:, None] / len(volatility)
    slack = end[5] * [part for since, part in SLACK if begin[0] >= since][-1]
    top, bottom = np.maximum(first, last) + slack, np.minimum(first, last) - slack
    watched = slice(0, 2)  # large and small caps: the pair that records and base rates are told of
    for _ in range(DRAWS):
        path = _returns(draw, volatility.to_numpy()).cumsum(axis=0)
        path = first + path + (last - first - path[-1]) * share
        if (path <= top)[:, watched].all() and (path >= bottom)[:, watched].all():
            return pd.DataFrame(np.exp(path), index=volatility.index, columns=list(INDICES))
    raise RuntimeError(f"no drawn leg from {begin[0]} to {end[0]} stays near its turning points")


def _returns(draw: np.random.Generator, sigma: Floats) -> Floats:
    """Daily log returns of the four indices, in columns, before bridging."""
    count = len(sigma)
    calm = np.sqrt(sigma / USUAL)
    market = sigma * draw.standard_t(6, count) / np.sqrt(1.5)
    small = _relative(draw, calm)
    growth = 0.0042 * calm * draw.standard_normal(count)
    value = 0.0027 * calm * draw.standard_normal(count)
    columns = (market, 1.12 * market + small, 1.12 * market + growth, 0.93 * market + value - 0.25 * growth)
    return np.column_stack(columns)


def _relative(draw: np.random.Generator, calm: Floats) -> Floats:
    """Small caps' own daily return: noise around a leadership that changes hands over weeks."""
    count = len(calm)
    noise = draw.standard_t(7, count) / np.sqrt(1.4)
    turn = draw.standard_normal(count)
    lead = np.zeros(count)
    for step in range(1, count):
        lead[step] = 0.93 * lead[step - 1] + 0.367 * turn[step]
    relative: Floats = 0.0052 * calm * (noise + LEADERSHIP * lead)
    return relative


def _lead_out_of_the_crash(closes: pd.DataFrame) -> pd.DataFrame:
    """One run of leadership longer than the pinned one, bounded on both sides by a session behind.

    Only the order of small against large is forced, by mirroring the relative return of a session where it
    has the wrong sign; the level drift that this leaves is taken out evenly over the rest of that leg.
    """
    index = closes.index.get_loc(pd.Timestamp(LONG_STREAK_START))
    assert isinstance(index, int)
    returns = closes.pct_change().fillna(0.0)
    large = returns["^GSPC"].to_numpy()
    relative = (returns["^RUT"] - returns["^GSPC"]).to_numpy().copy()
    run = slice(index, index + LONG_STREAK_SESSIONS)
    relative[run] = np.maximum(np.abs(relative[run]) * 0.6, 0.0012)
    for outside in (index - 1, index + LONG_STREAK_SESSIONS):
        relative[outside] = -max(abs(relative[outside]), 0.003)
    path = np.cumprod(1 + large + relative)
    small = closes["^RUT"].to_numpy()
    stop = int(closes.index.get_indexer([pd.Timestamp(LONG_STREAK_SETTLED)])[0])
    forced = small[0] * path
    repaired = small.copy()
    repaired[index - 1 : stop] = forced[index - 1 : stop]
    settle = np.arange(index + LONG_STREAK_SESSIONS + 1, stop + 1)
    share = (settle - settle[0]) / (stop - settle[0])
    repaired[settle] = forced[settle] * (small[stop] / forced[stop]) ** share
    return closes.assign(**{"^RUT": np.round(repaired, 2)})
