"""Prices that a caller hands in, asked for returns, levels and deviations by day; nothing is filled or guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reporter.verification.reading import Reading
from reporter.verification.recompute.prices import Days, Series

if TYPE_CHECKING:
    import pandas as pd

FIELDS = ("open", "high", "low", "close", "adj_close", "volume")
_EPOCH = date(1970, 1, 1).toordinal()
_EMPTY = Series(np.array([], dtype=np.int64), np.array([], dtype=np.float64))


@dataclass(frozen=True)
class Record:
    """A day's close and high, the highest before it, and how many years the data go back."""

    close: float
    high: float
    best_close: float
    best_high: float
    day: date
    years: int


class Measure:
    """One instrument. `adjusted_only` where only adjusted closes exist: returns are total returns, levels unknown."""

    def __init__(self, series: Mapping[str, Series]) -> None:
        self._series = series
        self.adjusted_only = not len(series["close"])
        self.prices = series["adj_close"] if self.adjusted_only else series["close"]

    @property
    def opens(self) -> bool:
        """Whether a first day's open is known."""
        return len(self._series["open"]) > 0

    def window_return(self, start: date, end: date, convention: str) -> float | None:
        """Return from before `start` (or from its first open) to `end`; None where an observation is missing."""
        closes = self._series["adj_close"] if convention == "total return" else self.prices
        last = _at(closes, end)
        if convention == "open to close":
            first = _first(self._series["open"], start, end)
            last = _at(self._series["close"], end)
        else:
            first = _before(closes, start)
        return last / first - 1.0 if last is not None and first else None

    def points(self, start: date, end: date, convention: str) -> float | None:
        last = _at(self.prices, end)
        first = (
            _first(self._series["open"], start, end) if convention == "open to close" else _before(self.prices, start)
        )
        return last - first if last is not None and first is not None else None

    def volatilities(self, start: date, end: date) -> Iterator[tuple[str, float]]:
        """Deviations of daily returns: sample, then population; with the first day's own change, then without."""
        closes = self.prices.until(end)
        inside = closes.after(start)
        for series in (closes.changes().after(start), inside.changes() if len(inside) > 2 else _EMPTY):
            if len(series) >= 3:
                yield "sample deviation", float(np.std(series.values, ddof=1))
                yield "population deviation", float(np.std(series.values))

    def mean_volume(self, start: date, end: date) -> float | None:
        inside = self._series["volume"].until(end).after(start)
        return float(inside.values.mean()) if len(inside) and inside.values.max() > 0 else None

    def close(self, day: date) -> float | None:
        return _at(self._series["close"], day)

    def level(self, metric: str, day: date) -> float | None:
        """A level as of a session: close, moving average, ends of the 52-week range, record high."""
        closes = self._series["close"].until(day)
        if metric == "close_level":
            return _at(closes, day)
        if metric.startswith("sma") and metric[3:].isdigit():
            length = int(metric[3:])
            return float(closes.values[-length:].mean()) if len(closes) >= length else None
        if metric == "extreme_52w_high":
            highs = self._series["high"].until(day)
            return float(highs.values[-252:].max()) if len(highs) >= 200 else None
        if metric == "extreme_52w_low":
            lows = self._series["low"].until(day)
            return float(lows.values[-252:].min()) if len(lows) >= 200 else None
        if metric == "record_high":
            highs = self._series["high"].until(day)
            return float(highs.values.max()) if len(highs) else None
        return None

    def traded(self, low: float, high: float, day: date) -> bool:
        """Whether a printed level lies within a day's trading."""
        least, most = _at(self._series["low"], day), _at(self._series["high"], day)
        return least is not None and most is not None and least <= high and low <= most

    def yearly(self, metric: str, day: date) -> Iterator[float]:
        """Ends of the yearly range by other ways of counting: of closes, of a session more or less."""
        top = metric == "extreme_52w_high"
        for field in ("close", "high" if top else "low"):
            values = self._series[field].until(day).values
            for count in (250, 251, 252, 253) if len(values) >= 253 else ():
                yield float(values[-count:].max() if top else values[-count:].min())

    def closes_by(self, unit: str | None, day: date) -> Series:
        """Closes up to a day: each session's, or the last one of every week or month (of the day's own, so far)."""
        closes = self._series["close"].until(day)
        if unit is None or not len(closes):
            return closes
        keys = (closes.days - 1) // 7 if unit == "week" else _months(closes.days)
        ends = np.append(keys[1:] != keys[:-1], True)
        return Series(closes.days[ends], closes.values[ends])

    def move(self, day: date, unit: str | None = None) -> float | None:
        """The change to a day's close from the one before, or from the end of the week or month before."""
        return _at(self.closes_by(unit, day).changes(), day)

    def runs(self, day: date, sign: int, unit: str | None = None) -> list[int]:
        """How many closes in a row, up to a day, were higher (or lower); of weeks and months also without the last."""
        series = self.closes_by(unit, day)
        changes = series.changes().values
        if len(changes) < 60 or series.days[-1] != day.toordinal():
            return []
        counts = []
        for skipped in (0,) if unit is None else (0, 1):
            count = 0
            while count + skipped < len(changes) and changes[-1 - count - skipped] * sign > 0:
                count += 1
            counts.append(count)
        return counts

    def records_of_year(self, day: date) -> int | None:
        """How many closes of a year, up to a day, were above every close before them; None on too short a history."""
        closes = self._series["close"].until(day)
        if len(closes) < 5000:
            return None
        best = np.maximum.accumulate(closes.values)
        sets = np.append(False, closes.values[1:] > best[:-1])
        return int(sets[closes.days >= date(day.year, 1, 1).toordinal()].sum())

    def beyond(self, day: date, after: date, sign: int, slack: float) -> list[tuple[date, float, float]] | None:
        """The last close between two days that lies beyond a day's own; None where the day has none."""
        closes = self._series["close"].until(day)
        own = _at(closes, day)
        if own is None or len(closes) < 2 or closes.day(0) > after:
            return None
        for place in range(len(closes) - 2, -1, -1):
            if closes.days[place] <= after.toordinal():
                return []
            if (closes.values[place] / own - 1.0) * sign > slack:
                return [(closes.day(place), float(closes.values[place]), own)]
        return []

    def longest_against(self, other: Measure, day: date, sign: int) -> int:
        """The longest run of sessions ahead of (or behind) another instrument within the 60 sessions to a day."""
        mine, its = self.prices.changes().until(day), other.prices.changes().until(day)
        known = dict(zip(its.days.tolist(), its.values.tolist(), strict=True))
        best = count = 0
        for at, value in zip(mine.days[-60:].tolist(), mine.values[-60:].tolist(), strict=True):
            count = count + 1 if at in known and (value - known[at]) * sign > 0 else 0
            best = max(best, count)
        return best

    def inside(self, days: list[date], since: date, sign: int) -> bool:
        """Whether the close that an extreme is measured from clearly does not lie beyond that of any of the days."""
        first, own = self.close(since), [c for day in days if (c := self.close(day)) is not None]
        return first is not None and bool(own) and all((first / c - 1.0) * sign < -0.003 for c in own)

    def as_large(self, day: date, move: float, after: date, unit: str | None = None) -> date | None:
        """The last session behind a day and before another whose change was at least as large, of the same sign."""
        changes = self.closes_by(unit, day).changes()
        for place in range(len(changes) - 2, -1, -1):
            if changes.days[place] <= after.toordinal():
                return None
            if changes.values[place] * (1 if move > 0 else -1) > abs(move) + 5e-5:
                return changes.day(place)
        return None

    def record_before(self, day: date) -> Record | None:
        """A day's close and high beside the highest before it; None where the day has none."""
        closes, highs = self._series["close"].until(day), self._series["high"].until(day)
        close = _at(closes, day)
        if close is None or len(closes) < 250:
            return None
        earlier = closes.values[:-1]
        high = _at(highs, day)
        return Record(
            close,
            high if high is not None else close,
            float(earlier.max()),
            float(highs.values[:-1].max()) if high is not None and len(highs) > 1 else float("inf"),
            closes.day(int(earlier.argmax())),
            int((closes.days[-1] - closes.days[0]) / 365.25),
        )

    def touched(self, low: float, high: float, start: date, end: date) -> date | None:
        """The last day of a span whose range of prices, or whose close, met a printed level."""
        closes = self._series["close"].until(end).after(start)
        for place in range(len(closes) - 1, -1, -1):
            if low <= closes.values[place] <= high:
                return closes.day(place)
        return None


class Frames:
    """All instruments that the caller's frames and the locales' names know."""

    def __init__(self, prices: Mapping[str, pd.DataFrame], reading: Reading) -> None:
        self._prices = prices
        self._made: dict[str, Measure | None] = {}
        self.symbols: dict[str, str] = {}
        for symbol in prices:
            subject = reading.by_alias.get(symbol.lower()) or reading.by_alias.get(symbol.lower().lstrip("^"))
            if subject is not None:
                self.symbols.setdefault(subject, symbol)

    def last_day(self) -> date | None:
        days = [frame.index[-1].date() for frame in self._prices.values() if len(frame)]
        return max(days, default=None)

    def measure(self, subject: str | None) -> Measure | None:
        if subject is None or subject not in self.symbols:
            return None
        if subject not in self._made:
            self._made[subject] = _measure(self._prices[self.symbols[subject]])
        return self._made[subject]


def _measure(frame: pd.DataFrame) -> Measure | None:
    days = frame.index.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH
    series: dict[str, Series] = {}
    for field in FIELDS:
        if field not in frame.columns:
            series[field] = _EMPTY
            continue
        values = frame[field].to_numpy(dtype=np.float64)
        held = np.isfinite(values)
        series[field] = Series(days[held], values[held])
    return Measure(series) if len(series["close"]) or len(series["adj_close"]) else None


def _months(days: Days) -> Days:
    """The month of each day, counted."""
    return (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _at(series: Series, day: date) -> float | None:
    place = int(np.searchsorted(series.days, day.toordinal()))
    return float(series.values[place]) if place < len(series) and series.days[place] == day.toordinal() else None


def _before(series: Series, day: date) -> float | None:
    place = int(np.searchsorted(series.days, day.toordinal()))
    return float(series.values[place - 1]) if place else None


def _first(series: Series, start: date, end: date) -> float | None:
    """The first observation of a window."""
    place = int(np.searchsorted(series.days, start.toordinal()))
    return float(series.values[place]) if place < len(series) and series.days[place] <= end.toordinal() else None
