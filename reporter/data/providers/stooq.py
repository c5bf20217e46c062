"""`--data stooq`: daily bars from Stooq, a second source beside Yahoo: to stand in, and to compare closes with.

One request a symbol and session, whose answer is kept in the cache. `REPORTER_STOOQ_KEY` is sent as the key that Stooq
asks for; `stooq:ADDRESS` reaches another server that speaks the same (a mirror, a test).

Stooq's closes of shares and funds are adjusted for what they paid out, so they are told as adjusted closes alone:
returns from them are total returns, levels are gaps. An index pays nothing out: its closes are levels. Symbols that are
not surely the same thing there (yields, futures, exchange rates) are not asked for.
"""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import requests
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from reporter.data.checksum import prices_checksum
from reporter.data.folders import cache_folder
from reporter.data.provider import Absence, Prices, Request, provider
from reporter.data.vendors import STOOQ, home
from reporter.data.yahoo_client import Clock, Failed, Patience
from reporter.errors import DataError
from reporter.model.market import FIELDS

log = logging.getLogger("reporter.data")

ADDRESS = "https://stooq.com/q/d/l/"
KEY = "REPORTER_STOOQ_KEY"
INDEXES = {
    "^GSPC": "^spx", "^DJI": "^dji", "^IXIC": "^ndq", "^NDX": "^ndx", "^RUT": "^rut", "^VIX": "^vix", "^HSI": "^hsi",
}  # fmt: skip
LEVELS = ("index", "volatility_index")
HEADER = ["Date", "Open", "High", "Low", "Close"]
_AMERICAN = re.compile(r"[A-Z]{1,5}(-[A-Z])?")
_HONG_KONG = re.compile(r"0*(\d{1,5})\.HK")
LARGEST = 20_000_000


class Late(Exception):
    """Another attempt may help."""


def symbol_there(symbol: str, kind: str) -> str | None:
    """How Stooq calls a symbol of Yahoo's; None where it is not surely the same thing there."""
    if kind in LEVELS:
        return INDEXES.get(symbol)
    if kind not in ("etf", "stock"):
        return None
    if _AMERICAN.fullmatch(symbol):
        return f"{symbol.lower()}.us"
    hong_kong = _HONG_KONG.fullmatch(symbol)
    return f"{hong_kong[1]}.hk" if hong_kong else None


@dataclass
class Client:
    """Requests that share one deadline."""

    address: str
    patience: Patience
    clock: Clock

    def get(self, symbol: str, until: str) -> str:
        """The answer for one symbol. Failed where there is none."""
        key = os.environ.get(KEY, "")
        asked = {"s": symbol, "i": "d", "d2": until.replace("-", "")} | ({"apikey": key} if key else {})
        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            wait=wait_random_exponential(self.patience.first_wait, self.patience.longest_wait),
            retry=retry_if_exception_type(Late),
        )
        try:
            text: str = retrying(self._once, asked)
            return text
        except RetryError as error:
            detail = str(error.last_attempt.exception())
            why = "rate_limited" if detail == "HTTP 429" else "provider_failed"
            raise Failed(Absence(why, detail), transient=True) from error

    def _once(self, asked: Mapping[str, str]) -> str:
        if self.clock.left <= 0:
            raise Failed(Absence("out_of_time"), transient=True)
        try:
            seconds = min(self.patience.request_seconds, self.clock.left)
            answer = requests.get(self.address, params=asked, timeout=seconds, headers={"User-Agent": "reporter"})
        except requests.RequestException as error:
            raise Late(type(error).__name__) from error
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Late(f"HTTP {answer.status_code}")
        if answer.status_code != 200:
            raise Failed(Absence("provider_failed", f"HTTP {answer.status_code}"), transient=True)
        return answer.content[:LARGEST].decode("utf-8", "replace")


@provider("stooq")
class StooqProvider:
    """Bars of what Stooq surely has under a name of its own."""

    needs_location = False
    takes_location = True
    patience: ClassVar[Patience] = Patience()

    def fetch(self, request: Request) -> Prices:
        client = Client(request.location or ADDRESS, self.patience, Clock(self.patience.total_seconds))
        frames: dict[str, pd.DataFrame] = {}
        absences: dict[str, Absence] = {}
        failed: list[Absence] = []
        moments: list[datetime] = []
        for symbol in request.symbols:
            there = symbol_there(symbol, request.kinds[symbol])
            if there is None:
                absences[symbol] = Absence("unknown_symbol", STOOQ)
            elif len(failed) >= self.patience.failures:
                absences[symbol] = failed[-1]
            else:
                try:
                    text, moment = self._answer(request, client, there)
                    moments.append(moment)
                    frames[symbol] = bars(text, adjusted=request.kinds[symbol] not in LEVELS)
                    failed.clear()
                except Failed as failure:
                    absences[symbol] = failure.absence
                    failed += [failure.absence] if failure.transient else []
        if not frames:
            reasons = {f"{each.why.replace('_', ' ')} ({each.detail or STOOQ})" for each in absences.values()}
            raise DataError(f"{STOOQ} gave no prices of {len(absences)} symbols: {', '.join(sorted(reasons))}.")
        title, url = home(STOOQ)
        return Prices(
            frames=frames, publisher=STOOQ, title=title, url=url, sha256=prices_checksum(frames),
            retrieved_at=min(moments), available=tuple(sorted(frames)), absences=absences, live=True,
        )  # fmt: skip

    def _answer(self, request: Request, client: Client, there: str) -> tuple[str, datetime]:
        """The answer for a symbol and when it came: what was kept of the session, else the server's, kept if whole."""
        until = request.session.isoformat()
        server = hashlib.sha256(client.address.encode()).hexdigest()[:8]
        path = cache_folder("stooq", server, until, f"{there.replace('^', '_')}.csv")
        if path.is_file():
            return path.read_text(encoding="utf-8"), datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if request.answered is not None:  # asked before, for all desks together
            raise Failed(Absence("provider_failed"), transient=True)
        text = client.get(there, until)
        frame, moment = bars(text, adjusted=False), clock()
        if request.session <= request.completed and frame.index[-1] == pd.Timestamp(request.session):
            keep(path, text, moment)
        return text, moment


def clock() -> datetime:
    """The time of a retrieval: the world's, whatever time the edition is built as of."""
    return datetime.now(UTC).replace(microsecond=0)


def keep(path: Path, text: str, moment: datetime) -> None:
    """Write an answer to the cache in one step; a cache that can't be written is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        os.utime(part, (moment.timestamp(), moment.timestamp()))
        part.replace(path)
    except OSError as error:
        log.info("%s is not kept: %s", path, error.strerror)


def bars(text: str, adjusted: bool) -> pd.DataFrame:
    """Bars of an answer; Failed where it is none. Only prices that are numbers above zero count."""
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or rows[0][:5] != HEADER:
        raise refusal(text)
    days, values = [], []
    try:
        for row in rows[1:]:
            numbers = [float(cell) for cell in row[1:5]]
            if not all(np.isfinite(one) and one > 0 for one in numbers):
                continue
            days.append(date.fromisoformat(row[0]))
            values.append(numbers)
    except (ValueError, IndexError) as error:
        raise Failed(Absence("unreadable_answer", STOOQ), transient=False) from error
    if not days:
        raise Failed(Absence("empty_answer", STOOQ), transient=False)
    table = np.full((len(days), len(FIELDS)), np.nan)
    told = ("adj_close",) if adjusted else ("open", "high", "low", "close")
    places = [FIELDS.index(name) for name in told]
    table[:, places] = np.array(values)[:, -len(places):]
    frame = pd.DataFrame(table, index=pd.DatetimeIndex(days), columns=list(FIELDS))
    return frame[~frame.index.duplicated(keep="last")].sort_index()


def refusal(text: str) -> Failed:
    """What an answer without bars means."""
    said = text[:300].lower()
    if "limit" in said:
        return Failed(Absence("rate_limited", f"{STOOQ}: daily limit"), transient=True)
    if "apikey" in said or "api key" in said or "captcha" in said:
        return Failed(Absence("provider_failed", f"{STOOQ} asks for a key: set {KEY}"), transient=True)
    if not said.strip() or "no data" in said:
        return Failed(Absence("empty_answer", STOOQ), transient=False)
    return Failed(Absence("unreadable_answer", STOOQ), transient=False)
