"""The edition before: found in the output, or named; an input that the manifest names."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reporter.briefing_file import read_briefing
from reporter.errors import DataError, UsageError
from reporter.model import Briefing, Desk
from reporter.model.briefing import Earlier
from reporter.model.market import Market
from reporter.request import BuildRequest

log = logging.getLogger("reporter.previous")


@dataclass(frozen=True)
class Recalled:
    """An earlier briefing, and how the edition that reads it names it."""

    briefing: Briefing
    earlier: Earlier


def recall(request: BuildRequest, desk: Desk, market: Market) -> Recalled | None:
    """The desk's edition of the session before, or the one that the request names; None where there is none.

    One that was found is passed over where it does not fit. One that was named must fit: a DataError says where it
    cannot be read, a UsageError where it is another desk's, no earlier one, or made from other data.
    """
    if request.previous is not None:
        return None if str(request.previous) == "none" else _named(request.previous, desk, market)
    if len(market.sessions) < 2:
        return None
    day: date = market.sessions[-2].date()
    path = request.output / "editions" / day.isoformat() / desk.id / "briefing.json"
    if not path.is_file():
        return None
    try:
        found = _read(path)
    except DataError as error:
        log.warning("passed over: %s", error)
        return None
    wrong = _misfit(found.briefing, desk, market)
    if wrong is not None or found.briefing.session != day:
        log.warning("passed over: %s %s", path, wrong or f"is of {found.briefing.session}")
        return None
    return found


def _named(path: Path, desk: Desk, market: Market) -> Recalled:
    found = _read(path / "briefing.json" if path.is_dir() else path)
    wrong = _misfit(found.briefing, desk, market)
    if wrong is not None:
        raise UsageError(f"{path} {wrong}; name an earlier edition of this desk with --previous, or none.")
    return found


def _read(path: Path) -> Recalled:
    briefing = read_briefing(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Recalled(briefing, Earlier(desk=briefing.desk, session=briefing.session, sha256=digest))


def _misfit(briefing: Briefing, desk: Desk, market: Market) -> str | None:
    if briefing.desk != desk.id:
        return f"is an edition of the desk {briefing.desk}"
    if briefing.session >= market.session:
        return f"is of {briefing.session}, which is not before {market.session}"
    if briefing.sample != market.sample:
        return (
            "was made from the sample" if briefing.sample else "was made from market data, this one is of the sample"
        )
    if briefing.session not in {day.date() for day in market.sessions}:
        return f"is of {briefing.session}, which is no session of these data"
    return None
