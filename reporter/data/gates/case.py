"""What gates look at: a market, its desk and calendar, and the same prices as another provider has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.data.calendar import Calendar
from reporter.model import Desk, Subject
from reporter.model.gate import Evidence
from reporter.model.market import FIELDS, Market
from reporter.registry import Registry

Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]


class Seen(NamedTuple):
    """One thing that a gate sees: a value, of a subject where it is one's own, on a day other than the session."""

    value: float
    subject: Subject | None = None
    day: date | None = None
    detail: str = ""


@dataclass(frozen=True)
class Table:
    """One subject's bars: `columns` by field, over `days`; `prices` are what its returns are taken from."""

    days: Days
    columns: Mapping[str, Floats]
    basis: str

    @classmethod
    def of(cls, bars: pd.DataFrame) -> Table:
        values = bars[list(FIELDS)].to_numpy(dtype=np.float64)
        columns = {name: values[:, place] for place, name in enumerate(FIELDS)}
        basis = "close" if bool(np.isfinite(columns["close"]).any()) else "adj_close"
        return cls(bars.index.to_numpy().astype("datetime64[D]"), columns, basis)

    @property
    def prices(self) -> Floats:
        return self.columns[self.basis]

    def repeats(self, names: Iterable[str]) -> bool:
        """Whether the last two bars are the same in these columns (missing values are the same)."""
        pairs = [self.columns[name][-2:] for name in names]
        return all(len(two) == 2 and (two[0] == two[1] or bool(np.isnan(two).all())) for two in pairs)


Gate = Callable[["Case"], Iterable[Seen]]
GATES: Registry[Gate] = Registry("gate")
RECENT = 252
ALIVE = 5
"""Sessions within which a subject must have had a bar for a missing one to be missed."""


@dataclass(frozen=True)
class Case:
    market: Market
    desk: Desk
    calendar: Calendar
    second: Market | None = None

    @property
    def session(self) -> date:
        return self.market.session

    @cached_property
    def stamp(self) -> pd.Timestamp:
        return pd.Timestamp(self.session)

    @cached_property
    def today(self) -> np.datetime64:
        return np.datetime64(self.session)

    @cached_property
    def alive(self) -> list[Subject]:
        """Subjects of the desk's exchange that had prices shortly before the session."""
        start = self.market.sessions[max(0, len(self.market.sessions) - 1 - ALIVE)]
        return [
            subject for subject in self.desk.subjects
            if subject.calendar == self.desk.calendar and (bars := self.market.bars.get(subject.id)) is not None
            and bars.index[-1] >= start
        ]

    @cached_property
    def present(self) -> list[Subject]:
        """Subjects with a bar at the session."""
        return [subject for subject in self.alive if self.market.bars[subject.id].index[-1] == self.stamp]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The bars of every subject that has any, as plain arrays."""
        return {name: Table.of(bars) for name, bars in self.market.bars.items() if len(bars)}

    @cached_property
    def ratios(self) -> dict[str, tuple[Days, Floats]]:
        """Day over day ratios of the prices that returns are taken from, by subject, with their days."""
        found = {}
        for name, table in self.tables.items():
            kept = table.prices > 0
            prices = table.prices[kept]
            if len(prices) > 1:
                found[name] = (table.days[kept][1:], prices[1:] / prices[:-1])
        return found

    def actions(self, subject: Subject, kind: str, day: date, near: timedelta = timedelta(days=4)) -> list[float]:
        """Recorded actions of a subject around a day."""
        return [value for when, what, value in self.market.actions.get(subject.id, ())
                if what == kind and abs(when - day) <= near]

    def evidence(self, seen: Seen) -> Evidence:
        """What was seen, with the price of its day and the one before."""
        table = self.tables.get(seen.subject.id) if seen.subject is not None else None
        day = seen.day or self.session
        prices = {}
        if table is not None:
            kept = np.flatnonzero(np.isfinite(table.prices) & (table.days <= np.datetime64(day)))[-2:]
            prices = {f"{table.basis} {table.days[place]}": float(table.prices[place]) for place in kept}
        return Evidence(
            value=float(seen.value), subject=seen.subject.id if seen.subject else None,
            symbol=seen.subject.symbol if seen.subject else None, session=day, prices=prices, detail=seen.detail,
        )
