"""An approver lets a held edition out, with a reason that is recorded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reporter.errors import HeldError, UsageError
from reporter.gating import FILE, gates_json, read_gates
from reporter.model.gate import Approval, Gates
from reporter.model.revision import Revision
from reporter.operations.corrections import REVISION
from reporter.operations.outcome import Outcome
from reporter.operations.revising import put
from reporter.publishing.folder import replace_folder
from reporter.publishing.signing import sealed
from reporter.releasing import clear, kept_revisions, listed, refused
from reporter.request import BuildRequest
from reporter.verification import verify


def approve(
    request: BuildRequest, edition: str, reason: str, by: str | None = None, unverified: bool = False
) -> Outcome:
    """Publish a held edition as it stands.

    It is read again: where that finds mistakes it stays held, unless the approver says `unverified` as well.
    """
    if not reason.strip():
        raise UsageError("A release needs a reason: it is recorded with the edition.")
    folder = find_held(request, edition)
    gates = read_gates(folder)
    if gates is None or not (folder / "manifest.json").is_file():
        raise HeldError(f"{folder} holds no pages, only what was measured: mend the data and run reporter daily again.")
    report = verify(folder, request.project.folders("locales"))
    if not report.clean and not unverified:
        raise refused(folder, gates, report)
    released = gates.model_copy(update={"approval": approval(request, gates, reason, by)})
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    files |= listed(files, {FILE: gates_json(released)})
    place = request.output / "editions" / folder.relative_to(request.output / "held")
    entry = files.pop(REVISION, None)
    if entry is not None and place.is_dir():
        put(place, Revision.model_validate_json(entry), files, request.sign)
    else:
        replace_folder(place, {**kept_revisions(place), **sealed(files, request.sign)})
    clear(folder)
    message = f"{place.name} {gates.session}: released to {place}"
    return Outcome(place.name, gates.session, "released", message, 0, place, details={"reason": reason, "by": by})


def approval(request: BuildRequest, gates: Gates, reason: str, by: str | None) -> Approval:
    """The record of a release."""
    outcomes = {reading.gate: str(reading) for reading in gates.that("hold")}
    return Approval(reason=reason.strip(), at=request.now.isoformat(), by=by, outcomes=outcomes)


def find_held(request: BuildRequest, edition: str) -> Path:
    """The folder of a held edition, by its path or as `DATE/DESK` (`DATE` alone where one desk has one)."""
    base = request.output / "held"
    for folder in (Path(edition), request.project.root / edition, base / edition):
        if (folder / FILE).is_file() and folder.resolve().is_relative_to(base.resolve()):
            return folder
    on_day = sorted(path.parent for path in base.glob(f"{_day(edition)}/*/{FILE}"))
    if len(on_day) == 1:
        return on_day[0]
    there = ", ".join(f"{path.parent.parent.name}/{path.parent.name}" for path in sorted(base.glob(f"*/*/{FILE}")))
    raise UsageError(f"No edition {edition} is held; {f'held are {there}' if there else 'none is held'}.")


def _day(edition: str) -> str:
    try:
        return date.fromisoformat(edition).isoformat()
    except ValueError:
        return "none"
