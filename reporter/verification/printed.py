"""What a printed number says, in the canonical unit of its figure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporter.model import Figure
from reporter.verification.numerals import Number, digits, fold, spelled, unit_at
from reporter.verification.reading import Reading

# Printed units that a figure's unit may carry, and the factor from printed to canonical.
ALLOWED: dict[str, dict[str, float]] = {
    "fraction": {"percent": 0.01, "tenths": 0.1},
    "percentile": {"percent": 0.01, "tenths": 0.1},
    "pp": {"pp": 0.01, "points": 0.01},
    "bp": {"bp": 1.0},
    "points": {"points": 1.0, "count": 1.0},
    "USD": {"USD": 1.0},
    "CNY": {"CNY": 1.0, "USD": 1.0},
    "HKD": {"HKD": 1.0, "USD": 1.0},
    "ratio": {"times": 1.0, "percent": 0.01, "pp": 0.01, "points": 1.0, "sessions": 1.0, "years": 1.0, "count": 1.0},
    "shares": {"shares": 1.0},
    "sessions": {"sessions": 1.0, "days": 1.0, "count": 1.0, "years": 252.0, "months": 21.0},
    "days": {"days": 1.0, "sessions": 1.0},
    "count": {
        "count": 1.0,
        "sessions": 1.0,
        "times": 1.0,
        "years": 1.0,
        "tenths": 1.0,
        "weeks": 1.0,
        "months": 1.0,
        "days": 1.0,
        "shares": 1.0,
    },
}
NEEDS_UNIT = frozenset({"fraction", "percentile", "pp", "bp"})
BARE: dict[str, float] = {"fraction": 0.01, "percentile": 0.01, "pp": 0.01}
_ORDINAL = re.compile(r"(\d{1,6})(?:st|nd|rd|th)")
COARSE_UNITS = frozenset({"years", "months", "tenths"})


@dataclass(frozen=True)
class Printed:
    """A number on a page: `value` ± `step`/2 in the figure's unit, without sign; `unit` None where none is printed."""

    number: Number
    value: float
    step: float
    unit: str | None
    wrong_unit: bool
    residue: str = ""
    """What stands beside the number and is neither sign, unit, scale nor a word of approximation."""
    bound: str | None = None
    """`over` or `under` where the printed text itself says more than, fewer than."""


def read_printed(text: str, after: str, figure: Figure, reading: Reading) -> Printed | None:
    """The one number in a data element, with the unit inside it or behind it; None if there is no single one."""
    folded = fold(text)
    ordinal = reading.ordinals.get(folded.strip().lower())
    if ordinal is None and (match := _ORDINAL.fullmatch(folded.strip())):
        ordinal = int(match[1])
    if ordinal is not None:
        word = Number(0, len(folded), len(folded), folded, float(ordinal), 0, 1.0, 0, None, True)
        return Printed(word, word.value, 1.0, None, False)
    numbers = digits(folded, reading) or spelled(folded, reading)[:1]
    if len(numbers) != 1:
        return None
    number = numbers[0]
    unit = number.unit
    if unit is None and number.unit_end >= len(folded.rstrip()):
        unit = unit_at(fold(after), 0, reading)[0]
    allowed = ALLOWED[figure.unit]
    if number.spelled and number.value < 1 and unit == "count":
        unit = None  # a quarter of the lead: a share, whatever is counted behind it
    wrong = unit is not None and unit not in allowed
    factor = allowed.get(unit or "", BARE.get(figure.unit, 1.0))
    if number.spelled and unit is None:
        factor = 1.0
    if unit == "tenths" and folded[:1].isascii() and not number.spelled:
        factor = 0.1
    rest = folded[: number.start] + " " + folded[number.unit_end :]
    rest = reading.pattern(
        "approximation.about", "approximation.nearly", "approximation.over", "approximation.under"
    ).sub(" ", rest)
    rest = rest.replace("HK", "") if figure.unit == "HKD" else rest
    residue = "" if number.spelled or unit == "tenths" else rest.strip(" +-$¥()")
    bound = next((kind for kind in ("over", "under") if reading.finds(f"approximation.{kind}", folded)), None)
    return Printed(number, number.value * factor, number.step * factor, unit, wrong, residue, bound)


def rounds(figure: Figure, printed: Printed, *, coarse: bool) -> str | None:
    """None where the printed number is the figure's rounding, else what is wrong with it.

    `coarse` is True behind a word of approximation: fewer decimals are then allowed.
    """
    size = abs(figure.value)
    ulp = 1e-9 * max(size, 1.0)
    values = [size, 1.0 - size] if figure.unit == "percentile" else [size]
    if printed.bound is not None:
        low, high = (
            (printed.value, printed.value + printed.step)
            if printed.bound == "over"
            else (printed.value - printed.step, printed.value)
        )
        return (
            None
            if low - ulp <= size <= high + ulp
            else f"prints {printed.bound} {printed.number.text}, the figure is {figure.value!r}"
        )
    if not any(abs(printed.value - value) <= printed.step / 2 + ulp for value in values):
        return f"prints {printed.number.text}, the figure is {figure.value!r}"
    natural = 10.0**-figure.decimals
    if (
        not coarse
        and not printed.number.spelled
        and printed.unit not in COARSE_UNITS
        and abs(printed.step - natural) > natural * 1e-6
        and figure.unit not in ("shares", "ratio")
        and not _scaled(printed)
    ):
        return f"prints {printed.number.decimals} decimals, the figure has {figure.decimals} in its own unit"
    if printed.number.sign and (printed.number.sign > 0) != (figure.value > 0) and printed.value > 0:
        return f"prints the sign of {printed.number.text}, the figure is {figure.value!r}"
    return None


def _scaled(printed: Printed) -> bool:
    """Printed with a scale word (million, a Chinese myriad)."""
    return printed.number.step > 10.0**-printed.number.decimals * 1.5
