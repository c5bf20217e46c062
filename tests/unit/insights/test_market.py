"""What is said of rates on a day when bonds did not trade."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.insights.market import bond_holiday


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2008, 10, 13), True),  # Columbus Day, the second Monday
        (date(2025, 10, 13), True),
        (date(2025, 10, 6), False),
        (date(2025, 10, 20), False),
        (date(2024, 11, 11), True),  # Veterans Day
        (date(2023, 11, 10), False),  # the day before one on a Saturday
        (date(2018, 11, 12), True),  # the day after one on a Sunday
        (date(2024, 11, 12), False),
    ],
)
def test_bond_holidays(day: date, closed: bool) -> None:
    assert bond_holiday(day) is closed
