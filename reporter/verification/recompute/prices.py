"""The rows of an edition's prices.csv, as series: read without pandas, converted column by column when asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Days = NDArray[np.int64]


class Unknown(Exception):
    """The attached prices don't hold what a recomputation needs."""


@dataclass(frozen=True)
class Series:
    """Observations of one field: `days` are ordinals (strictly increasing), `values` floats without NaN."""

    days: Days
    values: Floats

    def __len__(self) -> int:
        return len(self.days)

    def until(self, day: date) -> Series:
        cut = int(np.searchsorted(self.days, day.toordinal(), side="right"))
        return Series(self.days[:cut], self.values[:cut])

    def after(self, day: date) -> Series:
        """Observations on or after a day."""
        cut = int(np.searchsorted(self.days, day.toordinal(), side="left"))
        return Series(self.days[cut:], self.values[cut:])

    def at(self, day: date) -> float:
        """The value on exactly that day."""
        place = int(np.searchsorted(self.days, day.toordinal()))
        if place >= len(self.days) or self.days[place] != day.toordinal():
            raise Unknown(f"no observation on {day}")
        return float(self.values[place])

    def before(self, day: date) -> float:
        """The last value strictly before a day."""
        place = int(np.searchsorted(self.days, day.toordinal()))
        if place == 0:
            raise Unknown(f"no observation before {day}")
        return float(self.values[place - 1])

    def day(self, place: int) -> date:
        return date.fromordinal(int(self.days[place]))

    def changes(self) -> Series:
        """One-day returns, dated by their later day."""
        return Series(self.days[1:], self.values[1:] / self.values[:-1] - 1.0)

    def tail(self, count: int) -> Series:
        if len(self) < count:
            raise Unknown(f"{count} observations needed, {len(self)} attached")
        return Series(self.days[-count:], self.values[-count:])


def together(a: Series, b: Series) -> tuple[Series, Series]:
    """Both series on the days that they share."""
    days = np.intersect1d(a.days, b.days, assume_unique=True)
    return (
        Series(days, a.values[np.searchsorted(a.days, days)]),
        Series(days, b.values[np.searchsorted(b.days, days)]),
    )


class Prices:
    """prices.csv: `date,symbol,open,high,low,close,adj_close,volume`, in the provider's own units."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        reader = iter(rows)
        self.header = next(reader, [])
        self._rows: dict[str, list[list[str]]] = {}
        self._made: dict[tuple[str, str], Series] = {}
        if "date" not in self.header or "symbol" not in self.header:
            self._place: dict[str, int] = {}
            return
        self._place = {name: place for place, name in enumerate(self.header)}
        symbol = self._place["symbol"]
        for row in reader:
            if len(row) == len(self.header):
                self._rows.setdefault(row[symbol], []).append(row)

    @classmethod
    def read(cls, text: str) -> Prices:
        return cls(csv.reader(io.StringIO(text)))

    @property
    def symbols(self) -> tuple[str, ...]:
        return tuple(self._rows)

    def has(self, symbol: str, field: str) -> bool:
        return len(self.series(symbol, field)) > 0

    def series(self, symbol: str, field: str) -> Series:
        """All observations of one field; empty where there are none."""
        key = (symbol, field)
        if key not in self._made:
            self._made[key] = self._read(symbol, field)
        return self._made[key]

    def _read(self, symbol: str, field: str) -> Series:
        place, when = self._place.get(field), self._place.get("date", 0)
        pairs: dict[int, float] = {}
        if place is not None:
            for row in self._rows.get(symbol, ()):
                try:
                    value = float(row[place]) if row[place] else float("nan")
                    if value == value:
                        pairs[date.fromisoformat(row[when][:10]).toordinal()] = value
                except ValueError:
                    continue
        days = np.array(sorted(pairs), dtype=np.int64)
        return Series(days, np.array([pairs[int(day)] for day in days], dtype=np.float64))
