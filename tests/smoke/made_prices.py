"""A price file for any desk: a seeded walk for every instrument, on the sessions of its own exchange."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporter.data import open_calendar
from reporter.model import Desk, Subject

LEVELS = {"index": 4000.0, "stock": 150.0, "etf": 4.0, "commodity": 90.0, "currency": 7.2, "volatility_index": 16.0}


def write_prices(path: Path, desk: Desk, start: date, end: date, *, seed: int = 3, last: float | None = None) -> Path:
    """Tidy CSV of a desk from `start` to `end`. `last` is the last change of every instrument of the desk's calendar."""
    rng = np.random.default_rng(seed)
    days = open_calendar(desk.calendar, end).between(start, end)
    market = pd.Series(rng.standard_t(5, len(days)) * 0.008, index=days)
    frames = [_walk(s, desk, start, end, market, rng, last) for s in desk.subjects if s.symbol and s.kind != "future"]
    pd.concat(frames).to_csv(path, index=False)
    return path


def _walk(
    subject: Subject, desk: Desk, start: date, end: date, market: pd.Series, rng: np.random.Generator,
    last: float | None,
) -> pd.DataFrame:
    days = open_calendar(subject.calendar, end).between(start, end)
    if subject.kind == "yield":
        close = 4.2 + np.cumsum(rng.standard_normal(len(days)) * 0.04).clip(-3, 3)
    else:
        quiet = 0.25 if subject.kind == "currency" else 1.0
        moves = market.reindex(days).fillna(0.0).to_numpy() * (subject.kind in ("index", "etf", "stock"))
        moves = moves + rng.standard_normal(len(days)) * 0.006 * quiet
        if last is not None and subject.calendar == desk.calendar:
            moves[-1] = last * (1 + 0.3 * rng.random())
        close = LEVELS[subject.kind] * np.exp(np.cumsum(moves))
    swing = np.abs(rng.standard_normal(len(days))) * 0.004 * (subject.kind != "yield")
    return pd.DataFrame({
        "date": days.strftime("%Y-%m-%d"), "symbol": subject.symbol, "open": close, "high": close * (1 + swing),
        "low": close * (1 - swing), "close": close.round(4), "volume": 1e6 if subject.kind in ("etf", "stock") else "",
    }).round(4)
