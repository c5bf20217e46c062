"""From closes to daily bars: opens, highs, lows, volumes and adjusted closes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from sample_model.calendar import stream
from sample_model.story import HIGHS, LAST_SESSION, RUT_LOW

Floats = npt.NDArray[np.float64]


def quoted(name: str, closes: pd.Series, shape: pd.DataFrame, gap: float, decimals: int = 2) -> pd.DataFrame:
    """Bars around closes; `shape` holds the market's gap, reach up and reach down of each day, in deviations.

    Instruments share the shape of the market's day and add their own: a fund opens much as its index does.
    """
    draw = stream("bars " + name)
    count = len(closes)
    prices = closes.to_numpy(dtype=float)
    before = np.r_[prices[0], prices[:-1]]
    change = prices / before - 1
    size = pd.Series(change, index=closes.index).abs().ewm(halflife=15).mean().bfill().to_numpy() * 1.25
    own = 0.55 * draw.standard_normal((count, 3))
    common = shape.loc[closes.index].to_numpy()
    opening = before * (1 + gap * (0.45 * change + 0.45 * size * (common[:, 0] + own[:, 0])))
    up, down = (np.abs(common[:, side] + own[:, side]) * 0.42 * size + 0.02 * size for side in (1, 2))
    high = np.maximum(opening, prices) * (1 + up)
    low = np.minimum(opening, prices) * (1 - down)
    frame = pd.DataFrame({"open": opening, "high": high, "low": low, "close": prices}, index=closes.index)
    return frame.round(decimals)


def follow(name: str, closes: pd.Series, index: pd.DataFrame) -> pd.DataFrame:
    """Bars of a fund that tracks an index: the index's day, scaled to the fund's close, a basis point off."""
    draw = stream("bars " + name)
    bars = index.loc[closes.index, ["open", "high", "low"]].div(index.loc[closes.index, "close"], axis=0)
    bars = bars.mul(closes, axis=0) * (1 + 0.0002 * draw.standard_normal(bars.shape))
    return contain(bars.assign(close=closes).round(2))


def contain(bars: pd.DataFrame) -> pd.DataFrame:
    """Highs and lows that hold the day's open and close."""
    edges = bars[["open", "close"]]
    high = np.maximum(bars["high"], edges.max(axis=1))
    low = np.minimum(bars["low"], edges.min(axis=1))
    return bars.assign(high=high, low=low)


def open_at(bars: pd.DataFrame, day: str, value: float) -> pd.DataFrame:
    """Bars with a given open, which is neither the day's high nor its low."""
    bars.loc[day, "open"] = value
    bars.loc[day, "low"] = min(float(bars["low"][day]), round(value * 0.9991, 2))
    bars.loc[day, "high"] = max(float(bars["high"][day]), round(value * 1.0006, 2))
    return contain(bars)


def shape_of_days(days: pd.DatetimeIndex) -> pd.DataFrame:
    """What all instruments share of a day's course: gap, reach up, reach down, in deviations."""
    draw = stream("shape of days")
    return pd.DataFrame(draw.standard_normal((len(days), 3)), index=days, columns=["gap", "up", "down"])


def pin_high(symbol: str, bars: pd.DataFrame) -> pd.DataFrame:
    """Put the published high on its session, and keep every earlier one below it."""
    day, value = HIGHS[symbol]
    before = bars.index < day
    cap = np.maximum(bars[["open", "close"]].max(axis=1), value * 0.9995)
    bars.loc[before, "high"] = np.minimum(bars["high"], cap)[before].round(2)
    if symbol != "^GSPC":
        bars["high"] = np.minimum(bars["high"], np.maximum(cap, value * 0.9995)).round(2)
    bars.loc[day, "high"] = value
    return bars


def pin_low(bars: pd.DataFrame) -> pd.DataFrame:
    """Put small caps' 52-week low on the session of their lowest close in that year; no other is lower."""
    year = bars.index > pd.Timestamp(LAST_SESSION) - pd.DateOffset(years=1)
    bars.loc[year, "low"] = np.maximum(bars["low"], RUT_LOW * 1.002)[year].round(2)
    bars.loc[bars["close"].where(year).idxmin(), "low"] = RUT_LOW
    return contain(bars)


def volumes(name: str, closes: pd.Series, usual: float, step: int) -> pd.Series:
    """Shares a day: more on large moves, slow swings, thin half-days; rounded to whole steps."""
    draw = stream("volume " + name)
    move = closes.pct_change().abs().fillna(0.0)
    unusual = (move / move.ewm(halflife=60).mean()).fillna(1.0).clip(upper=5)
    slow = pd.Series(draw.standard_normal(len(closes)), index=closes.index).ewm(halflife=25).mean() * 0.9
    log = np.log(usual) + slow + 0.16 * (unusual - 1) + 0.14 * draw.standard_normal(len(closes))
    eve = (closes.index.month == 12) & (closes.index.day == 24)
    friday = (closes.index.month == 11) & (closes.index.dayofweek == 4) & (closes.index.day > 22)
    shares: pd.Series = (np.exp(log) * np.where(eve | friday, 0.5, 1) / step).round().clip(lower=1) * step
    return shares.astype("int64")


def adjusted(closes: pd.Series, paid: pd.Series) -> pd.Series:
    """Closes with later payments taken out, as vendors do: one factor for each ex date."""
    factor = (1 - paid / closes.shift()).fillna(1.0)
    later = factor[::-1].cumprod()[::-1].shift(-1).fillna(1.0)
    return (closes * later).round(4)
