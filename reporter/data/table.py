"""A table of bars as arrays: what a price file holds once it is read, before any subject is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.data.arrays import Arrays
from reporter.data.calendar import to_index
from reporter.model.market import FIELDS


@dataclass(frozen=True)
class Table:
    """Rows of bars: `codes` point into `symbols`, `days` are days since 1970-01-01, columns are of `FIELDS`.

    A column that the file lacks is absent. `ordered` is False where the file's rows were not in order of date.
    """

    symbols: tuple[str, ...]
    codes: NDArray[np.int32]
    days: NDArray[np.int32]
    columns: Mapping[str, NDArray[np.float64]]
    ordered: bool = True

    def __len__(self) -> int:
        return len(self.codes)

    def sorted(self) -> Table:
        """Rows by symbol and date; whether each symbol's rows were already in order is kept in `ordered`."""
        same = self.codes[1:] == self.codes[:-1]
        if bool(np.all((self.codes[1:] > self.codes[:-1]) | (same & (self.days[1:] > self.days[:-1])))):
            return self
        by_symbol = np.argsort(self.codes, kind="stable")
        codes, days = self.codes[by_symbol], self.days[by_symbol]
        ordered = not bool(np.any((codes[1:] == codes[:-1]) & (days[1:] < days[:-1])))
        order = by_symbol if ordered else np.lexsort((self.days, self.codes))
        columns = {name: values[order] for name, values in self.columns.items()}
        return Table(self.symbols, self.codes[order], self.days[order], columns, ordered)

    def priced(self) -> Table:
        """Without the rows that have neither a close nor an adjusted close: missing observations."""
        has = np.zeros(len(self), dtype=bool)
        for name in ("close", "adj_close"):
            if name in self.columns:
                has |= ~np.isnan(self.columns[name])
        if bool(has.all()):
            return self
        columns = {name: values[has] for name, values in self.columns.items()}
        return Table(self.symbols, self.codes[has], self.days[has], columns, self.ordered)

    def repeated(self) -> NDArray[np.bool_]:
        """Rows of a sorted table that repeat the symbol and date of the row before."""
        again = np.zeros(len(self), dtype=bool)
        again[1:] = (self.codes[1:] == self.codes[:-1]) & (self.days[1:] == self.days[:-1])
        return again

    def frames(self, wanted: Sequence[str]) -> dict[str, pd.DataFrame]:
        """The bars of each wanted symbol that a sorted table holds; all of `FIELDS`, NaN where there is none."""
        frames: dict[str, pd.DataFrame] = {}
        codes = {symbol: code for code, symbol in enumerate(self.symbols)}
        for symbol in wanted:
            if symbol not in codes:
                continue
            low, high = np.searchsorted(self.codes, [codes[symbol], codes[symbol] + 1])
            if high > low:
                frames[symbol] = self._frame(slice(int(low), int(high)))
        return frames

    def _frame(self, rows: slice) -> pd.DataFrame:
        days = self.days[rows]
        absent = np.full(len(days), np.nan)
        columns = {name: self.columns[name][rows] if name in self.columns else absent for name in FIELDS}
        return pd.DataFrame(columns, index=to_index(days), dtype="float64")


def join(tables: Sequence[Table]) -> Table:
    """One sorted table of several files; a column that a file lacks is NaN in its rows."""
    if len(tables) == 1:
        return tables[0]
    symbols = tuple(dict.fromkeys(symbol for table in tables for symbol in table.symbols))
    place = {symbol: code for code, symbol in enumerate(symbols)}
    codes = [np.array([place[symbol] for symbol in table.symbols] or [0], dtype=np.int32)[table.codes]
             for table in tables]
    names = [name for name in FIELDS if any(name in table.columns for table in tables)]
    columns = {
        name: np.concatenate([table.columns.get(name, np.full(len(table), np.nan)) for table in tables])
        for name in names
    }
    whole = Table(symbols, np.concatenate(codes), np.concatenate([table.days for table in tables]), columns)
    found = whole.sorted()
    return Table(found.symbols, found.codes, found.days, found.columns, all(table.ordered for table in tables))


def pack(table: Table) -> Arrays:
    """A table as plain arrays, for the cache."""
    return {
        "symbols": np.array(table.symbols, dtype=np.str_), "codes": table.codes, "days": table.days,
        "ordered": np.array(table.ordered), **{f"column_{name}": values for name, values in table.columns.items()},
    }


def unpack(arrays: Arrays) -> Table | None:
    """A table from the cache; None where the arrays are not of one."""
    try:
        columns = {name: arrays[f"column_{name}"] for name in FIELDS if f"column_{name}" in arrays}
        table = Table(tuple(arrays["symbols"].tolist()), arrays["codes"], arrays["days"], columns,
                      bool(arrays["ordered"]))
    except KeyError:
        return None
    lengths = {len(table.days), len(table.codes), *(len(values) for values in columns.values())}
    return table if len(lengths) == 1 and columns else None
