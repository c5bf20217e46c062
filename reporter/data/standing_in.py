"""Other sources stand in for what the first one lacks at the session, whole series at a time, and it is told."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd

from reporter.data.provider import PROVIDERS, Absence, Prices, Request, parse_spec
from reporter.errors import DataError

log = logging.getLogger("reporter.data")


def fetch(spec: str, request: Request, fallback: Sequence[str] = ()) -> Prices:
    """What a source has, and from those in `fallback`, in their order, what it lacks.

    A DataError where none of them has anything; it is the first source's.
    """
    prices: Prices | None = None
    failure: DataError | None = None
    for source in (spec, *fallback):
        try:
            found = _ask(source, request if prices is None else replace(request, symbols=lacking(prices, request)))
        except DataError as error:
            failure = failure or error
            if fallback and request.answered is None:  # else the fetch before has told it
                log.log(logging.WARNING if prices is None else logging.INFO, "%s", error.message)
            continue
        prices = found if prices is None else joined(prices, found, request)
        if not lacking(prices, request):
            break
    if prices is None:
        assert failure is not None
        raise failure
    return prices if failure is None else replace(prices, absences={**_absences(failure, prices), **prices.absences})


def _absences(failure: DataError, prices: Prices) -> dict[str, Absence]:
    """Symbols that another source has altogether, since the first gave nothing."""
    return {symbol: Absence("served_by_other", prices.publisher) for symbol in prices.frames} if failure else {}


def _ask(spec: str, request: Request) -> Prices:
    name, location = parse_spec(spec)
    return PROVIDERS[name]().fetch(replace(request, location=location))


def lacking(prices: Prices, request: Request) -> tuple[str, ...]:
    """Symbols without a bar at the session."""
    return tuple(
        symbol for symbol in request.symbols
        if symbol not in prices.frames or _last(prices.frames[symbol], request) < pd.Timestamp(request.session)
    )


def joined(prices: Prices, other: Prices, request: Request) -> Prices:
    """Prices with the series of another source that reach further; never two sources in one series."""
    taken = {
        symbol: frame for symbol, frame in other.frames.items()
        if symbol in request.symbols
        and (symbol not in prices.frames or _last(frame, request) > _last(prices.frames[symbol], request))
    }
    if not taken:
        return prices
    digest = hashlib.sha256(f"{prices.sha256}\n{other.sha256}\n{' '.join(sorted(taken))}\n".encode()).hexdigest()
    moments: list[datetime] = [moment for moment in (prices.retrieved_at, other.retrieved_at) if moment is not None]
    told = {symbol: Absence("served_by_other", other.publisher) for symbol in taken}
    return replace(
        prices,
        frames={**prices.frames, **taken},
        publisher=", ".join(dict.fromkeys((prices.publisher, other.publisher))),
        title=", ".join(dict.fromkeys((prices.title, other.title))),
        sha256=digest,
        retrieved_at=max(moments) if moments else None,
        available=tuple(sorted({*prices.available, *other.available})),
        absences={**prices.absences, **told},
        actions={**{s: a for s, a in prices.actions.items() if s not in taken},
                 **{s: a for s, a in other.actions.items() if s in taken}},
        sample=prices.sample or other.sample,
    )


def _last(frame: pd.DataFrame, request: Request) -> pd.Timestamp:
    """The last day of a series up to the session."""
    index = frame.index[frame.index <= pd.Timestamp(request.session)]
    last: pd.Timestamp = index[-1] if len(index) else pd.Timestamp.min
    return last
