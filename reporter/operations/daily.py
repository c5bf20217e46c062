"""The daily run: the latest completed session of every desk, made once, whatever happened before."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from reporter import pipeline
from reporter.data import Delivered
from reporter.data.provider import Absence
from reporter.errors import DataError, HeldError, NoSessionError, ReporterError
from reporter.gating import read_gates
from reporter.operations.corrections import REVISION, corrections
from reporter.operations.due import Due, due, published
from reporter.operations.holding import hold_incomplete
from reporter.operations.outcome import Outcome, Run
from reporter.operations.waiting import Clock, FixedClock, await_close, await_prices
from reporter.operations.wrapping import wraps
from reporter.operations_settings import DailySettings
from reporter.releasing import clear
from reporter.request import BuildRequest, Built, Step

log = logging.getLogger("reporter.daily")

FAILURES = ("rate_limited", "provider_failed", "unreadable_answer", "out_of_time", "served_from_store")
"""Why prices lack where it is the source that fails, not the market that rests."""


@dataclass(frozen=True)
class Daily:
    """One run over some desks. `requests` are one a desk, all of the same time and output."""

    requests: Sequence[BuildRequest]
    settings: DailySettings
    clock: Clock
    state: Path
    step: Step = lambda _: None
    answers: dict[date, Mapping[str, Absence]] = field(default_factory=dict)
    """By session, what this run asked for and could not have."""

    def run(self) -> Run:
        """Make what is due; one desk's trouble is not another's."""
        outcomes: list[Outcome] = []
        known: list[tuple[BuildRequest, Due]] = []
        for request in self.requests:
            try:
                request, owed = self._due(request)
            except ReporterError as error:
                outcomes.append(failed(request.desk, None, error))
                continue
            if not owed.sessions:
                outcomes.append(settled(request, owed))
            known.append((request, owed))
        owing = [(request, owed) for request, owed in known if owed.sessions]
        for session in sorted({session for _, owed in owing for session in owed.sessions}):
            outcomes += self._session(session, [(r, o) for r, o in owing if session in o.sessions])
        corrected = self._corrections(outcomes)
        return Run([*outcomes, *self._wraps(known), *corrected])

    def _wraps(self, known: Sequence[tuple[BuildRequest, Due]]) -> list[Outcome]:
        """The weeks and months that have ended, for desks that ask for them."""
        found: list[Outcome] = []
        for request, owed in known:
            asked = replace(request, now=max(request.now, self.clock.now()))
            found += wraps(asked, owed, self.answers, self.settings.catch_up, self.step)
        return found

    def _corrections(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Corrections of what is out, for desks of which this run made a session: then there were new prices."""
        latest = {each.desk: each.session for each in outcomes if each.status == "published" and each.session}
        found = []
        for request in self.requests:
            if request.desk in latest:
                asked = replace(request, now=self.clock.now(), answered={})
                place = self.state / "corrections" / request.desk
                found += corrections(asked, self.settings, latest[request.desk], place, self.step)
        return found

    def _due(self, request: BuildRequest) -> tuple[BuildRequest, Due]:
        owed = due(request, self.settings.catch_up)
        if not owed.sessions:
            later = await_close(request, owed.desk, self.clock, self.settings)
            if later is not request:
                request, owed = later, due(later, self.settings.catch_up)
        if owed.missed:
            log.warning(
                "%s: %d sessions from %s to %s were missed and are too many to make up for; "
                "reporter backfill makes them.",
                request.desk,
                len(owed.missed),
                owed.missed[0],
                owed.missed[-1],
            )
        return request, owed

    def _session(self, session: date, owing: list[tuple[BuildRequest, Due]]) -> list[Outcome]:
        """One session of several desks: those of one exchange and source share one fetch."""
        outcomes = []
        groups: dict[tuple[str, str], list[tuple[BuildRequest, Due]]] = {}
        for request, owed in owing:
            groups.setdefault((owed.desk.calendar, request.data), []).append((request, owed))
        for group in groups.values():
            desks = [owed.desk for _, owed in group]
            clock = self.clock if session == group[0][1].completed else FixedClock(self.clock.now())
            try:
                came = await_prices([r for r, _ in group], desks, session, self.settings, clock, self.step)
            except ReporterError as error:
                outcomes += [failed(request.desk, session, error) for request, _ in group]
                continue
            outcomes += [self._desk(request, owed, session, came) for request, owed in group]
        return outcomes

    def _desk(self, request: BuildRequest, owed: Due, session: date, came: Delivered) -> Outcome:
        if not came.present(owed.desk):
            return failed(request.desk, session, undelivered(session, owed, came))
        now = max(request.now, self.clock.now())
        self.answers[session] = {**self.answers.get(session, {}), **came.absences}
        asked = replace(request, on=session, now=now, answered=came.absences)
        try:
            if came.leading(owed.desk) or len(came.present(owed.desk)) < owed.desk.minimum_subjects:
                raise hold_incomplete(asked, owed.desk, came)
            return told(pipeline.build(asked, self.step), session)
        except HeldError as error:
            folder = request.output / "held" / session.isoformat() / request.desk
            return Outcome(request.desk, session, "held", str(error), error.exit_code, folder)
        except ReporterError as error:
            return failed(request.desk, session, error)
        except Exception as error:  # another desk must not go without its edition
            log.exception("%s %s", request.desk, session)
            return failed(request.desk, session, error)


def told(built: Built, session: date) -> Outcome:
    """A session that was published."""
    message = f"{built.desk} {session}: published"
    return Outcome(built.desk, session, "published", message, built.exit_code, built.folder, built)


def settled(request: BuildRequest, owed: Due) -> Outcome:
    """A desk that owes nothing: its day is no session, or its edition is out already (with the code of then)."""
    desk, session = request.desk, owed.completed
    folder = published(request, desk, session)
    if owed.closed is not None:
        error = NoSessionError(
            f"{owed.desk.calendar} is closed on {owed.closed}; its last session was {session}"
            + (f" (reporter build --on {session} makes its edition)." if folder is None else ".")
        )
        return Outcome(desk, None, "no_session", f"{desk}: {error}", error.exit_code)
    if folder is None:
        waiting = request.output / "held" / session.isoformat() / desk
        return Outcome(desk, session, "held", f"{desk} {session}: still held in {waiting}", 10, waiting)
    left = request.output / "held" / session.isoformat() / desk
    if left.is_dir() and not (left / REVISION).is_file():  # a run was killed between publishing and clearing up
        clear(left)
    gates = read_gates(folder)
    code = 11 if gates is not None and gates.outcome == "warn" else 0
    return Outcome(desk, session, "unchanged", f"{desk} {session}: published before", code, folder)


def failed(desk: str, session: date | None, error: BaseException) -> Outcome:
    """A desk that went without; what is out stays as it was."""
    code = error.exit_code if isinstance(error, ReporterError) else 1
    text = str(error) if isinstance(error, ReporterError) else f"something went wrong ({type(error).__name__}: {error})"
    return Outcome(desk, session, "failed", f"{desk}{f' {session}' if session else ''}: {text}", code)


def undelivered(session: date, owed: Due, came: Delivered) -> DataError:
    """None of a desk's prices came: a failure of the vendor's, or a closure that the calendar does not know."""
    symbols = [subject.symbol for subject in owed.desk.subjects if subject.symbol]
    failed = [absence for symbol in symbols if (absence := came.absences.get(symbol)) and absence.why in FAILURES]
    last = f"; the last are of {max(came.last.values())}" if came.last else ""
    again = "The next run tries again."
    if 2 * len(failed) > len(symbols):
        why = sorted({(each.detail or each.why).partition(";")[0].replace("_", " ") for each in failed})
        what = f"the source failed for {len(failed)} of {len(symbols)} symbols ({', '.join(why)})"
        return DataError(f"There are no prices of {session} yet: {what}{last}. {again}")
    return DataError(
        f"There are no prices of {session} yet{last}. {again} If {owed.desk.calendar} was closed that day (a "
        f"typhoon, a day of mourning), add it to closures in calendars.toml."
    )
