"""Names of windows, resolved on the sessions of the exchange up to the session of the edition.

    1d 5d 20d …   N sessions to the session; the base of a return is the session before them
    1m 3m 12m …   the base is the same day N months back, rolled to the session on or before it
    ytd           the base is the last session of the old year
    ytd_prior     the same window as it stood one session earlier
    52w 1y 5y     the last 252 (1260) sessions: a range, or observations of a statistic
    since         from a given date (rolled to the session on or after it)
    week month    the sessions of the ISO week or calendar month to the session, that is not over perhaps
    prior_week …  the whole week or month before it
    ytd_before_week …  the year to date as it stood before that week or month
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reporter.model import Window

YEAR = 252
"""Sessions in a year of observations."""

EPOCH = dt.date(1970, 1, 1).toordinal()
_COUNTED = re.compile(r"(\d+)([dmwy])")
_PERIOD = re.compile(r"(prior_|ytd_before_)?(week|month)")
_MONDAY = 3
"""Days from the Monday before it to 1970-01-01, a Thursday."""


class Calendar:
    """Sessions as positions 0..last. `days` holds their dates as days since 1970, strictly increasing."""

    def __init__(self, days: NDArray[np.int64]) -> None:
        if not len(days):
            raise ValueError("a market needs at least one session")
        self.days = days
        self.last = len(days) - 1
        self._windows: dict[tuple[str, dt.date | None], Window | None] = {}
        self._between: dict[tuple[str, int, int, bool], Window] = {}
        self._ends: dict[str, NDArray[np.int64]] = {}

    @cached_property
    def dates(self) -> list[dt.date]:
        """The day of every position, made once: figures ask for them by the thousand."""
        return [dt.date.fromordinal(day) for day in (self.days + EPOCH).tolist()]

    @cached_property
    def places(self) -> dict[dt.date, int]:
        """The position of every day that is a session."""
        return {day: position for position, day in enumerate(self.dates)}

    def date(self, position: int) -> dt.date:
        return self.dates[position]

    def on_or_before(self, day: dt.date) -> int | None:
        """Position of the last session on or before a day; None before the first."""
        found = int(np.searchsorted(self.days, day.toordinal() - EPOCH, side="right")) - 1
        return found if found >= 0 else None

    def on_or_after(self, day: dt.date) -> int | None:
        """Position of the first session on or after a day; None beyond the last."""
        found = int(np.searchsorted(self.days, day.toordinal() - EPOCH, side="left"))
        return found if found <= self.last else None

    def position(self, day: dt.date) -> int:
        """Position of a day that is a session; a ValueError says when it is none."""
        found = self.places.get(day)
        if found is None:
            raise ValueError(f"{day} is no session of this market")
        return found

    def window(self, name: str, start: dt.date | None = None) -> Window | None:
        """A window by name, or None where the sessions do not reach back far enough for it."""
        key = (name, start)
        if key not in self._windows:
            self._windows[key] = self._resolve(name, start)
        return self._windows[key]

    def between(self, name: str, start: int, end: int, *, base: bool = True) -> Window:
        """A window from positions. A base that would lie before the first session is None."""
        key = (name, start, end, base)
        found = self._between.get(key)
        if found is None:
            before = self.date(start - 1) if base and start > 0 else None
            found = self._between[key] = Window(
                name=name, start=self.date(start), end=self.date(end), sessions=end - start + 1, base=before
            )
        return found

    def period_ends(self, kind: str) -> NDArray[np.int64]:
        """Position of the last session of every ISO week or calendar month, the session's own so far included."""
        if kind not in self._ends:
            months = self.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
            keys = (self.days + _MONDAY) // 7 if kind == "week" else months
            self._ends[kind] = np.append(np.flatnonzero(keys[1:] != keys[:-1]), self.last)
        return self._ends[kind]

    def span(self, window: Window) -> tuple[int, int]:
        """Positions of a window's first and last session."""
        end = self.places.get(window.end)
        if end is None:
            end = self.position(window.end)  # which says that it is none
        return end - window.sessions + 1, end

    def _resolve(self, name: str, start: dt.date | None) -> Window | None:
        if name == "since":
            return self._since(start)
        if name in ("ytd", "ytd_prior"):
            return self._year_to_date(name)
        period = _PERIOD.fullmatch(name)
        if period is not None:
            return self._period(name, period[1] or "", period[2])
        counted = _COUNTED.fullmatch(name)
        if counted is None:
            raise ValueError(f"no window is called {name!r}")
        number, letter = int(counted[1]), counted[2]
        if letter == "d":
            return self._sessions(name, number, base=True)
        if letter == "m":
            return self._months(name, number)
        if letter == "w":
            return self._sessions(name, number * YEAR // 52, base=False)
        return self._sessions(name, number * YEAR, base=False)

    def _sessions(self, name: str, number: int, *, base: bool) -> Window | None:
        start = self.last - number + 1
        if number < 1 or start < (1 if base else 0):
            return None
        return self.between(name, start, self.last, base=base)

    def _months(self, name: str, number: int) -> Window | None:
        today = self.date(self.last)
        months = today.year * 12 + today.month - 1 - number
        year, month = months // 12, months % 12 + 1
        base = self.on_or_before(dt.date(year, month, min(today.day, monthrange(year, month)[1])))
        return None if base is None else self.between(name, base + 1, self.last)

    def _year_to_date(self, name: str) -> Window | None:
        today = self.date(self.last)
        base = self.on_or_before(dt.date(today.year - 1, 12, 31))
        end = self.last if name == "ytd" else self.last - 1
        if base is None or end <= base:
            return None
        return self.between(name, base + 1, end)

    def _period(self, name: str, which: str, kind: str) -> Window | None:
        """A week or month needs the whole one before it: its first session's base is that one's last."""
        ends = self.period_ends(kind)
        if len(ends) < 2:
            return None
        before = int(ends[-2])
        if not which:
            return self.between(name, before + 1, self.last)
        if which == "prior_":
            return self.between(name, int(ends[-3]) + 1, before) if len(ends) > 2 else None
        base = self.on_or_before(dt.date(self.date(self.last).year - 1, 12, 31))
        return self.between(name, base + 1, before) if base is not None and base < before else None

    def _since(self, start: dt.date | None) -> Window | None:
        if start is None:
            raise ValueError("a window since needs its first day")
        first = self.on_or_after(start)
        return None if not first else self.between("since", first, self.last)
