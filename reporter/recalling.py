"""The edition before: found in the output, or named; an input that the manifest names."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from reporter.briefing_file import read_briefing
from reporter.errors import DataError, UsageError
from reporter.model import Briefing, Desk
from reporter.model.briefing import Earlier, edition_name
from reporter.model.market import Market
from reporter.model.revision import FILE
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
    day = _day_before(desk, market)
    if day is None:
        return None
    name = edition_name(desk.id, desk.period.kind if desk.period else None)
    path = request.output / "editions" / day.isoformat() / name / "briefing.json"
    if not path.is_file():
        return None
    if withdrawn(path.parent):
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


def withdrawn(folder: Path) -> bool:
    """Whether an edition no longer stands."""
    path = folder / FILE
    if not path.is_file():
        return False
    try:
        revisions = json.loads(path.read_text(encoding="utf-8"))["revisions"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path} can't be read ({type(error).__name__}).") from error
    return bool(revisions) and revisions[-1]["kind"] == "withdrawn"


def _day_before(desk: Desk, market: Market) -> date | None:
    """The session before, or for a wrap the last one of the week or month before."""
    start = market.sessions[-1] if desk.period is None else pd.Timestamp(desk.period.start)
    earlier = market.sessions[market.sessions < start]
    return earlier[-1].date() if len(earlier) else None


def _named(path: Path, desk: Desk, market: Market) -> Recalled:
    found = _read(path / "briefing.json" if path.is_dir() else path)
    wrong = _misfit(found.briefing, desk, market)
    if wrong is not None:
        raise UsageError(f"{path} {wrong}; name an earlier edition of this desk with --previous, or none.")
    return found


def _read(path: Path) -> Recalled:
    briefing = read_briefing(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    period = briefing.period.kind if briefing.period is not None else None
    return Recalled(briefing, Earlier(desk=briefing.desk, session=briefing.session, sha256=digest, period=period))


def _misfit(briefing: Briefing, desk: Desk, market: Market) -> str | None:
    if briefing.desk != desk.id:
        return f"is an edition of the desk {briefing.desk}"
    kinds = [each.period.kind if each.period is not None else "day" for each in (briefing, desk)]
    if kinds[0] != kinds[1]:
        return f"is of a {kinds[0]}, this edition of a {kinds[1]}"
    if briefing.session >= market.session:
        return f"is of {briefing.session}, which is not before {market.session}"
    if briefing.sample != market.sample:
        return (
            "was made from the sample" if briefing.sample else "was made from market data, this one is of the sample"
        )
    if briefing.session not in {day.date() for day in market.sessions}:
        return f"is of {briefing.session}, which is no session of these data"
    return None
