"""Windows as attempts: the days and the convention by which a number may have been computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reporter.verification.articles.dates import Span, months_back
from reporter.verification.sessions import last_session, previous_session

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


def attempts(span: Span, ends: tuple[date, ...]) -> Iterator[Try]:
    """The windows that a name may mean, the likeliest first; `ends` are the sessions that it may run to."""
    if span.name == "since" and span.start and span.end:
        last = last_session(span.end)
        yield Try(span.start, last, "price", span.label)
        for end in ends if span.running else ():
            yield Try(span.start, end, "price", f"{span.start}..{end}")
        if span.open:
            # "Since the 8th" may be counted from that day's close as well as from the one before it.
            following = date.fromordinal(span.start.toordinal() + 1)
            for end in dict.fromkeys((last, *ends)):
                yield Try(following, end, "price", f"{span.start}..{end}")
                yield Try(span.start, end, "price", f"{span.start}..{end}")
    elif span.name == "1d":
        for end in (last_session(span.end),) if span.end else ends:
            yield Try(end, end, "price", "1d")
    else:
        for end in ends:
            yield from _named(span, end)


def _named(span: Span, end: date) -> Iterator[Try]:
    if span.name == "5d":
        # A week in the news is the calendar's, holidays and all; five sessions come second.
        yield Try(date.fromordinal(end.toordinal() - end.weekday()), end, "price", "the week")
    start = named_start(span, end)
    if start is not None:
        yield Try(start, end, "price", span.name)
    if span.name in MONTHS:
        count = 21 * MONTHS[span.name]
        yield Try(sessions_back(end, count), end, "price", f"{count} sessions")
        if start is not None:
            # Articles count months from one day or another: a few days either way is no error.
            for days in (1, -1, 2, -2, 3, -3, 4, -4):
                yield Try(date.fromordinal(start.toordinal() + days), end, "price", span.name)


def sessions_back(day: date, count: int) -> date:
    """The first of `count` sessions that end with a session."""
    for _ in range(count - 1):
        day = previous_session(day)
    return day
