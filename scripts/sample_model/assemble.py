"""All parts together: one tidy table of daily bars, and its bytes."""

from __future__ import annotations

import gzip
import io

import numpy as np
import pandas as pd

from sample_model import bars, calendar, funds, history, rates, window
from sample_model.story import (
    FIRST_FUND_SESSION,
    FUND_OPENS,
    HIGHS,
    INDICES,
    IWM_MEAN_VOLUME,
    RETURN_FROM_OPEN,
    SHORT_END,
    STREAK_END,
    WINDOW_OPEN,
    WINDOW_START,
)
from sample_model.universe import FUNDS, INDEX_VOLUME, SECTORS, SHARES, TRACKERS

COLUMNS = ["date", "symbol", "open", "high", "low", "close", "adj_close", "volume"]
Table = dict[str, pd.DataFrame]


def table() -> pd.DataFrame:
    """The whole sample, sorted by symbol and date (so that it packs well)."""
    days = calendar.sessions()
    past = history.simulate(days)
    indices = pd.concat([past.closes, window.fit(past.closes, window.window_days(days))])
    shape = bars.shape_of_days(days)
    recent = days[days >= FIRST_FUND_SESSION]
    yields = rates.yields(recent)
    parts = _indices(indices, past.volatility, shape)
    parts |= _funds(indices.loc[recent], yields["^TNX"], parts, shape)
    parts |= _rates(yields, rates.futures(recent), shape)
    rows = []
    for symbol, part in sorted(parts.items()):
        rows.append(part.assign(symbol=symbol, date=part.index.strftime("%Y-%m-%d")))
    return pd.concat(rows, ignore_index=True)[COLUMNS]


def _indices(closes: pd.DataFrame, volatility: pd.Series, shape: pd.DataFrame) -> Table:
    """The four indices, bent to their published opens and extremes, and the volatility index."""
    parts = {}
    for symbol in INDICES:
        part = bars.contain(bars.quoted(symbol, closes[symbol], shape, gap=0.7))
        part = bars.open_at(part, WINDOW_START, WINDOW_OPEN[symbol])
        if symbol in HIGHS:
            part = bars.pin_high(symbol, part)
        if symbol == "^RUT":
            part = bars.pin_low(part)
        part["volume"] = bars.volumes(symbol, closes[symbol], INDEX_VOLUME[symbol], 1_000_000)
        parts[symbol] = part.assign(adj_close=part["close"])
    fear = rates.fear(np.log(closes["^GSPC"]).diff().fillna(0.0), volatility)
    parts["^VIX"] = _unadjusted(bars.contain(bars.quoted("^VIX", fear, shape, gap=0.8)))
    return parts


def _funds(indices: pd.DataFrame, ten_year: pd.Series, index_bars: Table, shape: pd.DataFrame) -> Table:
    """Funds and shares with their published opens, the fund's high and mean volume."""
    closes, paid = funds.closes(indices, ten_year)
    recipes = {**FUNDS, **SECTORS, **SHARES}
    parts = {}
    for symbol in closes.columns:
        close = closes[symbol]
        if symbol in TRACKERS:
            part = bars.follow(symbol, close, index_bars[TRACKERS[symbol][0]])
            usual = TRACKERS[symbol][4]
        else:
            part = bars.contain(bars.quoted(symbol, close, shape, gap=1.0))
            usual = recipes[symbol].volume
        if symbol in HIGHS:
            part = bars.pin_high(symbol, part)
        part["volume"] = bars.volumes(symbol, close, usual, 100)
        part["adj_close"] = bars.adjusted(close, paid[symbol])
        parts[symbol] = part
    ends = closes.loc[STREAK_END]
    opens = FUND_OPENS | {
        name: round(float(ends[name]) / (1 + gain), 2) for name, gain in RETURN_FROM_OPEN.items()
    }
    for symbol, opening in opens.items():
        parts[symbol] = bars.open_at(parts[symbol], WINDOW_START, opening)
    span = slice(WINDOW_START, SHORT_END)
    shares = parts["IWM"].loc[span, "volume"]
    parts["IWM"].loc[span, "volume"] = (shares * (IWM_MEAN_VOLUME / shares.mean()) / 100).round() * 100
    return parts


def _rates(yields: pd.DataFrame, futures: pd.DataFrame, shape: pd.DataFrame) -> Table:
    """Yields without volume; futures, on their own grid, with it."""
    parts = {}
    for symbol in yields.columns:
        parts[symbol] = _unadjusted(
            bars.contain(bars.quoted(symbol, yields[symbol], shape, gap=1.0, decimals=3))
        )
    for symbol in futures.columns:
        implied = bars.quoted(symbol, 100 - futures[symbol], shape, gap=0.6, decimals=3)
        part = 100 - (implied * 200).round() / 200
        part = part.rename(columns={"high": "low", "low": "high"}).round(3)
        part = bars.contain(part.assign(close=futures[symbol]))
        part["volume"] = bars.volumes(symbol, 100 - futures[symbol], 42_000, 1)
        parts[symbol] = part.assign(adj_close=part["close"])
    return parts


def _unadjusted(part: pd.DataFrame) -> pd.DataFrame:
    """A measured level: nothing is paid out of it and nothing is traded in it."""
    volume = pd.array([pd.NA] * len(part), dtype="Int64")
    return part.assign(adj_close=part["close"], volume=volume)


def packed(sample: pd.DataFrame) -> bytes:
    """The table as gzipped CSV without a clock or a name in it: the same table gives the same bytes."""
    text = io.StringIO()
    sample.astype({"volume": "Int64"}).to_csv(text, index=False, lineterminator="\n")
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
