"""`deliver`: prices of one session for several desks of an exchange, each symbol asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from reporter.data.calendar import open_calendar
from reporter.data.loading import asked_for, aware, lead_symbols
from reporter.data.provider import Absence, Progress, Request, parse_spec
from reporter.data.standing_in import fetch
from reporter.model import Desk

ALIVE_DAYS = 10
"""A symbol that was quoted so many days before the session is expected at it."""


@dataclass(frozen=True)
class Delivered:
    """What came: the last day of each symbol's prices up to the session, and why some could not be had."""

    session: date
    last: Mapping[str, date] = field(default_factory=dict)
    absences: Mapping[str, Absence] = field(default_factory=dict)

    def has(self, symbol: str) -> bool:
        """Whether a symbol has prices at the session."""
        return self.last.get(symbol) == self.session

    def present(self, desk: Desk) -> list[str]:
        """Symbols of a desk that have prices at the session."""
        return [subject.symbol for subject in desk.subjects if self.has(subject.symbol)]

    def leading(self, desk: Desk) -> list[str]:
        """Symbols that a desk leads with and that have none."""
        return [symbol for symbol in lead_symbols(desk) if not self.has(symbol)]

    def late(self, desk: Desk) -> list[str]:
        """Symbols of the desk's exchange that were quoted lately and have no prices at the session yet."""
        own = [s.symbol for s in desk.subjects if s.symbol and s.calendar == desk.calendar and not self.has(s.symbol)]
        return [
            symbol for symbol in own
            if (symbol in self.last and (self.session - self.last[symbol]).days <= ALIVE_DAYS)
            or (symbol in self.absences and self.absences[symbol].why != "unknown_symbol")
        ]


def deliver(
    desks: Sequence[Desk],
    spec: str,
    session: date,
    *,
    now: datetime,
    store_path: Path | None = None,
    overrides: Path | None = None,
    fallback: Sequence[str] = (),
    progress: Progress | None = None,
) -> Delivered:
    """Ask for the prices of all desks of one exchange up to a session. A DataError where nothing at all comes."""
    calendar = open_calendar(desks[0].calendar, session, overrides)
    request = Request(
        calendar=calendar, session=session, completed=calendar.last_completed(aware(now)), now=aware(now),
        location=parse_spec(spec)[1], store_path=store_path, progress=progress, **asked_for(desks, calendar),
    )
    prices = fetch(spec, request, fallback)
    last = {}
    for symbol, frame in prices.frames.items():
        days = frame.index[frame.index <= str(session)]
        if len(days):
            last[symbol] = days[-1].date()
    return Delivered(session, last, prices.absences)
