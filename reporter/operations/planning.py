"""The two tasks of a backfill: plan an edition (in order of sessions), and put a planned one out (in any order)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reporter import pipeline
from reporter.briefing_file import read_briefing
from reporter.errors import HeldError, Problem, ReporterError
from reporter.gathering import gather_again
from reporter.model.gate import Reading, worst
from reporter.operations.outcome import Outcome
from reporter.publishing.folder import replace_folder
from reporter.publishing.prices import prices_csv
from reporter.publishing.publish import as_json, briefing_json
from reporter.request import BuildRequest

PLAN = "plan.json"


@dataclass(frozen=True)
class Task:
    """One edition: what is asked for, and the folder of its plan."""

    request: BuildRequest
    session: date
    folder: Path


def plan(task: Task) -> Outcome:
    """Decide what an edition says and write that down. `details` has `held` where a gate will hold it."""
    desk = task.request.desk
    try:
        decided = pipeline.decide(task.request, _silent)
        if decided.market.session != task.session:
            return Outcome(desk, task.session, "failed", f"{desk} {task.session}: the data have no such session", 30)
        briefing = pipeline.narrate(decided, task.request)
    except ReporterError as error:
        return Outcome(desk, task.session, "failed", f"{desk} {task.session}: {error}", error.exit_code)
    content: dict[str, Any] = {
        "locales": list(decided.desk.locales),
        "readings": [reading.model_dump(mode="json") for reading in decided.readings],
        "kept_back": [asdict(problem) for problem in decided.told.held],
    }
    files = {
        "briefing.json": briefing_json(briefing),
        "prices.csv": prices_csv(briefing, decided.market).encode(),
        PLAN: as_json(content),
    }
    replace_folder(task.folder, files)
    held = worst(decided.readings) == "hold"
    return Outcome(desk, task.session, "due", f"{desk} {task.session}: planned", details={"held": held})


def put_out(task: Task) -> Outcome:
    """Say, publish and check a planned edition."""
    desk, session = task.request.desk, task.session
    try:
        briefing = read_briefing(task.folder / "briefing.json")
        market = gather_again(briefing, task.folder / "prices.csv")
        content = json.loads((task.folder / PLAN).read_text(encoding="utf-8"))
        readings = [Reading.model_validate(each) for each in content["readings"]]
        kept_back = [Problem(**each) for each in content["kept_back"]]
        locales = tuple(content["locales"])
        built = pipeline.put_out(task.request, briefing, market, locales, _silent, kept_back, readings)
    except HeldError as error:
        folder = task.request.output / "held" / session.isoformat() / desk
        return Outcome(desk, session, "held", str(error), error.exit_code, folder)
    except ReporterError as error:
        return Outcome(desk, session, "failed", f"{desk} {session}: {error}", error.exit_code)
    message = f"{desk} {session}: published"
    return Outcome(desk, session, "published", message, built.exit_code, built.folder)


def _silent(_: str) -> None:
    pass
