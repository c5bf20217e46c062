"""Runs under the lock: what is made is noted in the journal, and the health file says how it went."""

from __future__ import annotations

import fnmatch
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reporter.desk_files import find_desks
from reporter.errors import UsageError
from reporter.model.revision import RevisionKind
from reporter.operations.approving import approve
from reporter.operations.corrections import revise as make_revision
from reporter.operations.daily import Daily
from reporter.operations.due import due
from reporter.operations.finishing import finished, finished_one, sited, to_be_sent, together
from reporter.operations.outcome import Outcome, Run
from reporter.operations.pings import ping
from reporter.operations.retention import sweep
from reporter.operations.shadow import rehearse
from reporter.operations.state import State
from reporter.operations.waiting import Clock
from reporter.publishing.signing import require_key
from reporter.request import BuildRequest, Step
from reporter.settings import load_settings

log = logging.getLogger("reporter.daily")


def state_of(request: BuildRequest) -> State:
    """The state folder of a request's project."""
    return State(request.project.path(load_settings(request.project).state))


def daily(
    request: BuildRequest, desks: Sequence[str], clock: Clock, *, dry_run: bool, shadow: bool, step: Step
) -> Run:
    """The daily run over some desks, else those of the settings."""
    settings = load_settings(request.project)
    requests = [to_be_sent(each, settings) for each in for_desks(request, tuple(desks) or settings.daily.desks)]
    if dry_run:
        return Run([_would(each, settings.daily.catch_up) for each in requests])
    require_key(request.sign, setting=True)
    state = state_of(request)
    if shadow:
        with state.lock():
            return Run([rehearse(each, state.folder / "shadow" / each.desk, step) for each in requests])
    with state.lock():
        run = Daily(requests, settings.daily, clock, state.folder, step).run()
        finish(state, run, clock.now())
        gone = sweep(request.output, state, clock.now(), settings.daily.keep_held)
        state.note([line(each, clock.now()) for each in gone])
        run = finished(run, request, settings, state, clock.now(), step)
    ping(settings.daily, run)
    return run


def for_desks(request: BuildRequest, names: Sequence[str]) -> list[BuildRequest]:
    """A request for each desk; a name may be a pattern (`client-*`). Without names the one of the request."""
    known = sorted(find_desks(request.project))
    found: list[str] = []
    for name in names or (request.desk,):
        matching = fnmatch.filter(known, name)
        if not matching and any(sign in name for sign in "*?["):
            raise UsageError(f"No desk matches {name}; there are {', '.join(known)}.")
        found += matching or [name]
    return [replace(request, desk=name) for name in dict.fromkeys(found)]


def backfill(
    request: BuildRequest,
    desks: Sequence[str],
    start: date,
    end: date,
    *,
    workers: int,
    engine: str,
    point_in_time: bool,
    step: Step,
) -> Run:
    """Editions of many sessions and desks."""
    from reporter.operations import backfill as room
    from reporter.operations.executors import engine as executor

    require_key(request.sign, setting=True)
    state = state_of(request)
    with state.lock():
        asked, made = room.chains(for_desks(request, desks), start, end)
        ready = room.fetched(asked, request.now, step)
        with executor(engine, workers) as opened:
            run = room.Backfill(ready, state.folder / "backfill", opened, step, point_in_time).run()
        state.note([line(each, request.now) for each in run.outcomes])
        run = sited(run, request, load_settings(request.project), step)
    return Run([*made, *run.outcomes])


def release(
    request: BuildRequest, edition: str, reason: str, by: str | None, unverified: bool, step: Step
) -> Outcome:
    """Let a held edition out; what follows is what follows a daily run that publishes it."""
    require_key(request.sign, setting=True)
    state = state_of(request)
    with state.lock():
        outcome = approve(request, edition, reason, by, unverified)
        state.note([line(outcome, request.now)])
        return finished_one(outcome, request, load_settings(request.project), state, request.now, step)


def status(request: BuildRequest, desks: Sequence[str]) -> dict[str, Any]:
    """Where everything stands."""
    from reporter.operations.status import status as found

    settings = load_settings(request.project)
    return found(for_desks(request, tuple(desks) or settings.daily.desks), state_of(request), settings.daily.catch_up)


def revise(
    request: BuildRequest, edition: str, kind: RevisionKind | None, cause: str, reasons: Mapping[str, str], step: Step
) -> Outcome:
    """Replace or withdraw an edition that is out; its readers get the new version, the website says what changed."""
    require_key(request.sign, setting=True)
    state = state_of(request)
    request = to_be_sent(request, load_settings(request.project))
    with state.lock():
        outcome = make_revision(request, edition, kind, cause, reasons, state.folder / "corrections" / "by-hand", step)
        state.note([line(outcome, request.now)])
        run = finished(Run([outcome]), request, load_settings(request.project), state, request.now, step)
    return together(run)


def finish(state: State, run: Run, now: datetime) -> None:
    """Remember a run: what it changed in the journal, how it went in the health file."""
    known = {_key(entry) for entry in state.entries()[-500:]}
    lines = [line(each, now) for each in run.outcomes if each.status not in ("unchanged", "no_session")]
    state.note([each for each in lines if _key(each) not in known])
    state.write_health(
        {
            "ran_at": now.isoformat(),
            "ok": run.exit_code in (0, 11, 20),
            "exit_code": run.exit_code,
            "desks": {each.desk: _health(each) for each in run.outcomes},
        }
    )


def line(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """A line of the journal."""
    found = {
        "at": now.isoformat(),
        "desk": outcome.desk,
        "session": _session(outcome),
        "status": outcome.status,
        "exit_code": outcome.exit_code,
        "message": outcome.message,
    }
    return found | ({"details": dict(outcome.details)} if outcome.details else {})


def _key(entry: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(entry.get(name) for name in ("at", "desk", "session", "status", "message"))


def _health(outcome: Outcome) -> dict[str, Any]:
    """A desk's session and status; where it went without its edition, why."""
    found = {"session": _session(outcome), "status": _lasting(outcome)}
    return found | ({"why": outcome.message} if outcome.status in ("failed", "held") else {})


def _lasting(outcome: Outcome) -> str:
    """A status that a second run does not change."""
    return "published" if outcome.status == "unchanged" else outcome.status


def _session(outcome: Outcome) -> str | None:
    return outcome.session.isoformat() if outcome.session else None


def _would(request: BuildRequest, catch_up: int) -> Outcome:
    """What a run would do, without doing it."""
    owed = due(request, catch_up)
    if not owed.sessions:
        from reporter.operations.daily import settled

        return settled(request, owed)
    sessions = ", ".join(str(day) for day in owed.sessions)
    symbols = len({subject.symbol for subject in owed.desk.subjects if subject.symbol})
    message = f"{request.desk}: would make {sessions} from {symbols} symbols of {request.data}"
    return Outcome(request.desk, owed.sessions[-1], "due", message, details={"sessions": sessions})
