"""What editors type, in canonical units and with its printed precision."""

from __future__ import annotations

import pytest

from reporter.notes.amounts import Amount, NoteUnit, Scale, amount, implausible, spoken


@pytest.mark.parametrize(("typed", "unit", "scale", "expected"), [
    ("12", "percent", None, Amount(0.12, "fraction", 2)),
    ("3.50", "percent", None, Amount(0.035, "fraction", 4)),
    ("0.12", "fraction", None, Amount(0.12, "fraction", 2)),
    ("2.5", "percentage_points", None, Amount(0.025, "pp", 3)),
    ("-1.86", "percentage_points", None, Amount(-0.0186, "pp", 4)),
    ("50", "bp", None, Amount(50.0, "bp", 0)),
    ("2825", "points", None, Amount(2825.0, "points", 0)),
    ("19.85", "times", None, Amount(19.85, "ratio", 2)),
    ("78.6", "USD", "billion", Amount(78_600_000_000.0, "USD", -8)),
    ("288.60", "USD", None, Amount(288.6, "USD", 2)),
    ("1.2e3", "count", None, Amount(1200.0, "count", -2)),
])
def test_amounts(typed: str, unit: NoteUnit, scale: Scale | None, expected: Amount) -> None:
    assert amount(typed, unit, scale) == expected


def test_half_of_the_last_printed_place() -> None:
    assert amount("14", "percent").half == pytest.approx(0.005)
    assert amount("78.6", "USD", "billion").half == pytest.approx(5e7)


@pytest.mark.parametrize(("value", "unit", "words"), [
    (12, "fraction", "1200 percent"), (3, "pp", "300 percentage points"), (1.5, "count", "no whole number"),
    (float("inf"), "points", "no finite number"),
])
def test_values_that_cannot_be_meant(value: float, unit: NoteUnit, words: str) -> None:
    assert words in (implausible(value, unit) or "")


@pytest.mark.parametrize(("value", "unit"), [(0.12, "fraction"), (150, "percent"), (0.03, "pp"), (107, "count")])
def test_values_that_can(value: float, unit: NoteUnit) -> None:
    assert implausible(value, unit) is None


def test_numbers_in_messages_are_as_people_say_them() -> None:
    assert spoken(0.0584, "fraction", 4) == "5.84%"
    assert spoken(-0.0186, "pp", 4) == "-1.86 percentage points"
    assert spoken(2825.0, "points", 0) == "2,825 points"
