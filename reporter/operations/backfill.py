"""Editions of many sessions and desks: each desk planned in order of sessions, all of them put out in parallel."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from reporter.data import deliver
from reporter.errors import ConfigError, NoSessionError, ReporterError, UsageError
from reporter.model import Desk
from reporter.operations.due import calendar_of, delay_of, desk_of, editions
from reporter.operations.executors import Executor, Pending
from reporter.operations.outcome import Outcome, Run
from reporter.operations.planning import Task, plan, put_out
from reporter.request import BuildRequest, Step

log = logging.getLogger("reporter.backfill")

AHEAD = 3
"""Editions that wait for a worker are bounded to so many a worker: no more is planned meanwhile."""


@dataclass
class Chain:
    """One desk: its sessions still to be planned, oldest first, and the plan before."""

    request: BuildRequest
    desk: Desk
    sessions: list[date]
    before: Task | None = None
    planning: bool = False


@dataclass
class Backfill:
    """One run. `folder` is where plans lie until they are out."""

    chains: Sequence[Chain]
    folder: Path
    executor: Executor
    step: Step
    point_in_time: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    _planning: dict[Pending, tuple[Chain, Task]] = field(default_factory=dict)
    _rendering: dict[Pending, Task] = field(default_factory=dict)
    _total: int = 0
    _done: int = 0
    _began: float = 0.0

    def run(self) -> Run:
        """Make all of it; what is out already stays as it is."""
        self._total = sum(len(chain.sessions) for chain in self.chains)
        self._began = time.monotonic()
        try:
            while self._submit() or self._planning or self._rendering:
                pending: list[Pending] = [*self._planning, *self._rendering]
                for each in self.executor.finished(pending):
                    self._take(each)
        except BrokenProcessPool as error:
            raise ConfigError(
                "A worker was killed, perhaps for want of memory: run it again with fewer --workers; "
                f"{self._done} of {self._total} editions are done and stay."
            ) from error
        shutil.rmtree(self.folder, ignore_errors=True)
        return Run(sorted(self.outcomes, key=lambda each: (str(each.session), each.desk)))

    def _submit(self) -> bool:
        """Plan the next session of every desk that has one, as far as the workers keep up."""
        for chain in self.chains:
            if len(self._planning) + len(self._rendering) >= AHEAD * self.executor.workers:
                break
            if chain.sessions and not chain.planning:
                task = self._task(chain, chain.sessions.pop(0))
                chain.planning = True
                self._planning[self.executor.submit(plan, task)] = (chain, task)
        return bool(self._planning or self._rendering)

    def _task(self, chain: Chain, session: date) -> Task:
        final = calendar_of(chain.request, chain.desk).close_time(session) + delay_of(chain.desk)
        previous = chain.before.folder if chain.before is not None else chain.request.previous
        request = replace(chain.request, on=session, previous=previous, notes_until=final)
        if self.point_in_time:
            request = replace(request, as_of=final)
        return Task(request, session, self.folder / session.isoformat() / chain.request.desk)

    def _take(self, pending: Pending) -> None:
        if pending in self._planning:
            chain, task = self._planning.pop(pending)
            outcome: Outcome = pending.result()
            chain.planning = False
            if outcome.status == "failed":
                chain.before = None
                self._finish(outcome)
                return
            # What is held is not out: the next edition does not follow up on it.
            chain.before = None if outcome.details["held"] else task
            self._rendering[self.executor.submit(put_out, task)] = task
        else:
            self._rendering.pop(pending)
            self._finish(pending.result())

    def _finish(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._done += 1
        spent = time.monotonic() - self._began
        left = timedelta(seconds=round(spent / self._done * (self._total - self._done)))
        self.step(f"{self._done} of {self._total}, about {left} left: {outcome.desk} {outcome.session}")
        if outcome.exit_code not in (0, 11):
            log.warning("%s", outcome.message)


def chains(requests: Sequence[BuildRequest], start: date, end: date) -> tuple[list[Chain], list[Outcome]]:
    """What is to be made from one day to another, and what was before."""
    if end < start:
        raise UsageError(f"--from {start} lies after --to {end}.")
    found, made = [], []
    for request in requests:
        desk = desk_of(request, end)
        calendar = calendar_of(request, desk)
        last = min(end, calendar.last_completed(request.now, delay_of(desk)))
        sessions = [day.date() for day in calendar.between(start, last)]
        out = set(editions(request, desk.id))
        made += [Outcome(desk.id, day, "unchanged", f"{desk.id} {day}: made before") for day in sessions if day in out]
        found.append(Chain(request, desk, [day for day in sessions if day not in out]))
    if not any(chain.sessions for chain in found) and not made:
        raise NoSessionError(f"There is no session from {start} to {end}.")
    return found, made


def fetched(all_chains: Sequence[Chain], now: datetime, step: Step) -> list[Chain]:
    """The chains once their prices were fetched: each symbol once, up to the last session of all."""
    ready: list[Chain] = []
    groups: dict[tuple[str, str], list[Chain]] = {}
    for chain in all_chains:
        groups.setdefault((chain.desk.calendar, chain.request.data), []).append(chain)
    for group in groups.values():
        sessions = [session for chain in group for session in chain.sessions]
        first = group[0].request
        if not sessions or first.data != "yahoo":
            ready += group
            continue
        try:
            came = deliver(
                [chain.desk for chain in group],
                first.data,
                max(sessions),
                now=now,
                store_path=first.store,
                overrides=first.calendars,
                fallback=first.fallback,
                progress=lambda symbol, done, count: step(f"data: {done} of {count} {symbol}".rstrip()),
            )
        except ReporterError as error:
            log.warning("%s", error.message)
            ready += group
            continue
        ready += [replace(chain, request=replace(chain.request, answered=came.absences)) for chain in group]
    return ready
