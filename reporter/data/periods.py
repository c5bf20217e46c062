"""Weeks and months on an exchange's calendar: where one begins and ends, and whether it is over."""

from __future__ import annotations

from datetime import date, timedelta

from reporter.data.calendar import Calendar
from reporter.model import Period, PeriodKind


def period_of(kind: PeriodKind, session: date, calendar: Calendar) -> Period:
    """The ISO week or calendar month that a session belongs to, by its sessions."""
    if kind == "week":
        first = session - timedelta(days=session.weekday())
        last = first + timedelta(days=6)
    else:
        first = session.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    start = first if calendar.is_session(first) else calendar.next(first)
    end = calendar.on_or_before(last)
    return Period(kind=kind, start=start, end=end, complete=session == end)


def last_ended(kind: PeriodKind, session: date, calendar: Calendar) -> date:
    """The last session of the week or month that a session ends, or of the one before it."""
    period = period_of(kind, session, calendar)
    return session if period.complete else calendar.previous(period.start)
