"""The data behind an edition: figures against prices, inputs against rows, files against their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import DataError
from reporter.model import Briefing
from reporter.verification import recompute
from reporter.verification.recompute.prices import Prices, Unknown
from reporter.verification.report import Finding, Report


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as UTF-8 text ({error})") from error


@dataclass(frozen=True)
class Data:
    """The data behind an edition: its briefing and, where they were published, its prices."""

    briefing: Briefing
    prices: Prices | None


def check_data(data: Data, where: str, report: Report) -> None:
    """Figures against the prices, inputs against their rows, claims and passages against each other."""
    briefing, prices = data.briefing, data.prices
    figures = {f.id: f for f in briefing.figures}
    subjects = {s.id: s for s in briefing.subjects}
    claims = {c.id for c in briefing.claims}
    for claim in briefing.claims:
        report.add(
            Finding("claim", f"{claim.id} names the unknown figure {i}", where)
            for i in claim.figures
            if i not in figures
        )
    for section in briefing.sections:
        for passage in section.passages:
            report.add(
                Finding("claim", f"passage {passage.id} ties the unknown claim {c}", where)
                for c in passage.claims
                if c not in claims
            )
    if prices is None or not prices.symbols:
        return
    for figure in briefing.figures:
        if figure.metric in recompute.SOURCED or 0 not in figure.sources:
            continue
        outcome = recompute.check(figure, prices, subjects, figures, briefing.session)
        if outcome.state == "wrong":
            report.add([Finding("recompute", outcome.why, where, figure=figure.id, sentence=figure.id)])
        elif outcome.state == "right":
            report.recomputed += 1
        else:
            report.not_recomputed[figure.metric] = report.not_recomputed.get(figure.metric, 0) + 1
    report.add(_inputs(data, where))


def _inputs(data: Data, where: str) -> list[Finding]:
    """Point inputs repeat the rows of the prices."""
    assert data.prices is not None
    out = []
    yields = {s.symbol for s in data.briefing.subjects if s.kind == "yield"}
    seen: set[tuple[str, object, str]] = set()
    figures = {f.id: f for f in data.briefing.figures}
    for figure in data.briefing.figures:
        out += [
            Finding("input", f"it was made of {i.figure} at {i.value!r}, which is {figures[i.figure].value!r}", where,
                    figure.id, figure.id)
            for i in figure.inputs
            if i.figure in figures and i.value is not None
            and abs(figures[i.figure].value - i.value) > 1e-9 * max(1.0, abs(i.value))
        ]
        for item in figure.inputs:
            if item.value is None or item.symbol is None or item.session is None or item.field is None or item.start:
                continue
            key = (item.symbol, item.session, item.field)
            if key in seen or item.field not in data.prices.header:
                continue
            seen.add(key)
            try:
                row = data.prices.series(item.symbol, item.field).at(item.session)
            except Unknown:
                out.append(
                    Finding(
                        "input",
                        f"prices.csv has no {item.field} of {item.symbol} on {item.session}",
                        where,
                        figure=figure.id,
                    )
                )
                continue
            row = row / 100.0 if item.symbol in yields else row
            if abs(row - item.value) > 1e-9 * max(1.0, abs(row)):
                out.append(
                    Finding(
                        "input",
                        f"{item.symbol} {item.field} {item.session} is {item.value!r}, prices.csv has {row!r}",
                        where,
                        figure=figure.id,
                    )
                )
    return out


def hashes_hold(folder: Path) -> list[Finding]:
    """Files are those that the manifest hashed."""
    path = folder / "manifest.json"
    if not path.exists():
        return [Finding("manifest", "the edition has no manifest.json", str(folder))]
    try:
        raw = json.loads(read_text(path))
    except ValueError as error:
        return [Finding("manifest", f"is no JSON ({error})", str(path))]
    hashes = _listed(raw)
    out = []
    for name, expected in sorted(hashes.items()):
        file = folder / name
        if not file.is_file():
            out.append(Finding("manifest", f"lists {name}, which is not there", str(path)))
        elif hashlib.sha256(file.read_bytes()).hexdigest() != expected:
            out.append(Finding("manifest", f"{name} has changed since it was published", str(path)))
    return out


def listed_hash_holds(path: Path) -> list[Finding]:
    """Where a manifest stands beside a single file and lists it, the file is the one that was hashed."""
    if not (path.parent / "manifest.json").exists():
        return []
    return [f for f in hashes_hold(path.parent) if f.message.startswith(f"{path.name} ")]


def _listed(manifest: object) -> dict[str, str]:
    """Names and checksums that a manifest lists."""
    listed = manifest.get("files", manifest.get("artifacts", [])) if isinstance(manifest, dict) else []
    if isinstance(listed, dict):
        return {name: e if isinstance(e, str) else str(e.get("sha256", "")) for name, e in listed.items()}
    entries = listed if isinstance(listed, list) else []
    return {str(e.get("name", e.get("path"))): str(e.get("sha256", "")) for e in entries if isinstance(e, dict)}


def carried_hashes_hold(carried: Mapping[str, bytes], where: str) -> list[Finding]:
    """The files that a PDF carries are those that its own manifest lists, where it carries one."""
    raw = carried.get("manifest.json")
    if raw is None:
        return []
    try:
        hashes = _listed(json.loads(raw))
    except ValueError as error:
        return [Finding("manifest", f"its manifest.json is no JSON ({error})", where)]
    missing = [
        Finding("manifest", f"lists {name}, which is not attached", where) for name in hashes if name not in carried
    ]
    changed = [
        Finding("manifest", f"the attached {name} has changed since it was published", where, name)
        for name, data in sorted(carried.items())
        if name != "manifest.json" and hashes.get(name) != hashlib.sha256(data).hexdigest()
    ]
    return missing + changed
