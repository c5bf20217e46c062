"""One symbol from Yahoo through yfinance, bounded in time, with every failure named.

yfinance retries nothing, hides its exceptions, remembers answers (the bad ones too) within a process, and logs where
others would raise. Here its exceptions are let through, its memory is cleared before each attempt, its log is caught,
and the session under it ends every request at one deadline and remembers the status of the last answer.
"""

from __future__ import annotations

import logging
import math
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from reporter.data.calendar import to_day, to_index
from reporter.data.folders import cache_folder
from reporter.data.provider import Absence
from reporter.data.store import Batch, Fundamentals
from reporter.data.yahoo_research import READINGS, read_info
from reporter.model.market import FIELDS

log = logging.getLogger("reporter.data")

T = TypeVar("T")

COLUMNS = {"Open": "open", "High": "high", "Low": "low", "Close": "close", "Adj Close": "adj_close",
           "Volume": "volume"}  # fmt: skip
ACTIONS = {"Dividends": "dividend", "Stock Splits": "split", "Capital Gains": "capital_gain"}


@dataclass(frozen=True)
class Patience:
    """How long Yahoo is waited for: attempts a symbol, the longest wait between two, seconds for one request and
    for all of them; and how many symbols may fail in a row before no more are asked."""

    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 10.0
    request_seconds: float = 20.0
    total_seconds: float = 300.0
    failures: int = 3


class Failed(Exception):
    """A symbol could not be had. `transient` where another attempt may help."""

    def __init__(self, absence: Absence, transient: bool) -> None:
        super().__init__(absence.detail or absence.why)
        self.absence = absence
        self.transient = transient


class OutOfTime(Exception):
    """The time for all requests is used up."""


class Clock:
    """The deadline that all requests of one fetch share."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()


def open_session(**options: Any) -> Any:
    """A curl_cffi session that answers as a browser does; replaced in tests by one that reaches a local server."""
    from curl_cffi import requests

    return requests.Session(impersonate="chrome", **options)


def bounded(session: Any, clock: Clock) -> Any:
    """Make a session end each request at the deadline and keep the status of the last answer in `last_status`."""
    plain: Callable[..., Any] = session.request

    def request(method: str, url: str, **options: Any) -> Any:
        if clock.left <= 0:
            raise OutOfTime
        asked = options.pop("timeout", None)
        seconds = min(clock.left, float(asked)) if isinstance(asked, int | float) else clock.left
        session.last_status = None
        answer = plain(method, url, timeout=seconds, **options)
        session.last_status = answer.status_code
        return answer

    session.request = request
    session.last_status = None
    return session


class YahooClient:
    """Asks yfinance for one symbol after another, all under one deadline."""

    def __init__(self, session: Any, patience: Patience, zones: Mapping[str, str] | None = None) -> None:
        self.patience = patience
        self._zones = zones or {}
        self.clock = Clock(patience.total_seconds)
        self._session = bounded(session, self.clock)

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def bars(self, symbol: str, first: date, last: date) -> Batch:
        """Bars and actions of a symbol from `first` to `last`, both included; Failed where they can't be had."""
        return self._patiently(lambda: self._bars(symbol, first, last))

    def fundamentals(self, symbol: str) -> Fundamentals:
        """What Yahoo tells of a fund or company; Failed where not even its `info` can be had.

        The other readings are each left out where they fail: no edition waits for them.
        """
        found = self._research(symbol, read_info)
        for read in READINGS.get(str(found.pop("kind", "")), ()):
            try:
                found |= self._research(symbol, read)
            except Failed as failure:
                log.info("%s: %s %s", symbol, read.__name__, failure.absence.why)
        return found

    def _patiently(self, ask: Callable[[], T]) -> T:
        # imports asyncio and ssl, which a build from files has no use for
        from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

        def wait(state: RetryCallState) -> float:
            pause = wait_random_exponential(self.patience.first_wait, self.patience.longest_wait)(state)
            return max(0.0, min(pause, self.clock.left))

        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts), wait=wait, reraise=True,
            retry=retry_if_exception(lambda error: isinstance(error, Failed) and error.transient),
        )
        return retrying(ask)

    def _bars(self, symbol: str, first: date, last: date) -> Batch:
        with quiet() as yfinance:
            remember_zone(yfinance, symbol, self._zones.get(symbol))
            try:
                frame = yfinance.Ticker(symbol, session=self._session).history(
                    start=first.isoformat(), end=(last + timedelta(days=1)).isoformat(), interval="1d", prepost=False,
                    actions=True, auto_adjust=False, back_adjust=False, repair=False, keepna=True, rounding=False,
                    timeout=self.patience.request_seconds,
                )
            except Exception as error:
                raise self._failure(error) from error
        bars, actions = normalise(frame)
        if bars.empty:
            raise Failed(Absence("empty_answer"), transient=False)
        return Batch(symbol, bars, first, last, actions)

    def _research(self, symbol: str, read: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """What one reading of a ticker gives, patiently; Failed where it can't be had."""

        def ask() -> dict[str, Any]:
            with quiet() as yfinance:
                try:
                    return read(yfinance.Ticker(symbol, session=self._session))
                except Exception as error:
                    raise self._failure(error) from error

        return self._patiently(ask)

    def _failure(self, error: Exception) -> Failed:
        """Why an attempt failed, judged by the status of the last answer first: messages change, codes don't."""
        name, status = type(error).__name__, self._session.last_status
        if isinstance(error, OutOfTime) or self.clock.left <= 0:
            return Failed(Absence("out_of_time"), transient=False)
        if name == "YFRateLimitError" or status == 429:
            return Failed(Absence("rate_limited", "HTTP 429"), transient=True)
        if status is not None and status >= 500:
            return Failed(Absence("provider_failed", f"HTTP {status}"), transient=True)
        if name in ("YFTzMissingError", "YFPricesMissingError"):
            known = status != 404 and name == "YFPricesMissingError"
            return Failed(Absence("empty_answer" if known else "unknown_symbol"), transient=False)
        if status is None and isinstance(error, OSError):
            return Failed(Absence("provider_failed", name), transient=True)
        if isinstance(error, ValueError | KeyError | TypeError | IndexError | AttributeError):
            return Failed(Absence("unreadable_answer", name), transient=True)
        return Failed(Absence("provider_failed", f"HTTP {status}" if status else name), transient=True)


@contextmanager
def quiet() -> Iterator[Any]:
    """yfinance with every setting explicit, its cache folder ours, its log caught and its memory empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import yfinance
        from yfinance.data import YfData

        # Again, since yfinance sets a filter of its own when it is imported.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        logger = logging.getLogger("yfinance")
        caught = Caught()
        before = (logger.propagate, yfinance.config.debug.hide_exceptions, yfinance.config.network.retries)
        logger.addHandler(caught)
        logger.propagate = False
        yfinance.config.debug.hide_exceptions = False
        yfinance.config.network.retries = 0
        point_cache(yfinance)
        YfData.cache_get.cache_clear()
        try:
            yield yfinance
        finally:
            logger.removeHandler(caught)
            logger.propagate, yfinance.config.debug.hide_exceptions, yfinance.config.network.retries = before


class Caught(logging.Handler):
    """Passes what yfinance logs on as our own debug messages."""

    def emit(self, record: logging.LogRecord) -> None:
        log.debug("yfinance: %s", record.getMessage())


def point_cache(yfinance: Any) -> None:
    """yfinance keeps time zones and cookies in SQLite files: in a folder of ours."""
    folder = cache_folder("yfinance")
    with suppress(OSError):  # without a folder yfinance remembers nothing, and says so in its log
        folder.mkdir(parents=True, exist_ok=True)
    yfinance.set_tz_cache_location(str(folder))


def remember_zone(yfinance: Any, symbol: str, zone: str | None) -> None:
    """Tell yfinance's memory the zone of a symbol, which else costs a request of its own for each symbol.

    A wrong one would do no harm: dates are taken in the zone that comes with the prices.
    """
    known = yfinance.cache.get_tz_cache()
    if zone is not None and known.lookup(symbol) is None:
        known.store(symbol, zone)


def normalise(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[date, str, float]]]:
    """yfinance's frame → bars with a naive index of sessions' dates and all of `FIELDS`, and the actions.

    Prices are as Yahoo gives them: closes adjusted for splits only, adjusted closes beside them, yields in percent.
    Rows without a close are dropped: they are how Yahoo shows a day it has no prices of (yet).
    """
    if frame.empty:
        return pd.DataFrame(columns=list(FIELDS), index=pd.DatetimeIndex([]), dtype="float64"), []
    days = np.array([to_day(moment.date()) for moment in frame.index], dtype=np.int32)
    columns = {ours: frame[theirs].to_numpy(dtype="float64") for theirs, ours in COLUMNS.items() if theirs in frame}
    bars = pd.DataFrame(columns, index=to_index(days)).reindex(columns=list(FIELDS)).astype("float64")
    bars = bars.mask(~np.isfinite(bars))
    bars["volume"] = bars["volume"].where(bars["volume"] > 0)
    bars[["open", "high", "low"]] = bars[["open", "high", "low"]].where(bars[["open", "high", "low"]] != 0)
    bars.loc[bars["high"] < bars["low"], ["high", "low"]] = math.nan
    bars = bars[bars["close"].notna() & ~bars.index.duplicated(keep="last")].sort_index()
    actions = [
        (moment.date(), kind, float(value))
        for column, kind in ACTIONS.items() if column in frame
        for moment, value in frame[column][np.isfinite(frame[column]) & (frame[column] != 0)].items()
        if isinstance(moment, pd.Timestamp)
    ]
    return bars, actions
