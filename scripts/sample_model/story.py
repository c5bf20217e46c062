"""What the sample must tell: its calendar, its turning points, and the published figures it is bent through.

Only the figures called published are. Everything else here is invented: the turning points of the
two decades are rounded levels on dates of our own, so that nobody mistakes the sample for a price history.
"""

from __future__ import annotations

from typing import Final

SEED: Final = 9
FIRST_INDEX_SESSION: Final = "2005-01-03"
FIRST_FUND_SESSION: Final = "2022-12-01"
LAST_SESSION: Final = "2026-01-23"

# ---------------------------------------------------------------------- the two decades
INDICES: Final = ("^GSPC", "^RUT", "^IXIC", "^DJI")

TURNS: Final[tuple[tuple[str, float, float, float, float, float], ...]] = (
    # session, ^GSPC, ^RUT, ^IXIC, ^DJI, yearly volatility of ^GSPC on the way there
    ("2005-01-03", 1195, 640, 2140, 10740, 0.12),
    ("2006-11-15", 1440, 800, 2540, 12500, 0.10),
    ("2007-10-12", 1330, 690, 2390, 11700, 0.17),
    ("2008-04-10", 815, 410, 1530, 8050, 0.38),  # a slow crash: eighteen months from top to bottom
    ("2008-09-12", 1010, 545, 1950, 9500, 0.24),
    ("2011-06-16", 1350, 800, 2720, 12200, 0.15),
    ("2012-09-28", 1135, 655, 2370, 10700, 0.24),
    ("2015-07-17", 2080, 1240, 4980, 17700, 0.11),
    ("2016-06-10", 1880, 1040, 4500, 16500, 0.18),
    ("2019-08-30", 2960, 1610, 8050, 26700, 0.11),
    ("2019-10-08", 1985, 985, 5600, 18300, 0.52),  # a fast crash: twenty-six sessions
    ("2020-05-15", 2850, 1480, 8900, 24800, 0.26),
    ("2021-11-12", 4690, 2415, 15900, 36000, 0.13),
    ("2022-09-16", 3650, 1690, 10850, 29300, 0.23),
    ("2022-12-01", 4060, 1875, 11400, 33900, 0.21),
    ("2023-02-03", 4150, 1985, 12000, 34200, 0.16),
    ("2023-05-12", 4100, 1735, 12250, 33400, 0.14),
    ("2023-07-21", 4560, 1985, 14150, 35200, 0.13),
    ("2023-11-03", 4160, 1665, 12850, 32600, 0.13),
    ("2024-03-22", 5220, 2080, 16350, 39400, 0.10),
    ("2024-04-19", 4980, 1945, 15350, 37900, 0.15),
    ("2024-07-17", 5620, 2235, 18250, 41000, 0.11),
    ("2024-08-08", 5230, 2035, 16350, 38800, 0.24),
    ("2024-12-02", 6040, 2425, 19350, 44700, 0.12),
    ("2025-02-14", 6105, 2275, 19950, 44400, 0.13),
    ("2025-04-15", 5015, 1774, 15400, 37900, 0.34),
    ("2025-05-16", 5890, 2085, 19050, 42300, 0.22),
    ("2025-07-18", 6290, 2245, 20850, 44300, 0.15),
    ("2025-10-09", 6730, 2466, 22950, 46400, 0.10),
    ("2025-11-18", 6600, 2335, 22350, 46000, 0.15),
    ("2025-11-28", 6848, 2497, 23320, 47650, 0.12),
)

# Small caps lead out of the slow crash on sixteen sessions in a row, so that fourteen is no record.
LONG_STREAK_START: Final = "2008-04-11"
LONG_STREAK_SESSIONS: Final = 16
LONG_STREAK_SETTLED: Final = "2011-06-16"  # the turning point by which the level that it adds is gone again

# ---------------------------------------------------------------------- the pinned window
WINDOW_START: Final = "2025-12-01"
SHORT_END: Final = "2026-01-09"
STREAK_START: Final = "2026-01-02"
STREAK_END: Final = "2026-01-22"
YEAR_END: Final = "2025-12-31"

# Opens of the first session of the window. ^RUT is published; the others go with the returns from the open.
WINDOW_OPEN: Final = {"^RUT": 2482.23, "^GSPC": 6812.41, "^IXIC": 23180.50, "^DJI": 47590.00}

# Levels at the close. Published: all of ^RUT, ^GSPC on 01-09. From the published returns from the open: the
# other rows of 01-09 and 01-23. The rest is ours.
WINDOW_LEVELS: Final[dict[str, dict[str, float]]] = {
    "^GSPC": {
        "2025-12-31": 6852.00,
        "2026-01-06": 6947.40,
        "2026-01-08": 6932.90,
        "2026-01-09": 6966.28,
        "2026-01-21": 6907.10,
        "2026-01-22": 6913.90,
        "2026-01-23": 6915.95,
    },
    "^RUT": {
        "2026-01-09": 2624.22,
        "2026-01-13": 2633.00,
        "2026-01-22": 2718.64,
        "2026-01-23": 2669.16,
    },
    "^IXIC": {
        "2026-01-09": 23678.90,
        "2026-01-22": 23444.00,
        "2026-01-23": 23509.70,
    },
    "^DJI": {
        "2026-01-09": 49512.60,
        "2026-01-22": 49380.00,
        "2026-01-23": 49108.10,
    },
}
RUT_SMA20: Final = {"2026-01-09": 2542.44, "2026-01-23": 2601.57}

# Sample deviations of daily simple returns from the window's start. ^RUT's shorter one is not published for
# the index: it is what gives its fund the published 0.92 percent.
DEVIATIONS: Final[dict[str, dict[str, float]]] = {
    "^GSPC": {"2026-01-09": 0.0052, "2026-01-23": 0.0062},
    "^RUT": {"2026-01-09": 0.00912, "2026-01-23": 0.0096},
}

# Intraday extremes: symbol -> (session, value)
HIGHS: Final = {
    "^RUT": ("2026-01-22", 2735.10),
    "^GSPC": ("2026-01-09", 6978.36),
    "IWM": ("2026-01-22", 271.60),
}
RUT_LOW: Final = 1732.99  # on the session of the lowest close of the 52 weeks

# ---------------------------------------------------------------------- pins of the funds
FUND_CLOSES: Final = {"IWM": {"2026-01-09": 260.24, "2026-01-22": 269.79}}
FUND_OPENS: Final = {"IWM": 245.58}  # 269.79 is 9.86 percent above it, 260.24 is 5.97 percent above it
RETURN_FROM_OPEN: Final = {"IWC": 0.1228, "SPY": 0.0150}  # window's open to the close of 2026-01-22
IWM_MEAN_VOLUME: Final = 35_660_000

# Day changes in percent. Sectors named in PINNED_SECTORS are published; the others fill the day so that the
# weighted sum is near the index and no published leader or laggard loses its place.
DAY_CHANGES: Final[dict[str, dict[str, float]]] = {
    "2026-01-09": {
        "XLRE": 1.36, "XLI": 1.32, "XLB": 1.27, "XLE": -1.59, "XLF": -1.01, "XLV": -0.64,
        "XLK": 1.12, "XLC": 0.91, "XLY": 0.78, "XLP": 0.22, "XLU": -0.31,
    },
    "2026-01-22": {
        "XLB": 1.15, "XLY": 0.60, "XLV": 0.55, "XLU": -2.70, "XLRE": -0.46, "XLC": -0.29, "XLK": -0.18,
        "XLF": 0.47, "XLI": 0.44, "XLE": 0.35, "XLP": 0.24,
    },
    "2026-01-23": {
        "XLB": 1.73, "XLC": 1.07, "XLP": 0.82, "XLF": -1.65, "XLV": -0.52,
        "XLK": 0.37, "XLY": 0.41, "XLI": -0.44, "XLE": 0.35, "XLU": -0.17, "XLRE": -0.31,
        "QQQ": 0.31, "RSP": -0.42, "MDY": -0.95, "IWF": 0.39, "IWD": -0.38, "KRE": -3.06,
        "AAPL": -0.12, "MSFT": 2.64, "GOOGL": -0.21, "AMZN": 1.83, "META": 1.52, "NVDA": 1.37, "TSLA": 0.16,
        "HYG": -0.04, "LQD": 0.07, "IEF": 0.06,
    },
}  # fmt: skip
PINNED_SECTORS: Final[dict[str, tuple[str, ...]]] = {
    "2026-01-09": ("XLRE", "XLI", "XLB", "XLE", "XLF", "XLV"),
    "2026-01-22": ("XLB", "XLY", "XLV", "XLU", "XLRE", "XLC", "XLK"),
    "2026-01-23": ("XLB", "XLC", "XLP", "XLF", "XLV"),
}

# ---------------------------------------------------------------------- fear and rates
VIX_LAST: Final = {"2026-01-22": 15.71, "2026-01-23": 16.12}
