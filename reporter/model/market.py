"""Clean, aligned price series of one session's universe. Nothing later than the session is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from reporter.model.figure import Gap
from reporter.model.source import Source
from reporter.model.subject import Subject

Action = tuple[date, str, float]
"""A corporate action: its date, its kind (`dividend`, `split`, `capital_gain`) and its value."""
FIELDS = ("open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True)
class Market:
    """Prices as known at `session`. Missing observations are missing rows or NaN; nothing is filled or guessed.

    `bars[subject_id]` has a naive, normalised, strictly increasing DatetimeIndex of exchange sessions up to
    `session`, and all of `FIELDS` as float64 columns (all-NaN where the provider has none). Yields are fractions
    (0.0424). `sessions` are all sessions of the exchange from the earliest bar to `session`.
    """

    session: date
    subjects: Mapping[str, Subject]
    bars: Mapping[str, pd.DataFrame]
    sessions: pd.DatetimeIndex
    sources: tuple[Source, ...]
    gaps: tuple[Gap, ...] = ()
    sample: bool = False
    requested_on: date | None = None
    fundamentals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By subject id: what the provider said of it on the day, with its `symbol` and `retrieved_at`, and the trailing
    `multiples` that it said earlier, by session."""
    actions: Mapping[str, tuple[Action, ...]] = field(default_factory=dict)
    """By subject id: dividends and splits, where the provider tells of them."""

    def has(self, subject_id: str, column: str) -> bool:
        """Whether a subject has any observation in a column."""
        bars = self.bars.get(subject_id)
        return bars is not None and bool(bars[column].notna().any())

    def basis(self, subject_id: str) -> str:
        """`price` where there are unadjusted closes, else `total_return`."""
        return "price" if self.has(subject_id, "close") else "total_return"

    def series(self, subject_id: str, column: str = "close") -> pd.Series:
        """Observations of one column without its missing ones; empty where there are none."""
        bars = self.bars.get(subject_id)
        if bars is None:
            return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
        return bars[column].dropna()

    def prices(self, subject_id: str) -> pd.Series:
        """The series that returns are taken from: closes, or adjusted closes where only they exist."""
        return self.series(subject_id, "close" if self.basis(subject_id) == "price" else "adj_close")

    @cached_property
    def first_session(self) -> date:
        return self.sessions[0].date()
