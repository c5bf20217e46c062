"""Exchange calendars: which days are sessions, when they close, and how far ahead that is known.

The sessions come from exchange_calendars, which is slow to import: they are kept as arrays in the user's cache and
the library is only loaded where they are not there. An overrides file adds closures and openings of its own.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.data.arrays import Arrays, read_arrays, write_arrays
from reporter.data.folders import CACHE_VERSION, cache_folder
from reporter.data.overrides import Override, read_overrides
from reporter.errors import ConfigError, DataError

FIRST = date(1980, 1, 1)
FINAL_AFTER = timedelta(minutes=30)
"""How long after the close a day's data are taken as final."""
WARN_DAYS = 60


@dataclass(frozen=True, eq=False)
class Calendar:
    """Sessions of one exchange. `days` are days since 1970-01-01, ascending; `closes` are seconds since then, UTC.

    `horizon` is the last day for which the exchange's holidays are known, None where rules reach on.
    """

    id: str
    zone: str
    days: NDArray[np.int32]
    closes: NDArray[np.int64]
    early: NDArray[np.bool_]
    horizon: date | None = None

    @cached_property
    def index(self) -> pd.DatetimeIndex:
        """All sessions as a naive, normalised index."""
        return to_index(self.days)

    @property
    def first(self) -> date:
        return from_day(int(self.days[0]))

    @property
    def last(self) -> date:
        return from_day(int(self.days[-1]))

    def is_session(self, day: date) -> bool:
        place = self._place(day)
        return place >= 0 and int(self.days[place]) == to_day(day)

    def holds(self, index: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Which entries of an index are sessions."""
        return self.index.get_indexer(index) >= 0

    def on_or_before(self, day: date) -> date:
        """The session of a date: the day itself, or the last session before it."""
        place = self._place(day)
        if place < 0:
            raise DataError(f"{day} lies before the first session of the calendar {self.id} ({self.first}).")
        return from_day(int(self.days[place]))

    def previous(self, day: date) -> date:
        """The last session before a date."""
        return self.on_or_before(day - timedelta(days=1))

    def next(self, day: date) -> date:
        """The first session after a date; DataError beyond what the calendar knows."""
        place = int(np.searchsorted(self.days, to_day(day), side="right"))
        if place >= len(self.days):
            raise self._beyond(day)
        return from_day(int(self.days[place]))

    def between(self, start: date, end: date) -> pd.DatetimeIndex:
        """Sessions from `start` to `end`, both included."""
        low = int(np.searchsorted(self.days, to_day(start), side="left"))
        high = int(np.searchsorted(self.days, to_day(end), side="right"))
        return self.index[low:high]

    def is_half_day(self, session: date) -> bool:
        """Whether trading ended early; ValueError where the day is no session."""
        return bool(self.early[self._exact(session)])

    def close_time(self, session: date) -> datetime:
        """When a session ended, with the exchange's offset; ValueError where the day is no session."""
        seconds = int(self.closes[self._exact(session)])
        return datetime.fromtimestamp(seconds, ZoneInfo(self.zone))

    def last_completed(self, now: datetime, delay: timedelta = FINAL_AFTER) -> date:
        """The last session whose close, and a delay for final data, had passed at `now`."""
        moment = int((now - delay).timestamp())
        place = int(np.searchsorted(self.closes, moment, side="right")) - 1
        if place < 0:
            raise DataError(f"No session of {self.id} had ended at {now.isoformat()}.")
        return from_day(int(self.days[place]))

    def local_date(self, now: datetime) -> date:
        """The date at the exchange at a moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def horizon_warning(self, day: date, days: int = WARN_DAYS) -> str | None:
        """One sentence where the end of the known holidays is near."""
        if self.horizon is None or day + timedelta(days=days) <= self.horizon:
            return None
        return (f"The calendar {self.id} knows holidays only to {self.horizon}: "
                "update exchange-calendars before then.")

    def check_horizon(self, day: date) -> None:
        """DataError where a date lies beyond the known holidays."""
        if self.horizon is not None and day > self.horizon:
            raise self._beyond(day)

    def _beyond(self, day: date) -> DataError:
        end = self.horizon or self.last
        return DataError(f"The calendar {self.id} ends on {end} and can't place {day}: update exchange-calendars.")

    def _place(self, day: date) -> int:
        return int(np.searchsorted(self.days, to_day(day), side="right")) - 1

    def _exact(self, session: date) -> int:
        place = self._place(session)
        if place < 0 or int(self.days[place]) != to_day(session):
            raise ValueError(f"{session} is no session of {self.id}")
        return place


def to_day(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163


def from_day(day: int) -> date:
    return date.fromordinal(day + 719_163)


def to_index(days: NDArray[np.int32]) -> pd.DatetimeIndex:
    """Days since 1970-01-01 as a naive, normalised index of nanoseconds."""
    return pd.DatetimeIndex(days.astype("datetime64[D]").astype("datetime64[ns]"))


def open_calendar(exchange: str, until: date | None = None, overrides: Path | None = None) -> Calendar:
    """The calendar of an exchange (`XNYS`) from 1980 to at least the end of the year after `until`.

    ConfigError where the exchange is unknown or the overrides file has mistakes.
    """
    year = max((until or datetime.now(UTC).date()).year, 2026) + 1
    calendar = _plain(exchange, year)
    override = read_overrides(overrides).get(exchange) if overrides else None
    return apply_override(calendar, override) if override else calendar


@lru_cache(maxsize=16)
def _plain(exchange: str, year: int) -> Calendar:
    name = f"{exchange}-{year}-{version('exchange-calendars')}-{CACHE_VERSION}.npz"
    path = cache_folder("calendars", name.replace("/", "_"))
    arrays = read_arrays(path)
    if arrays is None or not {"days", "closes", "early", "zone", "horizon"} <= arrays.keys():
        arrays = compute_sessions(exchange, year)
        write_arrays(path, arrays)
    horizon = int(arrays["horizon"])
    return Calendar(exchange, str(arrays["zone"]), arrays["days"], arrays["closes"], arrays["early"],
                    from_day(horizon) if horizon else None)


def compute_sessions(exchange: str, year: int) -> Arrays:
    """Ask exchange_calendars for every session to the end of `year`, or to its horizon where that comes first."""
    with warnings.catch_warnings():
        # What the library asks of pandas in a deprecated way is reported from pandas' own module, so that no filter by
        # the library's module can meet it.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _compute_sessions(exchange, year)


def _compute_sessions(exchange: str, year: int) -> Arrays:
    import exchange_calendars

    try:
        found = exchange_calendars.get_calendar(exchange, start=str(FIRST), end=f"{year}-12-31")
        horizon = 0
    except exchange_calendars.errors.InvalidCalendarName as error:
        raise ConfigError(f"There is no exchange calendar {exchange!r}; use an ISO 10383 code such as XNYS or "
                          "XSHG.") from error
    except ValueError:  # holidays of this exchange are known only for some years
        found = _bounded(exchange)
        horizon = to_day(found.sessions[-1].date())
        bound = found.bound_max()
        if bound is not None:
            horizon = to_day(bound.date())
    days = found.sessions.to_numpy("datetime64[D]").astype(np.int32)
    closes = pd.DatetimeIndex(found.closes).tz_convert(None).to_numpy("datetime64[s]").astype(np.int64)
    return {"days": days, "closes": closes, "early": np.asarray(found.sessions.isin(found.early_closes)),
            "zone": np.array(str(found.tz)), "horizon": np.array(horizon)}


def _bounded(exchange: str) -> Any:
    """A calendar over all the years that the library knows of an exchange."""
    import exchange_calendars

    whole = exchange_calendars.get_calendar(exchange)
    earliest = whole.bound_min()
    start = max(pd.Timestamp(FIRST), earliest) if earliest is not None else pd.Timestamp(FIRST)
    return exchange_calendars.get_calendar(exchange, start=start)


def apply_override(calendar: Calendar, override: Override) -> Calendar:
    """A calendar with extra closures taken out and extra openings put in."""
    kept = ~np.isin(calendar.days, np.array([to_day(day) for day in override.closures], dtype=np.int32))
    days, closes, early = calendar.days[kept], calendar.closes[kept], calendar.early[kept]
    for day, close in override.openings.items():
        if not calendar.is_session(day):
            moment = datetime.combine(day, close, ZoneInfo(calendar.zone))
            place = int(np.searchsorted(days, to_day(day)))
            days = np.insert(days, place, to_day(day))
            closes = np.insert(closes, place, int(moment.timestamp()))
            early = np.insert(early, place, False)
    return Calendar(calendar.id, calendar.zone, days, closes, early, calendar.horizon)
