"""Fear and rates: the volatility index, two yields, and fed funds futures.

The volatility index follows the market's modelled volatility and jumps against each day's standardised
return. Yields and the implied rates of the futures are random walks bridged through rounded turning points.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_model.calendar import stream
from sample_model.story import VIX_LAST

# session, ten-year, three-month bill, implied rate of December 2026, what January 2026 stands above it
RATES: Final[tuple[tuple[str, float, float, float, float], ...]] = (
    ("2022-12-01", 3.56, 4.20, 2.92, 0.16),
    ("2023-04-06", 3.32, 4.76, 2.78, 0.14),
    ("2023-10-20", 4.96, 5.32, 3.96, 0.22),
    ("2024-02-01", 3.90, 5.21, 3.08, 0.12),
    ("2024-04-26", 4.68, 5.24, 3.98, 0.30),
    ("2024-09-13", 3.66, 4.82, 2.84, 0.09),
    ("2025-01-10", 4.76, 4.21, 3.93, 0.09),
    ("2025-04-04", 4.02, 4.16, 3.16, 0.24),
    ("2025-05-21", 4.58, 4.25, 3.42, 0.40),
    ("2025-10-17", 4.02, 3.86, 2.98, 0.52),
    ("2025-12-01", 4.08, 3.72, 3.04, 0.58),
    ("2026-01-22", 4.252, 3.590, 3.09, 0.55),
    ("2026-01-23", 4.239, 3.588, 3.10, 0.54),
)

FEAR_FLOOR: Final = (
    6.5  # nobody is ever quite calm: the index moves above this level, in logs of its distance
)

# Each contract's implied rate stands between December 2026 (0) and January 2026 (1), on the slope.
CONTRACTS: Final = {"ZQF26.CBT": 1.0, "ZQM26.CBT": 0.55, "ZQZ26.CBT": 0.0, "ZQF27.CBT": -0.04}


def fear(market: pd.Series, volatility: pd.Series) -> pd.Series:
    """Closes of the volatility index, on the market's log returns and modelled daily volatility."""
    draw = stream("fear")
    sigma = volatility.to_numpy()
    usual = np.log(np.maximum(112 * sigma * np.sqrt(252) + 2.5 - FEAR_FLOOR, 2.5))
    surprise = np.clip(market.to_numpy() / sigma, -4.5, 4.5)
    noise = 0.035 * draw.standard_normal(len(market))
    level = np.empty(len(market))
    level[0] = usual[0]
    for step in range(1, len(level)):
        pull = 0.10 * (usual[step] - level[step - 1])
        level[step] = level[step - 1] + pull - 0.072 * surprise[step] + noise[step]
    closes = pd.Series(FEAR_FLOOR + np.exp(level), index=market.index)
    eve, last = sorted(VIX_LAST)
    ramp = np.clip(np.arange(len(closes)) - (len(closes) - 92), 0, 90) / 90
    closes *= (VIX_LAST[eve] / closes[eve]) ** ramp
    closes[last] = VIX_LAST[last]
    return closes.round(2)


def yields(days: pd.DatetimeIndex) -> pd.DataFrame:
    """Ten-year and bill yields in percent."""
    ten = _walk(days, 1, 0.055, "ten-year yield")
    bill = _walk(days, 2, 0.014, "bill yield")
    return pd.DataFrame({"^TNX": ten, "^IRX": bill}).round(3)


def futures(days: pd.DatetimeIndex) -> pd.DataFrame:
    """Prices of fed funds futures, 100 less the implied rate, in steps of half a basis point."""
    end = _walk(days, 3, 0.040, "implied rate")
    slope = _walk(days, 4, 0.012, "implied slope")
    rates = pd.DataFrame({name: end + share * slope for name, share in CONTRACTS.items()})
    return (100 - (rates * 200).round() / 200).round(3)


def _walk(days: pd.DatetimeIndex, column: int, step: float, name: str) -> pd.Series:
    """A random walk of the given daily step, bridged through one column of RATES."""
    draw = stream(name)
    steps: npt.NDArray[np.float64] = step * draw.standard_t(6, len(days)) / np.sqrt(1.5)
    free = pd.Series(steps, index=days).cumsum()
    turns = pd.Series({pd.Timestamp(row[0]): row[column] for row in RATES})
    gap = (turns - free[turns.index]).reindex(days)
    return free + gap.interpolate(method="linear")
