"""What an editor types, `value: 12` with `unit: percent`, as a canonical value with its printed precision."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast, get_args

from reporter.model.figure import Figure, Unit

NoteUnit = Literal[
    "percent", "fraction", "percentage_points", "pp", "bp", "points", "USD", "CNY", "HKD", "ratio", "times", "count",
    "shares", "days", "sessions",
]
"""Units as notes write them. `percent` and `percentage_points` are typed as people say them (12, 2.5); `fraction` and
`pp` are the canonical forms (0.12, 0.025)."""

Scale = Literal["thousand", "million", "billion", "trillion"]

_CANONICAL: Mapping[str, tuple[Unit, int]] = {
    "percent": ("fraction", -2), "percentage_points": ("pp", -2), "times": ("ratio", 0),
}
_POWERS: Mapping[str, int] = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_WIDEST = 1.0
"""A fraction or difference beyond this was almost certainly typed in percent."""


@dataclass(frozen=True)
class Amount:
    """A canonical value, its unit and the decimals of the value that are printed (negative: rounded to tens)."""

    value: float
    unit: Unit
    decimals: int

    @property
    def half(self) -> float:
        """Half of the last printed place: the value stands for anything within it."""
        return float(0.5 * 10.0 ** -self.decimals)


def canonical_unit(unit: NoteUnit) -> Unit:
    """The unit of the figure that a value in `unit` becomes."""
    return _CANONICAL[unit][0] if unit in _CANONICAL else cast(Unit, unit)


def amount(typed: str, unit: NoteUnit, scale: Scale | None = None) -> Amount:
    """The canonical amount of a number as typed: `amount("12", "percent")` is 0.12 printed with two decimals.

    Works on the typed decimal digits, so that 78.6 billion is exactly 78600000000 and 3.50 keeps its zero.
    """
    number = Decimal(typed)
    shift = (_CANONICAL[unit][1] if unit in _CANONICAL else 0) + (_POWERS[scale] if scale else 0)
    exponent = number.as_tuple().exponent
    decimals = -(exponent if isinstance(exponent, int) else 0) - shift
    return Amount(float(number.scaleb(shift)), canonical_unit(unit), decimals)


def implausible(value: float, unit: NoteUnit) -> str | None:
    """Why a value cannot be meant in its unit, or None."""
    if not math.isfinite(value):
        return "is no finite number"
    if unit == "fraction" and abs(value) > _WIDEST:
        return f"as a fraction would be {value * 100:g} percent; write {value / 100:g}, or unit: percent"
    if unit == "pp" and abs(value) > _WIDEST:
        return (f"in pp is a fraction and would be {value * 100:g} percentage points; write {value / 100:g}, "
                "or unit: percentage_points")
    if unit == "count" and value != round(value):
        return "is no whole number, as a count must be"
    return None


def shown(figure: Figure) -> str:
    """A figure's printed number for messages to editors, in the units that people speak: 5.84%, 2,825 points."""
    return spoken(figure.printed, figure.unit, figure.decimals)


def spoken(value: float, unit: Unit, decimals: int) -> str:
    """A value in the units that people speak, for messages to editors."""
    if unit in ("fraction", "pp", "percentile"):
        number = f"{value * 100:,.{max(decimals - 2, 0)}f}"
        return f"{number} percentage points" if unit == "pp" else f"{number}%"
    return f"{value:,.{max(decimals, 0)}f} {unit}"


UNITS: tuple[str, ...] = get_args(NoteUnit)
