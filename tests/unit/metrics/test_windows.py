"""Windows by name, on sessions worked out by hand and against a slow search."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.metrics.windows import EPOCH, Calendar


def calendar(*days: str) -> Calendar:
    return Calendar(np.array([date.fromisoformat(d).toordinal() - EPOCH for d in days], dtype=np.int64))


YEARS = calendar(
    "2025-10-22", "2025-10-24", "2025-12-22", "2025-12-31", "2026-01-02", "2026-01-21", "2026-01-22", "2026-01-23"
)


def test_one_day_starts_and_ends_at_the_session_and_is_based_on_the_one_before() -> None:
    window = YEARS.window("1d")
    assert window is not None
    assert (window.start, window.end, window.base) == (date(2026, 1, 23), date(2026, 1, 23), date(2026, 1, 22))
    assert window.sessions == 1


def test_n_sessions_to_the_session() -> None:
    window = YEARS.window("5d")
    assert window is not None
    assert (window.start, window.base, window.sessions) == (date(2025, 12, 31), date(2025, 12, 22), 5)


def test_months_roll_to_the_session_on_or_before() -> None:
    one, three = YEARS.window("1m"), YEARS.window("3m")
    assert one is not None and three is not None
    assert (one.base, one.start) == (date(2025, 12, 22), date(2025, 12, 31))
    assert three.base == date(2025, 10, 22), "23 October is no session here: the one before it"


def test_a_month_from_the_31st_ends_on_the_last_day() -> None:
    window = calendar("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-29").window("1m")
    assert window is not None and window.base == date(2024, 2, 29)
    window = calendar("2023-02-27", "2023-02-28", "2023-03-01", "2023-03-31").window("1m")
    assert window is not None and window.base == date(2023, 2, 28)


def test_the_year_starts_at_the_last_close_of_the_old_one() -> None:
    now, prior = YEARS.window("ytd"), YEARS.window("ytd_prior")
    assert now is not None and prior is not None
    assert (now.base, now.start, now.end, now.sessions) == (
        date(2025, 12, 31), date(2026, 1, 2), date(2026, 1, 23), 4,
    )  # fmt: skip
    assert (prior.base, prior.end, prior.sessions) == (date(2025, 12, 31), date(2026, 1, 22), 3)


def test_on_the_first_session_of_a_year_yesterday_has_no_year_to_date() -> None:
    first = calendar("2025-12-30", "2025-12-31", "2026-01-02")
    window = first.window("ytd")
    assert window is not None and window.sessions == 1
    assert first.window("ytd_prior") is None


def test_since_rolls_forward_and_needs_a_base() -> None:
    window = YEARS.window("since", date(2026, 1, 1))
    assert window is not None and (window.start, window.base) == (date(2026, 1, 2), date(2025, 12, 31))
    assert YEARS.window("since", date(2025, 10, 22)) is None, "the first session has no close before it"
    assert YEARS.window("since", date(2026, 2, 1)) is None, "it has not begun"


def test_windows_that_reach_beyond_the_sessions_are_none() -> None:
    assert YEARS.window("8d") is None, "eight changes need nine closes"
    assert YEARS.window("52w") is None
    assert YEARS.window("6m") is None
    with pytest.raises(ValueError, match="fortnight"):
        YEARS.window("fortnight")


def test_a_year_of_observations_has_252_and_no_base() -> None:
    days = [str(date(2024, 1, 1) + timedelta(days=i)) for i in range(300)]
    window = calendar(*days).window("1y")
    assert window is not None and (window.sessions, window.base) == (252, None)
    fifty_two = calendar(*days).window("52w")
    assert fifty_two is not None and fifty_two.sessions == 252


def test_positions() -> None:
    assert YEARS.position(date(2026, 1, 2)) == 4
    assert YEARS.on_or_before(date(2026, 1, 1)) == 3
    assert YEARS.on_or_before(date(2025, 1, 1)) is None
    assert YEARS.on_or_after(date(2026, 1, 1)) == 4
    assert YEARS.on_or_after(date(2027, 1, 1)) is None
    with pytest.raises(ValueError, match="2026-01-01 is no session"):
        YEARS.position(date(2026, 1, 1))
    with pytest.raises(ValueError, match="at least one session"):
        Calendar(np.array([], dtype=np.int64))


@given(
    st.sets(st.integers(0, 900), min_size=1, max_size=60),
    st.integers(0, 900), st.sampled_from(["1d", "5d", "1m", "3m", "12m", "ytd", "ytd_prior"]),
)  # fmt: skip
def test_windows_against_a_slow_search(offsets: set[int], begin: int, name: str) -> None:
    days = [date(2023, 6, 1) + timedelta(days=begin + o) for o in sorted(offsets)]
    window = calendar(*map(str, days)).window(name)
    end = days[-1]
    if name.endswith("d") and name[0].isdigit():
        bases = days[: -int(name[:-1])]
    elif name.endswith("m"):
        back = int(name[:-1])
        year, month = divmod(end.year * 12 + end.month - 1 - back, 12)
        day = end.day
        while True:
            try:
                edge = date(year, month + 1, day)
                break
            except ValueError:
                day -= 1
        bases = [d for d in days if d <= edge]
    else:
        bases = [d for d in days if d.year < end.year]
    last = days[-2] if name == "ytd_prior" and len(days) > 1 else end
    inside = [d for d in days if bases and bases[-1] < d <= last]
    if not bases or not inside:
        assert window is None
    else:
        assert window is not None
        assert (window.base, window.start, window.end) == (bases[-1], inside[0], inside[-1])
        assert window.sessions == len(inside)
