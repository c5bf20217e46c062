"""The embedded sample holds every published figure that it was made for, and is sound everywhere else."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import warnings
from importlib.resources import files
from pathlib import Path

import exchange_calendars as xcals
import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[3]
INDICES = ["^RUT", "^GSPC", "^IXIC", "^DJI", "^VIX"]
FUNDS = ["IWM", "IWC", "IJR", "SPY", "QQQ", "RSP", "MDY"]
FUNDS += ["IWF", "IWD", "IWO", "IWN", "KRE", "HYG", "LQD", "IEF"]
SECTORS = ["XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLRE", "XLU", "XLV", "XLY"]
SHARES = ["AAPL", "MSFT", "GOOGL", "AMZN", "META", "NVDA", "TSLA"]
RATES = ["^TNX", "^IRX"]
FUTURES = ["ZQF26.CBT", "ZQM26.CBT", "ZQZ26.CBT", "ZQF27.CBT"]

DAY_CHANGES = {
    "2026-01-09": {"XLRE": 1.36, "XLI": 1.32, "XLB": 1.27, "XLE": -1.59, "XLF": -1.01, "XLV": -0.64},
    "2026-01-22": {
        "XLB": 1.15, "XLY": 0.60, "XLV": 0.55, "XLU": -2.70, "XLRE": -0.46, "XLC": -0.29, "XLK": -0.18,
    },
    "2026-01-23": {"XLB": 1.73, "XLC": 1.07, "XLP": 0.82, "XLF": -1.65, "XLV": -0.52},
}  # fmt: skip


@pytest.fixture(scope="module")
def content() -> bytes:
    return files("reporter.data.sample").joinpath("prices.csv.gz").read_bytes()


@pytest.fixture(scope="module")
def bars(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(gzip.decompress(content)), dtype={"volume": "Int64"}, parse_dates=["date"])


@pytest.fixture(scope="module")
def closes(bars: pd.DataFrame) -> pd.DataFrame:
    return bars.pivot(index="date", columns="symbol", values="close")


@pytest.fixture(scope="module")
def at(bars: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(symbol): part.set_index("date") for symbol, part in bars.groupby("symbol")}


def percent(ratio: float, decimals: int = 2) -> float:
    return round((ratio - 1) * 100, decimals)


def from_open(part: pd.DataFrame, end: str) -> float:
    return percent(part.loc[end, "close"] / part.loc["2025-12-01", "open"])


def deviation(part: pd.DataFrame, end: str) -> float:
    """Sample standard deviation of simple daily returns, percent; the first is that of 2025-12-01 itself."""
    return round(float(part["close"].pct_change().loc["2025-12-01":end].std(ddof=1)) * 100, 2)


# the pins


@pytest.mark.parametrize(
    ("symbol", "session", "field", "value"),
    [
        ("^RUT", "2025-12-01", "open", 2482.23),
        ("^RUT", "2026-01-09", "close", 2624.22),
        ("^RUT", "2026-01-13", "close", 2633.00),
        ("^RUT", "2026-01-22", "close", 2718.64),
        ("^RUT", "2026-01-23", "close", 2669.16),
        ("^GSPC", "2026-01-09", "close", 6966.28),
        ("IWM", "2026-01-22", "close", 269.79),
    ],
)
def test_levels(at: dict[str, pd.DataFrame], symbol: str, session: str, field: str, value: float) -> None:
    assert at[symbol].loc[session, field] == value


@pytest.mark.parametrize(("session", "value"), [("2026-01-09", 2542.44), ("2026-01-23", 2601.57)])
def test_average_of_twenty_sessions(at: dict[str, pd.DataFrame], session: str, value: float) -> None:
    assert round(float(at["^RUT"]["close"].loc[:session].iloc[-20:].mean()), 2) == value


def test_range_of_52_weeks(at: dict[str, pd.DataFrame]) -> None:
    """Both readings of 52 weeks agree: 252 sessions, and one calendar year."""
    part = at["^RUT"]
    for year in (part.iloc[-252:], part.loc["2025-01-23":], part.loc["2025-01-24":]):
        assert (year["low"].min(), year["high"].max()) == (1732.99, 2735.10)
    assert at["IWM"].iloc[-252:]["high"].max() == 271.60
    assert at["IWM"].loc["2025-01-23":, "high"].max() == 271.60


def test_large_caps_highest_so_far(at: dict[str, pd.DataFrame]) -> None:
    assert at["^GSPC"].loc[:"2026-01-09", "high"].max() == 6978.36


def test_small_caps_close_at_a_record_on_the_last_day_of_the_streak(at: dict[str, pd.DataFrame]) -> None:
    assert at["^RUT"]["close"].idxmax() == pd.Timestamp("2026-01-22")


@pytest.mark.parametrize(
    ("symbol", "end", "value"),
    [
        ("^RUT", "2026-01-09", 5.72), ("^RUT", "2026-01-23", 7.53),
        ("^GSPC", "2026-01-09", 2.26), ("^GSPC", "2026-01-23", 1.52),
        ("^IXIC", "2026-01-09", 2.15), ("^IXIC", "2026-01-23", 1.42),
        ("^DJI", "2026-01-09", 4.04), ("^DJI", "2026-01-23", 3.19),
        ("IWM", "2026-01-09", 5.97), ("IWM", "2026-01-22", 9.86),
        ("IWC", "2026-01-22", 12.28), ("SPY", "2026-01-22", 1.50),
    ],
)  # fmt: skip
def test_returns_from_the_open(at: dict[str, pd.DataFrame], symbol: str, end: str, value: float) -> None:
    assert from_open(at[symbol], end) == value


@pytest.mark.parametrize(
    ("symbol", "end", "value"),
    [
        ("^RUT", "2026-01-23", 0.96),
        ("^GSPC", "2026-01-23", 0.62),
        ("^GSPC", "2026-01-09", 0.52),
        ("IWM", "2026-01-09", 0.92),
    ],
)
def test_deviations(at: dict[str, pd.DataFrame], symbol: str, end: str, value: float) -> None:
    assert deviation(at[symbol], end) == value


@pytest.mark.parametrize(
    ("session", "symbol", "value"),
    [("2026-01-23", "^RUT", -1.82)]
    + [(day, symbol, value) for day, changes in DAY_CHANGES.items() for symbol, value in changes.items()],
)
def test_day_changes(closes: pd.DataFrame, session: str, symbol: str, value: float) -> None:
    series = closes[symbol]
    assert round(float(series.pct_change()[session]) * 100, 2) == value


@pytest.mark.parametrize(
    ("session", "best", "worst"),
    [
        ("2026-01-09", ["XLRE", "XLI", "XLB"], ["XLE", "XLF", "XLV"]),
        ("2026-01-22", ["XLB", "XLY", "XLV"], ["XLU", "XLRE", "XLC", "XLK"]),
        ("2026-01-23", ["XLB", "XLC", "XLP"], ["XLF", "XLV"]),
    ],
)
def test_other_sectors_leave_the_ranking_alone(
    closes: pd.DataFrame, session: str, best: list[str], worst: list[str]
) -> None:
    ranked = closes[SECTORS].pct_change().loc[session].sort_values(ascending=False).index.tolist()
    assert ranked[: len(best)] == best
    assert ranked[::-1][: len(worst)] == worst


def test_mean_volume(at: dict[str, pd.DataFrame]) -> None:
    shares = at["IWM"].loc["2025-12-01":"2026-01-09", "volume"]
    assert round(float(shares.mean()) / 1e6, 2) == 35.66


def test_streak_is_exactly_fourteen(closes: pd.DataFrame) -> None:
    returns = closes[["^RUT", "^GSPC"]].pct_change()
    ahead = returns["^RUT"] > returns["^GSPC"]
    assert ahead.loc["2026-01-02":"2026-01-22"].tolist() == [True] * 14
    assert not ahead["2025-12-31"]
    assert not ahead["2026-01-23"]


# the background


def runs(ahead: pd.Series, least: int) -> list[int]:
    """Lengths of the ended runs of at least so many sessions."""
    lengths = ahead.groupby((~ahead).cumsum()).sum()
    return [int(length) for length in lengths.iloc[:-1] if length >= least]


def test_history_has_base_rates(closes: pd.DataFrame) -> None:
    returns = closes.loc[:"2025-12-31", ["^RUT", "^GSPC"]].pct_change().iloc[1:]
    lengths = runs(returns["^RUT"] > returns["^GSPC"], 9)
    assert len(lengths) >= 8
    assert max(lengths) >= 15


def test_year_so_far_is_a_broadening(closes: pd.DataFrame) -> None:
    year = (closes.loc["2026-01-22"] / closes.loc["2025-12-31"] - 1) * 100
    assert year["^RUT"] - year["^GSPC"] > 6
    assert year["RSP"] - year["SPY"] > 1.5
    assert year["IWD"] - year["IWF"] > 2


def test_last_day_turns_it_round(closes: pd.DataFrame) -> None:
    day = closes.pct_change(fill_method=None).loc["2026-01-23"] * 100
    assert abs(day["^GSPC"]) < 0.05
    assert 0.7 < day[SHARES].mean() < 1.3
    assert -0.6 < day["RSP"] < -0.3
    assert -3.5 < day["KRE"] < -2.5
    assert 16.0 < closes.loc["2026-01-23", "^VIX"] < 16.2
    assert 0 < closes["^VIX"].diff()["2026-01-23"] < 1


def test_crashes_frighten(closes: pd.DataFrame) -> None:
    large, fear = closes["^GSPC"], closes["^VIX"]
    depth = large / large.cummax() - 1
    assert depth.min() < -0.3
    assert fear[depth < -0.25].mean() > 1.5 * fear[depth > -0.05].mean()
    assert large.pct_change().corr(fear.pct_change()) < -0.6


def test_rates_are_plausible(closes: pd.DataFrame) -> None:
    last = closes.loc["2026-01-23"]
    assert round(float(last["^TNX"]), 2) == 4.24
    assert 3.4 < last["^IRX"] < 3.75
    assert 100 - last["ZQZ26.CBT"] == pytest.approx(3.10, abs=0.02)
    assert 100 - last["ZQF26.CBT"] == pytest.approx(3.64, abs=0.02)


# soundness


def test_columns_symbols_and_spans(bars: pd.DataFrame, content: bytes) -> None:
    assert len(content) < 1_400_000
    assert bars.columns.tolist() == ["date", "symbol", "open", "high", "low", "close", "adj_close", "volume"]
    span = bars.groupby("symbol")["date"].agg(["min", "max"])
    assert sorted(span.index) == sorted(INDICES + FUNDS + SECTORS + SHARES + RATES + FUTURES)
    assert (span["max"] == pd.Timestamp("2026-01-23")).all()
    assert (span.loc[INDICES, "min"] == pd.Timestamp("2005-01-03")).all()
    assert (span["min"] <= pd.Timestamp("2022-12-01")).all()


def test_every_session_and_no_other_once(bars: pd.DataFrame) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # exchange_calendars on pandas 3.1
        sessions = xcals.get_calendar("XNYS", start="2005-01-03", end="2026-01-23").sessions
    assert not bars.duplicated(["symbol", "date"]).any()
    for symbol, part in bars.groupby("symbol"):
        expected = sessions[sessions >= part["date"].min()]
        assert part["date"].tolist() == expected.tolist(), symbol


def test_bars_hold_their_open_and_close(bars: pd.DataFrame) -> None:
    assert (bars["low"] <= bars[["open", "close"]].min(axis=1)).all()
    assert (bars["high"] >= bars[["open", "close"]].max(axis=1)).all()
    assert (bars[["open", "high", "low", "close", "adj_close"]] > 0).all(axis=None)


def test_volume_where_something_trades(bars: pd.DataFrame) -> None:
    measured = bars["symbol"].isin(["^VIX", *RATES])
    assert bars.loc[measured, "volume"].isna().all()
    assert (bars.loc[~measured, "volume"] > 0).all()


def test_adjusted_closes(bars: pd.DataFrame) -> None:
    """Only payers differ, never above the close, and not at all after the last payment."""
    plain = bars["symbol"].isin([*INDICES, *RATES, *FUTURES, "AMZN", "TSLA"])
    assert (bars.loc[plain, "adj_close"] == bars.loc[plain, "close"]).all()
    payers = bars[~plain]
    assert (payers["adj_close"] <= payers["close"] + 1e-9).all()
    first = payers.groupby("symbol").first()
    assert (first["adj_close"] < first["close"]).all()
    last = payers.groupby("symbol").last()
    assert (last["adj_close"] == last["close"]).all()


def test_funds_follow_their_index(closes: pd.DataFrame) -> None:
    returns = closes[["SPY", "^GSPC", "IWM", "^RUT", "QQQ", "^IXIC"]].pct_change(fill_method=None)
    assert returns["IWM"].corr(returns["^RUT"]) > 0.98
    assert returns["SPY"].corr(returns["^GSPC"]) > 0.98
    assert returns["QQQ"].corr(returns["^IXIC"]) > 0.9
    assert (closes["SPY"] / closes["^GSPC"]).dropna().between(0.0990, 0.1005).all()


def test_sectors_add_up_to_the_index(closes: pd.DataFrame) -> None:
    returns = closes[[*SECTORS, "^GSPC"]].pct_change(fill_method=None).dropna()
    weights = pd.Series(
        [0.018, 0.106, 0.029, 0.132, 0.083, 0.340, 0.050, 0.018, 0.023, 0.097, 0.104], index=SECTORS
    )
    short = returns[SECTORS] @ weights - returns["^GSPC"]
    # on ex-dates the funds pay out and the index does not
    assert float(np.abs(short).quantile(0.9)) < 0.0015
    assert np.abs(short[list(DAY_CHANGES)]).max() < 0.0015


@pytest.mark.slow
def test_script_reproduces_the_sample(content: bytes, tmp_path: Path) -> None:
    """What is unpacked is compared: builds of zlib may pack the same text differently."""
    script = ROOT / "scripts" / "make_sample.py"
    made = [tmp_path / "first.csv.gz", tmp_path / "second.csv.gz"]
    for path in made:
        subprocess.run([sys.executable, str(script), "--output", str(path)], check=True)
    assert made[0].read_bytes() == made[1].read_bytes()
    assert gzip.decompress(made[0].read_bytes()) == gzip.decompress(content)
