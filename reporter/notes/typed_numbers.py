"""Numbers as they stand in a sentence, and the figures that they print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporter.model.figure import Unit
from reporter.notes.amounts import Amount
from reporter.notes.records import Note

_SCALED = (3, 4, 6, 8, 9, 12)
"""Powers of ten that languages have words for: thousand, ten thousand, million, hundred million, billion, trillion."""


@dataclass(frozen=True)
class Typed:
    """A number as it stands in a sentence."""

    text: str
    value: float
    decimals: int
    percent: bool

    @property
    def telling(self) -> bool:
        """Whether it is long enough to be somebody's number and no chance (the 12 of a month)."""
        return self.percent or self.decimals > 0 or self.value >= 100

    def means(self, value: float, unit: Unit) -> bool:
        """Whether it prints this value: to its own digits, without regard to sign, in the unit that it shows."""
        return self.value in prints(value, unit, self.decimals, self.percent)


def prints(value: float, unit: Unit, decimals: int, percent: bool) -> set[float]:
    """The numbers that a sentence may show for a value at so many decimals, with or without a percent sign."""
    shares = unit in ("fraction", "pp", "percentile")
    if percent and not shares:
        return set()
    if shares:
        powers: tuple[int, ...] = (-2,) if percent or unit == "pp" else ()
    else:
        powers = (0, *_SCALED) if unit in ("USD", "CNY", "HKD", "shares") else (0,)
    return {round(abs(value) / 10.0**power, decimals) for power in powers}


class NumberIndex:
    """Finds the first of many values that a typed number prints, without looking at each of them every time."""

    def __init__(self, entries: Iterable[tuple[str, float, Unit]]) -> None:
        self._entries = tuple(entries)
        self._by_form: dict[tuple[int, bool], dict[float, tuple[str, float]]] = {}

    def find(self, typed: Typed) -> tuple[str, float] | None:
        """Name and value of the first entry that the number prints."""
        form = (typed.decimals, typed.percent)
        if form not in self._by_form:
            table: dict[float, tuple[str, float]] = {}
            for name, value, unit in self._entries:
                for number in prints(value, unit, *form):
                    table.setdefault(number, (name, value))
            self._by_form[form] = table
        return self._by_form[form].get(typed.value)


class NotesBook:
    """The numbers of all notes, before an edition gives them figures."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self._amounts: dict[str, tuple[Amount, ...]] = {
            note.id: tuple(note.amount(name) for name in note.fields.measured()) for note in notes
        }
        self._index = NumberIndex(
            (name, each.value, each.unit) for name, amounts in self._amounts.items() for each in amounts)

    def find(self, typed: Typed, own: str | None) -> tuple[str, float] | None:
        mine = (each for each in self._amounts.get(own or "", ()) if typed.means(each.value, each.unit))
        first = next(mine, None)
        if first is not None:
            return str(own), first.value
        return self._index.find(typed) if typed.telling else None

    def note(self, reference: str) -> str | None:
        name = reference.split(".")[0].lower()
        return name if name in self._amounts else None

    def has(self, figure_id: str) -> bool:
        return True
