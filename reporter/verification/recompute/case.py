"""What a recomputation sees: a figure, the attached prices, the other figures; and the registry of definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from reporter.model import Figure, Subject
from reporter.verification.recompute.prices import Prices, Series, Unknown, together


@dataclass(frozen=True)
class Found:
    """A recomputed value, and the dates that belong to it where they were recomputed too."""

    value: float
    dates: Mapping[str, date] | None = None


@dataclass(frozen=True)
class Case:
    """One figure to compute again. Yields are percent in the prices and fractions in figures."""

    figure: Figure
    prices: Prices
    subjects: Mapping[str, Subject]
    figures: Mapping[str, Figure]
    session: date

    @property
    def start(self) -> date:
        return self.figure.window.start

    @property
    def end(self) -> date:
        return self.figure.window.end

    def param(self, name: str, default: float | None = None) -> float:
        value = self.figure.params.get(name, default)
        if not isinstance(value, int | float):
            raise Unknown(f"no parameter {name}")
        return float(value)

    def members(self, subject_id: str) -> tuple[str, ...]:
        subject = self.subjects.get(subject_id)
        return subject.members if subject is not None and subject.members else (subject_id,)

    def symbol(self, subject_id: str) -> str:
        subject = self.subjects.get(subject_id)
        if subject is None or not subject.symbol:
            raise Unknown(f"subject {subject_id} has no symbol")
        return subject.symbol

    def field(self, subject_id: str, other: str | None = None) -> str:
        """The price field that the figure names among its inputs, else what the prices have."""
        symbol = self.symbol(subject_id)
        named = {i.field for i in self.figure.inputs if i.symbol == symbol} & {"close", "adj_close"}
        if len(named) == 1:
            return str(next(iter(named)))
        return "close" if self.prices.has(symbol, "close") else "adj_close"

    def series(self, subject_id: str, field: str) -> Series:
        """One field of a subject up to the figure's end, yields as fractions."""
        found = self.prices.series(self.symbol(subject_id), field).until(self.end)
        if not len(found):
            raise Unknown(f"no {field} of {subject_id} attached")
        if self.subjects[subject_id].kind == "yield" and field != "volume":
            found = Series(found.days, found.values / 100.0)
        return found

    def closes(self, subject_id: str | None = None) -> Series:
        subject = subject_id or self.figure.subject
        return self.series(subject, self.field(subject))

    @property
    def other(self) -> str:
        if self.figure.comparator is None:
            raise Unknown("the figure names no comparator")
        return self.figure.comparator

    def pair(self) -> tuple[Series, Series]:
        """Closes of subject and comparator on the days that they share."""
        return together(self.closes(), self.closes(self.other))

    def window_return(self, subject_id: str, start: date | None = None, end: date | None = None) -> float:
        """Last close of the window over the last close before its start, less 1; of a basket the members' mean."""
        returns = []
        for member in self.members(subject_id):
            closes = self.closes(member)
            returns.append(closes.at(end or self.end) / closes.before(start or self.start) - 1.0)
        return sum(returns) / len(returns)


Definition = Callable[[Case], Found | float]
DEFINITIONS: dict[str, Definition] = {}


def recomputes(*metrics: str) -> Callable[[Definition], Definition]:
    """Register the independent definition of one or more metrics; a metric has one."""

    def register(definition: Definition) -> Definition:
        for metric in metrics:
            if metric in DEFINITIONS:
                raise ValueError(f"two independent definitions of {metric}")
            DEFINITIONS[metric] = definition
        return definition

    return register
