"""Runs, extremes, records and averages against a series whose every close is known by construction."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reporter.verification.factcheck import factcheck

from .conftest import sessions_until

END = date(2026, 1, 23)


def made() -> pd.DataFrame:
    """A rise of a thousandth a session for 24 years, two of them back, then three falls of 1%, 2% and 3%, one rise of 4%."""
    days = sessions_until(END, 6000)
    changes = np.full(len(days), 0.001)
    changes[0] = 0.0
    changes[1::2] = -0.0006
    changes[-8:] = [0.01, 0.011, 0.012, -0.01, -0.02, -0.03, 0.01, 0.04]
    closes = 100 * np.cumprod(1 + changes)
    return pd.DataFrame({"close": closes, "high": closes, "low": closes}, index=pd.DatetimeIndex(days))


FRAME = made()
CLOSES = FRAME["close"]
PRICES = {"^RUT": FRAME, "^GSPC": FRAME}


def back(count: int) -> str:
    """A session some sessions before the last, as an article writes it."""
    return f"{CLOSES.index[-1 - count]:%B} {CLOSES.index[-1 - count].day}, {CLOSES.index[-1 - count].year}"


SMA50 = CLOSES.iloc[-50:].mean()
ABOVE = CLOSES.iloc[-1] / SMA50 - 1
CASES = [
    ("The Russell 2000 rose for a second straight day.", "streak", True),
    ("The Russell 2000 rose for a fourth straight day.", "streak", False),
    ("罗素2000指数连续两日上涨。", "streak", True),
    ("罗素2000指数四连涨。", "streak", False),
    (f"The Russell 2000 had its largest one-day gain since {back(300)}.", "largest-since", True),
    (f"On January 23, 2026 the Russell 2000 had its lowest close since {back(2)}.", "extreme-since", False),
    (f"On January 23, 2026 the Russell 2000 had its highest close since {back(3)}.", "extreme-since", False),
    ("The Russell 2000 set its first record close this year.", "record-count", False),
    (f"The Russell 2000 sits {ABOVE:.1%} above its 50-day average.", "distance", True),
    (f"The Russell 2000 sits {ABOVE + 0.03:.1%} above its 50-day average.", "distance", False),
    (f"罗素2000指数较50日均线高出{ABOVE + 0.03:.1%}。", "distance", False),
    ("On January 23, 2026 the Russell 2000 closed below its 50-day average.", "average-side", False),
    ("1月23日，罗素2000指数收盘跌破50日均线。", "average-side", False),
]


@pytest.mark.parametrize(("text", "rule", "holds"), CASES)
def test_history(tmp_path: Path, text: str, rule: str, holds: bool) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"January 23, 2026\n\n{text}\n", encoding="utf-8")
    told = {s.rule: s.verdict for s in factcheck([path], PRICES).statements}
    assert told.get(rule) == ("right" if holds else "contradicts-data"), told


def test_a_run_of_weeks_is_counted_in_weeks(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("January 23, 2026\n\nThe Russell 2000 fell for a ninth straight week.\n", encoding="utf-8")
    one = next(s for s in factcheck([path], PRICES).statements if s.metric == "streak")
    weeks = CLOSES.groupby(pd.Grouper(freq="W-FRI")).last().dropna().pct_change().iloc[::-1] < 0
    assert one.verdict == "contradicts-data" and one.computed == int(weeks.cummin().sum())


@pytest.mark.parametrize(
    "text",
    [
        "The Russell 2000 failed to hold above its 50-day average in October.",
        "Not since October has the Russell 2000 closed so low.",
        "The Russell 2000 could set a record this year.",
        "The Fed raised rates for a fourth straight meeting; the Russell 2000 rose.",
    ],
)
def test_what_states_nothing_of_the_day_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(f"January 23, 2026\n\n{text}\n", encoding="utf-8")
    report = factcheck([path], PRICES)
    assert report.clean, report.as_text()
