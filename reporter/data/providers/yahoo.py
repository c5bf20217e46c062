"""`--data yahoo`: Yahoo Finance through yfinance, kept in the store; only what is missing is asked for.

Bars of a session that has not ended are never kept. Where Yahoo fails, what was stored before is used and told.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import ClassVar

import numpy as np
import pandas as pd

from reporter.data import yahoo_client
from reporter.data.calendar import FIRST
from reporter.data.checksum import prices_checksum
from reporter.data.folders import default_store
from reporter.data.provider import Absence, Prices, Request, provider
from reporter.data.store import Batch, Store, Stored
from reporter.data.vendors import YAHOO, home
from reporter.data.yahoo_client import Failed, Patience, YahooClient
from reporter.errors import DataError

log = logging.getLogger("reporter.data")

OVERLAP = 5
"""Sessions that are asked for again, to see whether prices were adjusted since they were stored."""
SHIFT = 1e-4
"""An adjustment that moves by more than this (relative) over the overlap was a dividend or a split."""


def clock() -> datetime:
    """The time of a retrieval: the world's, whatever time the edition is built as of."""
    return datetime.now(UTC)


@provider("yahoo")
class YahooProvider:
    """Live prices, from the network or from what an earlier build has kept of them."""

    needs_location = False
    patience: ClassVar[Patience] = Patience()

    def fetch(self, request: Request) -> Prices:
        path = request.store_path or default_store()
        with Store.open(path) as store:
            stored = store.read(request.symbols, request.session)
            absences = self._complete(request, store, stored)
            stored = store.read(request.symbols, request.session)
        if not stored.frames:
            raise nothing(absences)
        title, url = home(YAHOO)
        return Prices(
            frames=stored.frames, publisher=YAHOO, title=title, url=url, sha256=prices_checksum(stored.frames),
            retrieved_at=stored.retrieved_at, available=tuple(sorted(stored.frames)), live=True,
            absences=served(absences, stored.frames), fundamentals=stored.fundamentals,
            snapshots_at=stored.snapshots_at, actions=stored.actions, multiples=stored.multiples,
        )

    def _complete(self, request: Request, store: Store, stored: Stored) -> dict[str, Absence]:
        """Ask for what the store lacks and keep the answers; why, for each symbol that could not be had."""
        if request.answered is not None:
            return {symbol: why for symbol, why in request.answered.items() if symbol in request.symbols}
        wanted = {symbol: start for symbol in request.symbols
                  if (start := first_missing(request, stored, symbol)) is not None}
        funds = fundamentals_due(request, stored)
        if not wanted and not funds:
            return {}
        client = YahooClient(yahoo_client.open_session(), self.patience, request.zones)
        try:
            absences = self._keep_all(request, store, stored, client, wanted)
            if len(absences) < len(wanted) or not wanted:
                keep_fundamentals(store, client, [symbol for symbol in funds if symbol not in absences])
        finally:
            client.close()
        return absences

    def _keep_all(
        self, request: Request, store: Store, stored: Stored, client: YahooClient, wanted: Mapping[str, date]
    ) -> dict[str, Absence]:
        """Bars of all symbols from the dates in `wanted`. Where several fail in a row the others are not asked for."""
        progress = request.progress or (lambda symbol, done, count: None)
        absences: dict[str, Absence] = {}
        failed: list[Absence] = []
        for done, (symbol, start) in enumerate(wanted.items()):
            progress(symbol, done, len(wanted))
            if len(failed) >= self.patience.failures:
                absences[symbol] = failed[-1]
                continue
            try:
                self._keep(request, store, stored.frames.get(symbol), client, symbol, start)
                failed.clear()
            except Failed as failure:
                log.info("%s: %s (%s)", symbol, failure.absence.why, failure.absence.detail)
                absences[symbol] = failure.absence
                if failure.transient:
                    failed.append(failure.absence)
        progress("", len(wanted), len(wanted))
        return absences

    def _keep(
        self, request: Request, store: Store, known: pd.DataFrame | None, client: YahooClient, symbol: str, start: date
    ) -> None:
        """One symbol's bars from `start`; all of them where stored ones turn out to be on another footing."""
        batch = client.bars(symbol, start, request.session)
        if known is not None and start > FIRST and moved(known, batch):
            batch = client.bars(symbol, FIRST, request.session)
        store.append(settled(request, batch), YAHOO, clock())


def fundamentals_due(request: Request, stored: Stored) -> list[str]:
    """Funds and companies of which a snapshot is wanted: once a session, and of the present one, they have no past."""
    ended = request.calendar.last_completed
    if ended(clock()) != request.session:
        return []
    taken = stored.snapshots_at
    return [symbol for symbol in request.fundamentals
            if symbol not in taken or ended(taken[symbol]) < request.session]


def keep_fundamentals(store: Store, client: YahooClient, symbols: Sequence[str]) -> None:
    """A snapshot of each symbol; what can't be had stays a gap, and where several fail in a row no more are asked."""
    failed = 0
    for symbol in symbols:
        try:
            content = client.fundamentals(symbol)
        except Failed as failure:
            log.info("%s: fundamentals %s (%s)", symbol, failure.absence.why, failure.absence.detail)
            failed += failure.transient
            if failed >= client.patience.failures:
                return
            continue
        failed = 0
        if content:
            store.append_snapshot(symbol, content, YAHOO, clock())


def first_missing(request: Request, stored: Stored, symbol: str) -> date | None:
    """The first date to ask for, None where the store has all that is wanted."""
    known = stored.frames.get(symbol)
    asked_until = stored.asked[symbol][1] if symbol in stored.asked else None
    if known is None:
        return None if asked_until is not None and asked_until >= request.session else FIRST
    last = known.index[-1].date()
    if last >= request.session or (asked_until is not None and asked_until > request.session):
        return None
    place = max(0, len(known) - OVERLAP)
    overlap: pd.Timestamp = known.index[place]
    return overlap.date()


def settled(request: Request, batch: Batch) -> Batch:
    """Without bars of sessions that had not ended when they were asked for, or later than what is wanted."""
    ended = request.calendar.last_completed(min(request.now, clock()))
    until = min(ended, request.session)
    bars = batch.bars[batch.bars.index <= pd.Timestamp(until)]
    return replace(batch, bars=bars, last=max(batch.first, until))


def moved(known: pd.DataFrame, batch: Batch) -> bool:
    """Whether a dividend or a split has changed the footing of the stored bars."""
    both = known.index.intersection(batch.bars.index)
    if both.empty:
        return True
    for name in ("close", "adj_close"):
        before, now = known.loc[both, name].to_numpy(), batch.bars.loc[both, name].to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            shift = np.abs(now / before - 1)
        if bool(np.nanmax(shift, initial=0.0) > SHIFT):
            return True
    return False


def served(absences: Mapping[str, Absence], frames: Mapping[str, pd.DataFrame]) -> dict[str, Absence]:
    """Failures of symbols that the store can still serve say so, and the last session that it has of them."""
    return {
        symbol: Absence("served_from_store", f"{absence.detail or absence.why}; {frames[symbol].index[-1].date()}")
        if symbol in frames and absence.why != "served_from_store" else absence
        for symbol, absence in absences.items()
    }


def nothing(absences: Mapping[str, Absence]) -> DataError:
    """The one sentence where Yahoo gave nothing at all and nothing is stored."""
    reasons = {f"{absence.why.replace('_', ' ')}{f' ({absence.detail})' if absence.detail else ''}"
               for absence in absences.values()}
    remedy = "try again later, or use --data csv:PATH or --data sample"
    return DataError(f"{YAHOO} gave no prices of {len(absences)} symbols: {', '.join(sorted(reasons))}; {remedy}.")
