"""Published sessions whose prices were revised since: noticed, and the corrected edition prepared for an approver."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from reporter import pipeline
from reporter.briefing_file import read_briefing
from reporter.errors import HeldError, ReporterError, UsageError
from reporter.gathering import gather, read_rows
from reporter.gating import FILE as GATES
from reporter.gating import gates_json, read_gates
from reporter.model import Briefing, PeriodKind
from reporter.model.briefing import edition_name
from reporter.model.gate import Evidence, Gates, Limit, Reading
from reporter.model.market import Market
from reporter.model.revision import RevisionKind
from reporter.operations.due import calendar_of, desk_of, published
from reporter.operations.outcome import Outcome
from reporter.operations.revising import changes, kind_of, put, revision
from reporter.operations_settings import DailySettings
from reporter.publishing.folder import replace_folder
from reporter.publishing.signing import sealed
from reporter.recalling import withdrawn
from reporter.releasing import listed
from reporter.request import BuildRequest, Step

log = logging.getLogger("reporter.corrections")

FIELDS = ("open", "high", "low", "close")
REVISION = "revision.json"
"""In a held folder: the entry that its release adds to the edition's record."""
FOOTING = 0.01
"""A series that moved by one factor beyond this was put on another footing by a split, not revised."""


def corrections(
    request: BuildRequest, settings: DailySettings, session: date, folder: Path, step: Step
) -> list[Outcome]:
    """Prepare a correction of every edition up to `session` whose prices were revised beyond the limit."""
    desk = desk_of(request, session)
    calendar = calendar_of(request, desk)
    days = [day.date() for day in calendar.between(date(1980, 1, 1), session)][-settings.correct_within - 1 :]
    kinds: tuple[PeriodKind | None, ...] = (None, "week", "month")
    out = [
        (day, kind, place)
        for day in days
        for kind in kinds
        if (place := published(request, edition_name(desk.id, kind), day)) is not None
    ]
    if not out or settings.correct_within == 0 or request.data == "sample":
        return []
    try:
        _, market = gather(replace(request, on=session))
    except ReporterError as error:
        log.warning("%s: not compared with what is published: %s", desk.id, error.message)
        return []
    found = []
    for day, kind, place in out:
        if withdrawn(place):
            continue
        evidence = list(revised(place, market, settings.correct_beyond))
        if evidence:
            outcome = _prepare(replace(request, on=day, period=kind), place, tuple(evidence), settings, folder, step)
            found += [outcome] if outcome is not None else []
    return found


def revised(place: Path, market: Market, beyond: float) -> Iterator[Evidence]:
    """Prices that an edition used and that are others now."""
    briefing = read_briefing(place / "briefing.json")
    rows = read_rows(place / "prices.csv")
    for subject in briefing.subjects:
        bars = market.bars.get(subject.id)
        used = rows[rows["symbol"] == subject.symbol] if subject.symbol else rows.iloc[:0]
        if bars is None or used.empty:
            continue
        scale = 100.0 if subject.kind == "yield" else 1.0
        for day, name, was, now in _moved(used, bars.reindex(used.index) * scale, beyond):
            yield Evidence(
                value=abs(now / was - 1) if was else abs(now - was),
                subject=subject.id,
                symbol=subject.symbol,
                session=day,
                prices={f"{name} published": was, f"{name} now": now},
            )


def _moved(used: pd.DataFrame, now: pd.DataFrame, beyond: float) -> list[tuple[date, str, float, float]]:
    """Cells that moved, without a series that moved as a whole."""
    cells: list[tuple[date, str, float, float]] = []
    ratios: list[float] = []
    total = 0
    for name in FIELDS:
        before, after = used[name].to_numpy(dtype=np.float64), now[name].to_numpy(dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = after / before
        known = np.isfinite(ratio)
        total += int(known.sum())
        for place in np.flatnonzero(known & (np.abs(ratio - 1) > beyond)):
            cells.append((used.index[int(place)].date(), name, float(before[place]), float(after[place])))
            ratios.append(float(ratio[place]))
    whole = len(ratios) == total and total > 1 and max(ratios) / min(ratios) - 1 < 1e-3
    return [] if whole and abs(ratios[0] - 1) > FOOTING else cells


def _prepare(
    request: BuildRequest,
    place: Path,
    evidence: tuple[Evidence, ...],
    settings: DailySettings,
    folder: Path,
    step: Step,
) -> Outcome | None:
    """Make the edition again and hold it beside the one that is out; None where no reader would see a difference."""
    before = read_briefing(place / "briefing.json")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        previous = _previous(request, before)
        built = pipeline.build(replace(request, output=folder, previous=previous, now=request.now), step)
        made = built.folder
    except HeldError:
        made = folder / "held" / before.folder
    except ReporterError as error:
        log.warning("%s %s: the correction can't be made: %s", before.desk, before.session, error.message)
        return None
    after = read_briefing(made / "briefing.json")
    changed = changes(place, made)
    held = request.output / "held" / before.folder
    if not changed or _same(held, changed):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    entry = revision(place, kind_of(before, after, changed), request.now, "data_revised", {}, changed)
    files = {path.name: path.read_bytes() for path in sorted(made.iterdir()) if path.is_file()}
    files |= listed(files, {GATES: gates_json(_gates(made, evidence, settings.correct_beyond))})
    files = sealed(files, None)  # signed when it is released
    replace_folder(held, {**files, REVISION: (entry.model_dump_json(indent=1) + "\n").encode()})
    shutil.rmtree(folder, ignore_errors=True)
    symbols = ", ".join(dict.fromkeys(each.symbol or "" for each in evidence))
    message = (
        f"{place.name} {before.session}: prices of {symbols} were revised since it was published; a correction "
        f"({len(changed)} figures) waits in {held}: reporter release {held} --reason TEXT"
    )
    log.warning("%s", message)
    return Outcome(place.name, before.session, "due", message, 0, held, details={"figures": len(changed)})


def revise(
    request: BuildRequest,
    edition: str,
    kind: RevisionKind | None,
    cause: str,
    reasons: Mapping[str, str],
    folder: Path,
    step: Step,
) -> Outcome:
    """Make an edition that is out again and let it take its place, or withdraw it; the record says what and why."""
    place = _out(request, edition)
    before = read_briefing(place / "briefing.json")
    if kind == "withdrawn":
        put(place, revision(place, kind, request.now, cause, reasons), None, request.sign)
        message = f"{place.name} {before.session}: withdrawn"
        return Outcome(place.name, before.session, "corrected", message, folder=place, details={"kind": kind})
    shutil.rmtree(folder, ignore_errors=True)
    kept = before.period.kind if before.period is not None else None
    asked = replace(
        request, desk=before.desk, on=before.session, period=kept, output=folder, previous=_previous(request, before)
    )
    made = pipeline.build(asked, step).folder
    changed = changes(place, made)
    found = kind_of(before, read_briefing(made / "briefing.json"), changed)
    if kind is not None and (kind == "corrected") != (found == "corrected"):
        raise UsageError(f"What changes makes it {found}, not {kind}: {len(changed)} figures are others than before.")
    files = {path.name: path.read_bytes() for path in sorted(made.iterdir()) if path.is_file()}
    put(place, revision(place, kind or found, request.now, cause, reasons, changed), files, request.sign)
    shutil.rmtree(folder, ignore_errors=True)
    message = f"{place.name} {before.session}: {kind or found}, {len(changed)} figures changed"
    return Outcome(place.name, before.session, "corrected", message, folder=place, details={"kind": kind or found})


def _out(request: BuildRequest, edition: str) -> Path:
    """The folder of an edition that is out, by its path or as `DATE/DESK`."""
    base = request.output / "editions"
    for folder in (Path(edition), request.project.root / edition, base / edition):
        if (folder / "briefing.json").is_file() and folder.resolve().is_relative_to(base.resolve()):
            return folder.resolve()
    raise UsageError(f"No edition {edition} is out in {base}; name it as DATE/DESK.")


def _previous(request: BuildRequest, before: Briefing) -> Path:
    """The edition that the one before followed up, where it still stands."""
    if before.previous is None:
        return Path("none")
    name = edition_name(before.desk, before.previous.period)
    place = published(request, name, before.previous.session)
    return place if place is not None and not withdrawn(place) else Path("none")


def _same(held: Path, changed: tuple[object, ...]) -> bool:
    """Whether the very same correction waits already."""
    path = held / REVISION
    if not path.is_file():
        return False
    waiting: list[Mapping[str, object]] = json.loads(path.read_text(encoding="utf-8"))["changes"]
    fresh = [json.loads(change.model_dump_json()) for change in changed]  # type: ignore[attr-defined]
    return [(c["figure"], c["new"]) for c in waiting] == [(c["figure"], c["new"]) for c in fresh]


def _gates(made: Path, evidence: tuple[Evidence, ...], beyond: float) -> Gates:
    """The gates of the new version, with the one that holds it until somebody has looked."""
    gates = read_gates(made)
    assert gates is not None
    reading = Reading(
        gate="revised_prices",
        outcome="hold",
        value=max(each.value for each in evidence),
        limit=Limit(unit="fraction", hold=beyond),
        evidence=tuple(sorted(evidence, key=lambda each: -each.value)[:20]),
    )
    return gates.model_copy(update={"outcome": "hold", "gates": (*gates.gates, reading)})
