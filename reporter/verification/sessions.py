"""Sessions of the New York Stock Exchange by rule, without a library: a second opinion on the calendar.

Holidays follow the exchange's Rule 7.2 since 1971; unscheduled closures are listed.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

CLOSURES = frozenset(
    date.fromisoformat(day)
    for day in (
        "1977-07-14",
        "1985-09-27",
        "1994-04-27",
        "2001-09-11",
        "2001-09-12",
        "2001-09-13",
        "2001-09-14",
        "2004-06-11",
        "2007-01-02",
        "2012-10-29",
        "2012-10-30",
        "2018-12-05",
        "2025-01-09",
    )
)


def _easter(year: int) -> date:
    """Gregorian Easter Sunday (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _observed(day: date) -> date | None:
    """Saturday moves to Friday, Sunday to Monday; a New Year on Saturday is not made up for."""
    if day.weekday() == 5:
        return None if (day.month, day.day) == (1, 1) else day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() == 6 else day


@cache
def holidays(year: int) -> frozenset[date]:
    last_may = date(year, 5, 31)
    days: list[date | None] = [
        _observed(date(year, 1, 1)),
        _nth(year, 2, 0, 3),
        _easter(year) - timedelta(days=2),
        last_may - timedelta(days=last_may.weekday()),
        _observed(date(year, 7, 4)),
        _nth(year, 9, 0, 1),
        _nth(year, 11, 3, 4),
        _observed(date(year, 12, 25)),
    ]
    if year >= 1998:
        days.append(_nth(year, 1, 0, 3))
    if year >= 2022:
        days.append(_observed(date(year, 6, 19)))
    return frozenset(day for day in days if day is not None) | {d for d in CLOSURES if d.year == year}


def is_session(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def last_session(day: date) -> date:
    """The last session on or before a date."""
    while not is_session(day):
        day -= timedelta(days=1)
    return day


def previous_session(day: date) -> date:
    return last_session(day - timedelta(days=1))


def between(start: date, end: date) -> int:
    """Number of sessions from start to end, both included."""
    count, day = 0, start
    while day <= end:
        count += is_session(day)
        day += timedelta(days=1)
    return count


def why_closed(day: date) -> str | None:
    """The weekday's name or `holiday` where a date is no session, else None."""
    if day.weekday() >= 5:
        return ("Saturday", "Sunday")[day.weekday() - 5]
    return None if is_session(day) else "an exchange holiday"
