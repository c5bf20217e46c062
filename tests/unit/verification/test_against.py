"""Statements against prices: right, right by another convention, mislabelled, contradicted, not comparable."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reporter.verification.articles.statement import Statement
from reporter.verification.factcheck import factcheck

from .conftest import sessions_until

END = date(2026, 1, 23)


def frame(last: float, day: float, first_open: float, base: float) -> pd.DataFrame:
    """300 sessions to END: close `base` before 2025-12-01, which opens at `first_open`; the last close moved by `day`."""
    days = sessions_until(END, 300)
    closes = np.full(len(days), base)
    start = days.index(date(2025, 12, 1))
    steps = np.linspace(first_open * 1.001, last / (1 + day), len(days) - start - 1)
    closes[start:-1] = steps + np.where(np.arange(len(steps)) % 2, 3.0, -3.0) * (np.arange(len(steps)) < len(steps) - 1)
    closes[-1] = last
    opens = closes.copy()
    opens[start] = first_open
    return pd.DataFrame(
        {
            "open": opens,
            "high": closes + 5,
            "low": closes - 5,
            "close": closes,
            "adj_close": closes,
            "volume": 1e6,
        },
        index=pd.DatetimeIndex(days),
    )


PRICES = {
    "^RUT": frame(2669.16, -0.0182, 2482.23, 2500.43),
    "^GSPC": frame(6915.61, 0.0003, 6812.0, 6849.09),
    "XLE": frame(50.0, 0.005, 45.0, 46.0),
}


def only(tmp_path: Path, text: str) -> Statement:
    path = tmp_path / "article.txt"
    path.write_text(f"January 23, 2026\n\n{text}\n", encoding="utf-8")
    statements = [s for s in factcheck([path], PRICES).statements if s.number is not None]
    assert statements
    return statements[0]


@pytest.mark.parametrize(
    ("text", "verdict", "convention"),
    [
        ("On January 23, 2026 the Russell 2000 fell 1.82%.", "right", None),
        ("On January 23, 2026 the Russell 2000 fell 1.28%.", "contradicts-data", None),
        ("On January 23, 2026 the Russell 2000 rose 1.82%.", "contradicts-data", None),
        ("Between December 1, 2025 and January 23, 2026 the Russell 2000 gained 6.75%.", "right", None),
        ("Between December 1, 2025 and January 23, 2026 the Russell 2000 gained 7.53%.", "right", "open to close"),
        ("Between December 1, 2025 and January 23, 2026 the Russell 2000 gained 9.99%.", "contradicts-data", None),
        ("Year to date the Russell 2000 has gained 7.53%.", "mislabelled", "open to close"),
        ("The Russell 2000 closed at 2,669.16 on January 23, 2026.", "right", None),
        ("The Russell 2000 closed at 2,696.16 on January 23, 2026.", "contradicts-data", None),
        ("On January 23, 2026 the energy sector rose 1.50%.", "not-checkable", None),
        ("On January 23, 2026 the energy sector rose 0.50%.", "right", None),
        ("The closing level of the Russell 2000 on Sunday, January 18, 2026 was 2,600.00.", "mislabelled", None),
        ("On January 23, 2026 the Russell 2000 underperformed the S&P 500 by 1.85 percentage points.", "right", None),
        (
            "On January 23, 2026 the Russell 2000 underperformed the S&P 500 by 2.85 percentage points.",
            "contradicts-data",
            None,
        ),
    ],
)
def test_verdict(tmp_path: Path, text: str, verdict: str, convention: str | None) -> None:
    one = only(tmp_path, text)
    assert (one.verdict, one.convention) == (verdict, convention), one.as_json()


def test_deviation_names_its_convention(tmp_path: Path) -> None:
    closes = PRICES["^RUT"]["close"]
    changes = closes.pct_change().loc["2025-12-01":]
    population, sample = (f"{changes.std(ddof=d) * 100:.2f}" for d in (0, 1))
    assert population != sample
    span = "Between December 1, 2025 and January 23, 2026 the daily volatility of the Russell 2000 was"
    assert only(tmp_path, f"{span} {population}%.").convention == "population deviation"
    assert only(tmp_path, f"{span} {sample}%.").convention is None


def test_first_open_that_is_unknown_is_no_contradiction(tmp_path: Path) -> None:
    without = {**PRICES, "^GSPC": PRICES["^GSPC"].assign(open=np.nan)}
    path = tmp_path / "a.txt"
    path.write_text(
        "January 23, 2026\n\nBetween December 1, 2025 and January 23, 2026 the Russell 2000 gained 7.53% and "
        "the S&P 500 1.52%.\n"
    )
    rut, spx = factcheck([path], without).statements
    assert (rut.verdict, rut.convention) == ("right", "open to close")
    assert (spx.verdict, spx.rule) == ("not-checkable", "no-open")


def test_months_may_be_counted_from_a_day_or_two_beside(tmp_path: Path) -> None:
    closes = PRICES["^RUT"]["close"]
    start, wrong = closes.index.get_indexer([pd.Timestamp("2025-12-24")], method="pad")[0], 0.4321
    for value, verdict in ((closes.iloc[-1] / closes.iloc[start - 2] - 1.0, "right"), (wrong, "contradicts-data")):
        assert only(tmp_path, f"Over the past month the Russell 2000 moved {value:+.2%}.").verdict == verdict
