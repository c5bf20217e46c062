"""The pipeline's own step between data and words: what the gates measured, and what that means for the edition."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from reporter.data import inspect, load
from reporter.errors import DataError, Problem
from reporter.model import Desk
from reporter.model.gate import LIMITS, Evidence, Gates, Reading, worst
from reporter.model.market import Market
from reporter.request import BuildRequest
from reporter.verification.report import Report

log = logging.getLogger("reporter.gates")

FILE = "gates.json"


def inspected(request: BuildRequest, desk: Desk, market: Market) -> tuple[Reading, ...]:
    """What the gates of the data measure, with the limits of the settings."""
    return inspect(
        market, desk, limits=request.limits, overrides=request.calendars, second=_second(request, desk, market)
    )


def _second(request: BuildRequest, desk: Desk, market: Market) -> Market | None:
    """The same session as a second provider has it, where the settings name one; without it nothing is compared.

    It may lack what the desk leads with: what it has is compared.
    """
    if request.compare is None:
        return None
    try:
        return load(
            request.compare,
            desk.model_copy(update={"lead": (), "minimum_subjects": 0}),
            market.session,
            now=request.now,
            store_path=request.store,
            overrides=request.calendars,
        )
    except DataError as error:
        log.warning("not compared: %s", error.message)
        return None


def judged(desk: str, market: Market, readings: Sequence[Reading], report: Report) -> Gates:
    """All gates of an edition: those of its data and what reading it again found."""
    limit = LIMITS["verification"]
    findings = tuple(
        Evidence(value=1, detail=f"{finding.rule}: {finding.message}"[:500]) for finding in report.findings[:20]
    )
    value = float(len(report.findings))
    verification = Reading(
        gate="verification", outcome=limit.outcome(value), value=value, limit=limit, evidence=findings
    )
    together = (*readings, verification)
    return Gates(desk=desk, session=market.session, outcome=worst(together), gates=together)


def gates_json(gates: Gates) -> bytes:
    """The file: keys in order, nothing that depends on when it was written."""
    content = gates.model_dump(mode="json", by_alias=True)
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_gates(folder: Path) -> Gates | None:
    """The gates of an edition; None where it has none. A DataError where the file is not ours."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Gates.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise DataError(f"{path} is no gates.json of this version.") from error


def as_problems(readings: Sequence[Reading], folder: Path) -> list[Problem]:
    """Readings as lines of an error."""
    return [
        Problem(str(folder / FILE), str(one), one.gate, severity="error" if one.outcome == "hold" else "warning")
        for one in readings
    ]
