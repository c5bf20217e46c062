"""The time that a run works by, and waiting for prices that a vendor does not have yet."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from reporter.data import Delivered, deliver
from reporter.errors import DataError
from reporter.model import Desk
from reporter.operations.due import calendar_of, delay_of
from reporter.operations_settings import DailySettings
from reporter.request import BuildRequest, Step

LATE = 0.1
"""Prices are waited for while more than this share of a desk's instruments lack the session."""


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime: ...

    def wait(self, seconds: float) -> bool:
        """Let time pass; False where it does not."""
        ...


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return True


@dataclass(frozen=True)
class FixedClock:
    """A time that was given: it stands still, so nothing is waited for."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> bool:
        return False


def await_prices(
    requests: Sequence[BuildRequest],
    desks: Sequence[Desk],
    session: date,
    daily: DailySettings,
    clock: Clock,
    step: Step,
) -> Delivered:
    """Prices of a session for desks of one exchange: as soon as they are whole, at the deadline what there is.

    A DataError where there is nothing at all by then.
    """
    first = requests[0]
    deadline = calendar_of(first, desks[0]).close_time(session) + timedelta(minutes=daily.deadline_minutes)
    while True:
        failure, came = None, Delivered(session)
        try:
            came = deliver(
                desks,
                first.data,
                session,
                now=clock.now(),
                store_path=first.store,
                overrides=first.calendars,
                fallback=first.fallback,
                progress=lambda symbol, done, count: step(f"data: {done} of {count} {symbol}".rstrip()),
            )
        except DataError as error:
            failure = error
        if failure is None and all(whole(came, desk) for desk in desks):
            return came
        left = (deadline - clock.now()).total_seconds()
        if left <= 0 or not clock.wait(min(left, daily.poll_minutes * 60)):
            if failure is not None:
                raise failure
            return came


def whole(came: Delivered, desk: Desk) -> bool:
    """Whether a desk need not wait any longer."""
    late = came.late(desk)
    return not came.leading(desk) and len(late) <= LATE * (len(late) + len(came.present(desk)))


def await_close(request: BuildRequest, desk: Desk, clock: Clock, daily: DailySettings) -> BuildRequest:
    """The request at a time when the session of its day, where it has just ended, counts as final."""
    calendar = calendar_of(request, desk)
    today = calendar.local_date(request.now)
    if calendar.is_session(today):
        close = calendar.close_time(today)
        left = (close + delay_of(desk) - request.now).total_seconds()
        if request.now >= close and left > 0 and clock.wait(left):
            return replace(request, now=clock.now())
    return request
