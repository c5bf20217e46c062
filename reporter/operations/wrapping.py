"""Wraps of weeks and months that desks ask for: made once their last session is out, once, as editions of their own."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from reporter import pipeline
from reporter.data import period_of
from reporter.data.provider import Absence
from reporter.desk_files import load_desk
from reporter.errors import HeldError, ReporterError
from reporter.gating import read_gates
from reporter.model import PeriodKind
from reporter.model.briefing import edition_name
from reporter.operations.due import Due, calendar_of, published
from reporter.operations.outcome import Outcome
from reporter.recalling import withdrawn
from reporter.request import BuildRequest, Step

log = logging.getLogger("reporter.daily")


def wraps(
    request: BuildRequest, owed: Due, answered: Mapping[date, Mapping[str, Absence]], catch_up: int, step: Step
) -> Iterator[Outcome]:
    """What a desk's weeks and months come to, of those that ended within the sessions that are made up for."""
    for kind, session in ended(request, owed, catch_up):
        name = edition_name(request.desk, kind)
        out = published(request, name, session)
        latest = session == owed.completed
        if out is not None:
            if latest and not withdrawn(out):
                gates = read_gates(out)
                code = 11 if gates is not None and gates.outcome == "warn" else 0
                yield Outcome(name, session, "unchanged", f"{name} {session}: published before", code, out)
            continue
        waiting = request.output / "held" / session.isoformat() / name
        if not waiting.is_dir() or latest:  # the data of the latest one may have been mended since
            asked = replace(request, on=session, period=kind, answered=answered.get(session))
            yield _made(asked, name, session, step)


def ended(request: BuildRequest, owed: Due, catch_up: int) -> Iterator[tuple[PeriodKind, date]]:
    """The weeks and months that the desk asks for and whose last session is out, oldest first."""
    kinds = load_desk(request.desk, request.project).wraps
    if not kinds:
        return
    calendar = calendar_of(request, owed.desk)
    days = [day.date() for day in calendar.between(date(1980, 1, 1), owed.completed)][-max(1, catch_up + 1) :]
    for session in days:
        for kind in kinds:
            day_out = published(request, request.desk, session)
            if day_out is not None and period_of(kind, session, calendar).complete:
                yield kind, session


def _made(request: BuildRequest, name: str, session: date, step: Step) -> Outcome:
    try:
        built = pipeline.build(request, step)
    except HeldError as error:
        folder = request.output / "held" / session.isoformat() / name
        return Outcome(name, session, "held", f"{name} {session}: {error}", error.exit_code, folder)
    except ReporterError as error:
        return Outcome(name, session, "failed", f"{name} {session}: {error}", error.exit_code)
    except Exception as error:  # the day's edition is out and stays
        log.exception("%s %s", name, session)
        text = f"something went wrong ({type(error).__name__}: {error})"
        return Outcome(name, session, "failed", f"{name} {session}: {text}", 1)
    return Outcome(name, session, "published", f"{name} {session}: published", built.exit_code, built.folder, built)
