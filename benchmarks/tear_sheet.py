"""QuantStats' HTML report on the prices of an edition, as a process of its own: what `reporter` is measured against.

    python benchmarks/tear_sheet.py PRICES.csv OUT.html [SYMBOL] [BENCHMARK]

Run by an environment that has `quantstats`; nothing of `reporter` is imported.
"""

from __future__ import annotations

import sys

import pandas as pd
import quantstats


def main(prices: str, out: str, symbol: str = "^RUT", benchmark: str = "^GSPC") -> None:
    rows = pd.read_csv(prices, parse_dates=["date"], usecols=["date", "symbol", "close"])
    closes = rows.pivot(index="date", columns="symbol", values="close")[[symbol, benchmark]].dropna()
    returns = closes.pct_change().dropna()
    quantstats.reports.html(returns[symbol], benchmark=returns[benchmark], output=out, title=symbol)


if __name__ == "__main__":
    main(*sys.argv[1:])
