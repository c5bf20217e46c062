"""Windows as attempts: the days and the convention by which a number may have been computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reporter.verification.articles.dates import Span, months_back
from reporter.verification.sessions import previous_session

if TYPE_CHECKING:
    pass

CONVENTIONS = ("price", "open to close", "total return", "total return from the first day's close")
MONTHS = {"1m": 1, "2m": 2, "3m": 3, "6m": 6, "9m": 9, "12m": 12, "24m": 24, "36m": 36}


@dataclass(frozen=True)
class Try:
    """One way to compute a number: over which days, by which convention."""

    start: date
    end: date
    convention: str
    name: str

    @property
    def label(self) -> str:
        return f"{self.start}..{self.end}" if self.start != self.end else str(self.end)


def naturalness(attempt: Try) -> int:
    return {"article": 3}.get(attempt.name, 1) + (attempt.convention == "price")


def named_start(span: Span, end: date) -> date | None:
    """First day of a named window that ends on a session."""
    if span.name == "ytd":
        return date(end.year, 1, 1)
    if span.name in MONTHS:
        return date.fromordinal(months_back(end, MONTHS[span.name]).toordinal() + 1)
    count = span.name[:-1]
    if not count.isdigit():
        return None
    if span.name.endswith("w"):
        return date.fromordinal(end.toordinal() - 7 * int(count) + 1)
    day = end
    return sessions_back(day, int(count))


def sessions_back(day: date, count: int) -> date:
    """The first of `count` sessions that end with a session."""
    for _ in range(count - 1):
        day = previous_session(day)
    return day
