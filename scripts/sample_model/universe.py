"""What each fund and share of the sample is made of: loadings on the factors, and its first and last price.

Loadings are rounded judgements about how such instruments move, not estimates. Prices are rounded too; only
the pins of the story are published figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Recipe:
    """Daily return = loadings x factors + own noise, between two prices; income is paid out of the price."""

    market: float  # on ^GSPC
    small: float  # on ^RUT less ^GSPC
    growth: float  # on ^IXIC less ^GSPC
    value: float  # on the value factor
    rates: float  # on the change of the ten-year yield, return for one percentage point
    own: float  # daily noise of its own
    first: float  # price on the first session
    last: float  # price on the last session
    income: float  # yearly, as a part of the price
    payments: int  # a year
    volume: float  # usual shares a day


FUNDS: Final[dict[str, Recipe]] = {
    #        market small growth value rates  own     first   last    income pay volume
    "QQQ": Recipe(1.0, 0.0, 1.15, -0.10, 0.0, 0.0012, 281.0, 622.6, 0.006, 4, 46e6),
    "IWC": Recipe(1.0, 1.15, 0.0, 0.05, 0.0, 0.0046, 109.0, 170.4, 0.011, 4, 45e3),
    "IJR": Recipe(1.0, 0.93, -0.05, 0.15, 0.0, 0.0014, 98.5, 128.1, 0.015, 4, 4.6e6),
    "RSP": Recipe(0.96, 0.15, -0.15, 0.42, 0.0, 0.0007, 146.0, 197.4, 0.016, 4, 9.5e6),
    "MDY": Recipe(1.0, 0.58, -0.10, 0.12, 0.0, 0.0012, 456.0, 633.0, 0.012, 4, 0.9e6),
    "IWF": Recipe(1.0, 0.0, 0.35, -0.40, 0.0, 0.0006, 219.0, 471.0, 0.005, 4, 1.6e6),
    "IWD": Recipe(0.97, 0.02, -0.30, 0.46, 0.0, 0.0006, 155.0, 217.6, 0.018, 4, 2.4e6),
    "IWO": Recipe(1.0, 1.02, 0.20, -0.40, 0.0, 0.0011, 219.0, 345.0, 0.006, 4, 0.5e6),
    "IWN": Recipe(1.0, 0.96, -0.20, 0.40, 0.0, 0.0011, 144.0, 193.0, 0.018, 4, 1.0e6),
    "KRE": Recipe(0.95, 0.75, -0.20, 0.80, 0.0, 0.0105, 62.0, 67.4, 0.025, 4, 12e6),
    "HYG": Recipe(0.28, 0.05, 0.0, 0.0, -0.012, 0.0011, 75.2, 80.9, 0.058, 12, 38e6),
    "LQD": Recipe(0.10, 0.0, 0.0, 0.0, -0.080, 0.0012, 107.6, 110.8, 0.044, 12, 27e6),
    "IEF": Recipe(-0.02, 0.0, 0.0, 0.0, -0.072, 0.0004, 97.4, 96.1, 0.035, 12, 8e6),
}

SECTORS: Final[dict[str, Recipe]] = {
    "XLB": Recipe(0.95, 0.25, -0.25, 0.40, 0.0, 0.0040, 41.0, 50.1, 0.018, 4, 11e6),
    "XLC": Recipe(1.00, 0.00, 0.30, -0.20, 0.0, 0.0038, 50.5, 118.2, 0.011, 4, 5.5e6),
    "XLE": Recipe(0.80, 0.10, -0.30, 0.60, 0.0, 0.0090, 45.0, 48.9, 0.031, 4, 30e6),
    "XLF": Recipe(0.95, 0.10, -0.35, 0.45, 0.0, 0.0040, 35.9, 53.2, 0.014, 4, 42e6),
    "XLI": Recipe(1.00, 0.25, -0.20, 0.35, 0.0, 0.0030, 101.5, 165.6, 0.013, 4, 8.5e6),
    "XLK": Recipe(1.18, 0.00, 0.85, -0.45, 0.0, 0.0030, 67.0, 145.8, 0.006, 4, 12e6),
    "XLP": Recipe(0.50, -0.10, -0.30, 0.35, 0.0, 0.0040, 77.0, 82.6, 0.026, 4, 13e6),
    "XLRE": Recipe(0.80, 0.15, -0.20, 0.20, -0.050, 0.0045, 38.9, 41.3, 0.033, 4, 6e6),
    "XLU": Recipe(0.50, -0.10, -0.20, 0.20, -0.040, 0.0060, 35.2, 42.9, 0.027, 4, 16e6),
    "XLV": Recipe(0.70, -0.05, -0.30, 0.30, 0.0, 0.0050, 138.0, 156.4, 0.016, 4, 10e6),
    "XLY": Recipe(1.12, 0.20, 0.35, -0.10, 0.0, 0.0045, 70.6, 122.3, 0.008, 4, 7e6),
}

# Roughly the weights of the sectors in the large-cap index; they tie the sectors' daily sum to it.
WEIGHTS: Final[dict[str, float]] = {
    "XLB": 0.018, "XLC": 0.106, "XLE": 0.029, "XLF": 0.132, "XLI": 0.083, "XLK": 0.340,
    "XLP": 0.050, "XLRE": 0.018, "XLU": 0.023, "XLV": 0.097, "XLY": 0.104,
}  # fmt: skip

SHARES: Final[dict[str, Recipe]] = {
    "AAPL": Recipe(1.05, 0.0, 0.70, -0.55, 0.0, 0.0115, 148.0, 248.3, 0.004, 4, 52e6),
    "MSFT": Recipe(0.98, 0.0, 0.75, -0.55, 0.0, 0.0090, 254.0, 465.2, 0.007, 4, 23e6),
    "GOOGL": Recipe(1.05, 0.0, 0.70, -0.45, 0.0, 0.0130, 101.0, 327.6, 0.003, 4, 32e6),
    "AMZN": Recipe(1.20, 0.0, 0.75, -0.45, 0.0, 0.0130, 95.5, 238.8, 0.0, 4, 42e6),
    "META": Recipe(1.25, 0.0, 0.75, -0.45, 0.0, 0.0160, 120.0, 658.0, 0.003, 4, 13e6),
    "NVDA": Recipe(1.70, 0.0, 1.50, -0.60, 0.0, 0.0180, 17.1, 187.4, 0.0002, 4, 185e6),
    "TSLA": Recipe(1.65, 0.0, 1.10, -0.50, 0.0, 0.0270, 194.7, 448.5, 0.0, 4, 82e6),
}

# Funds that hold the index itself: index, price for one point, income, payments a year, usual volume.
TRACKERS: Final[dict[str, tuple[str, float, float, int, float]]] = {
    "SPY": ("^GSPC", 0.09963, 0.012, 4, 74e6),
    "IWM": ("^RUT", 0.09914, 0.011, 4, 33e6),
}

INDEX_VOLUME: Final = {"^GSPC": 4.3e9, "^RUT": 1.9e9, "^IXIC": 5.6e9, "^DJI": 4.4e8}
