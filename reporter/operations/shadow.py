"""A rehearsal: the edition that is out is made again beside it and compared, and nothing is published."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from reporter import pipeline
from reporter.briefing_file import read_briefing
from reporter.errors import HeldError, ReporterError
from reporter.operations.comparing import compared
from reporter.operations.daily import failed, settled
from reporter.operations.due import calendar_of, due, published
from reporter.operations.outcome import Outcome
from reporter.request import BuildRequest, Step

DIFFERS = 12


def rehearse(request: BuildRequest, folder: Path, step: Step) -> Outcome:
    """Make the latest completed session in `folder`; where an edition of it is out, at the time of that one."""
    try:
        owed = due(request, 0)
        session = owed.completed
        if owed.closed is not None and published(request, request.desk, session) is None:
            return settled(request, owed)
        out = published(request, request.desk, session)
        shutil.rmtree(folder, ignore_errors=True)
        before = calendar_of(request, owed.desk).previous(session)
        earlier = published(request, request.desk, before)
        previous = earlier if earlier is not None and (earlier / "briefing.json").is_file() else Path("none")
        now = read_briefing(out / "briefing.json").generated_at if out is not None else request.now
        built = pipeline.build(replace(request, on=session, now=now, output=folder, previous=previous), step)
    except HeldError as error:
        return Outcome(request.desk, session, "held", f"{request.desk} {session}: {error}", 10, folder)
    except ReporterError as error:
        return failed(request.desk, None, error)
    head = f"{request.desk} {session}"
    if out is None:
        return Outcome(request.desk, session, "compared", f"{head}: made, none is out yet", 0, built.folder, built)
    found = compared(out, built.folder)
    if not found["files"]:
        return Outcome(request.desk, session, "compared", f"{head}: the same, byte for byte", 0, built.folder, built)
    counts = ", ".join(f"{len(names)} {kind}" for kind, names in found.items())
    message = f"{head}: differs from the edition that is out ({counts}); compare {built.folder}"
    return Outcome(request.desk, session, "compared", message, DIFFERS, built.folder, built, found)
