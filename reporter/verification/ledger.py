"""The data behind an edition: figures against prices, inputs against rows, files against their hashes."""

from __future__ import annotations

import hashlib
import json
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
    for figure in data.briefing.figures:
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
    listed = raw.get("files", raw.get("artifacts", [])) if isinstance(raw, dict) else []
    hashes: dict[str, str] = {}
    if isinstance(listed, dict):
        hashes = {
            name: entry if isinstance(entry, str) else str(entry.get("sha256", "")) for name, entry in listed.items()
        }
    elif isinstance(listed, list):
        hashes = {str(e.get("name", e.get("path"))): str(e.get("sha256", "")) for e in listed if isinstance(e, dict)}
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
