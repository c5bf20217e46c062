"""Weeks and months on the exchange's calendar."""

from __future__ import annotations

from datetime import date

import pytest

from reporter.data import last_ended, open_calendar, period_of

NYSE = open_calendar("XNYS", date(2026, 1, 30))


@pytest.mark.parametrize(
    ("kind", "session", "start", "end", "complete"),
    [
        ("week", date(2026, 1, 23), date(2026, 1, 20), date(2026, 1, 23), True),  # Monday was a holiday
        ("week", date(2026, 1, 21), date(2026, 1, 20), date(2026, 1, 23), False),
        ("week", date(2025, 7, 3), date(2025, 6, 30), date(2025, 7, 3), True),  # Friday was a holiday
        ("week", date(2026, 1, 2), date(2025, 12, 29), date(2026, 1, 2), True),  # over the year's end
        ("month", date(2026, 1, 30), date(2026, 1, 2), date(2026, 1, 30), True),  # the 31st is a Saturday
        ("month", date(2026, 1, 29), date(2026, 1, 2), date(2026, 1, 30), False),
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), True),
    ],
)
def test_a_period_is_made_of_sessions(kind, session, start, end, complete) -> None:
    found = period_of(kind, session, NYSE)
    assert (found.kind, found.start, found.end, found.complete) == (kind, start, end, complete)


@pytest.mark.parametrize(
    ("kind", "session", "ended"),
    [
        ("week", date(2026, 1, 23), date(2026, 1, 23)),
        ("week", date(2026, 1, 20), date(2026, 1, 16)),
        ("month", date(2026, 1, 29), date(2025, 12, 31)),
        ("month", date(2026, 1, 30), date(2026, 1, 30)),
    ],
)
def test_the_last_one_that_has_ended(kind, session, ended) -> None:
    assert last_ended(kind, session, NYSE) == ended
