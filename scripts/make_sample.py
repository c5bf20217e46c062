"""Make the embedded sample: `python scripts/make_sample.py [--output FILE]`.

The sample is a seeded model, not market data. It is built in four steps, one module of `sample_model` each:

1. `history`: two decades of four indices from one market factor with regimes of volatility, a small-cap
   factor whose leadership changes hands, growth and value; each leg is bridged to its turning point.
2. `window`: the sessions from 2025-12-01 are bent through the published levels and averages by the smallest
   change of daily returns that meets them; the noise left free is sized until the published deviations come
   out.
3. `funds` and `rates`: funds and shares load on those factors, pay income out of their price and take the
   published day changes; yields and futures are random walks through turning points of their own.
4. `bars`: opens, highs, lows and volumes around the closes, with the published extremes, opens and mean
   volume.

Each part draws from a random stream of its own, so the same seed gives the same bytes every time.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_model.assemble import packed, table

DEFAULT = Path(__file__).resolve().parent.parent / "reporter" / "data" / "sample" / "prices.csv.gz"


def main() -> None:
    """Write the sample and say what was written."""
    parser = argparse.ArgumentParser(description="Make the embedded sample.")
    parser.add_argument("--output", type=Path, default=DEFAULT, help="where to write it (default: its place)")
    output: Path = parser.parse_args().output
    sample = table()
    content = packed(sample)
    output.write_bytes(content)
    print(
        f"{output}: {len(sample)} bars of {sample['symbol'].nunique()} symbols, {len(content) / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main()
