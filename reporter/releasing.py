"""How an edition gets out: written to a folder of held editions, read again, and only then put in its place."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import ConfigError, HeldError, Problem
from reporter.gating import FILE, as_problems, gates_json
from reporter.model import Briefing, Claim, Figures
from reporter.model.gate import Gates
from reporter.model.market import Market
from reporter.model.page import Artifact, Page
from reporter.publishing.fingerprint import fingerprint
from reporter.publishing.folder import replace_folder
from reporter.publishing.publish import as_json, publish
from reporter.publishing.signing import sealed
from reporter.request import BuildRequest, Built
from reporter.verification import verify
from reporter.verification.report import Report

NAMED = 20
"""Findings beyond this many are counted, not listed."""


@dataclass(frozen=True)
class Held:
    """An edition that is written but not out yet: where it lies, and where it goes."""

    folder: Path
    place: Path
    artifacts: tuple[Artifact, ...]


def hold(
    pages: Sequence[Page],
    briefing: Briefing,
    market: Market,
    request: BuildRequest,
    kept_back: Sequence[Problem] = (),
) -> Held:
    """Write the edition to `held/` in the output folder; the manifest lists the notes that it leaves out."""
    name = Path(briefing.folder)
    folder = request.output / "held" / name
    versions = {kind: fingerprint(request.project.folders(kind)) for kind in ("templates", "locales")}
    artifacts = publish(
        pages,
        briefing,
        market,
        folder,
        request.formats,
        prices=request.publish_prices,
        versions=versions,
        kept_back=kept_back,
    )
    return Held(folder, request.output / "editions" / name, artifacts)


def read_again(held: Held, request: BuildRequest) -> Report:
    """What verification says of an edition that is not out yet, with the words of the project's locales."""
    return verify(held.folder, request.project.folders("locales"))


def release(held: Held, gates: Gates, report: Report, key: Path | None = None) -> None:
    """Put an edition in its place, signed where there is a key, or leave it where it is with a HeldError that says why.

    What a corrected edition was before stays with it.
    """
    files = {path.name: path.read_bytes() for path in sorted(held.folder.iterdir()) if path.is_file()}
    files |= listed(files, {FILE: gates_json(gates)})
    if gates.outcome == "hold":
        replace_folder(held.folder, files)
        raise refused(held.folder, gates, report)
    replace_folder(held.place, {**kept_revisions(held.place), **sealed(files, key)})
    clear(held.folder)


def listed(files: Mapping[str, bytes], more: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files that joined an edition after its manifest was written, and the manifest that names them too."""
    manifest = json.loads(files["manifest.json"])
    entries = {entry["name"]: entry for entry in manifest["files"]}
    for name, data in more.items():
        entries[name] = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest["files"] = [entries[name] for name in sorted(entries)]
    return {**more, "manifest.json": as_json(manifest)}


def refused(folder: Path, gates: Gates, report: Report) -> HeldError:
    """The error of an edition that is held, with the mistakes that verification found or the gates that hold."""
    if not report.clean:
        shown = [finding.as_problem() for finding in report.findings[:NAMED]]
        count = len(report.findings)
        what = "one mistake:" if count == 1 else f"{count} mistakes:" if count <= NAMED else f"{count} mistakes, first:"
        message = f"The edition is held in {folder}. Reading it again found {what}"
    else:
        shown = []
        message = f"The edition is held in {folder}; look at it, then mend the data or: reporter release {folder}."
    others = [reading for reading in gates.that("hold") if reading.gate != "verification"]
    return HeldError(message, [*shown, *as_problems(others, folder)])


def kept_revisions(place: Path) -> dict[str, bytes]:
    """Earlier versions of an edition, and the record of them, as files of its folder."""
    paths = [*place.glob("revisions.json"), *place.glob("revisions/**/*")]
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def clear(folder: Path) -> None:
    """Remove a held edition, and the folders above it that it leaves empty."""
    shutil.rmtree(folder)
    for empty in (folder.parent, folder.parent.parent):
        if not any(empty.iterdir()):
            empty.rmdir()


def told(
    held: Held,
    briefing: Briefing,
    pages: Sequence[Page],
    report: Report,
    gates: Gates,
    kept_back: Sequence[Problem] = (),
) -> Built:
    """What the command line says of the edition."""
    return Built(
        folder=held.place,
        desk=briefing.desk,
        session=briefing.session,
        theme=briefing.theme,
        sample=briefing.sample,
        titles={page.locale: page.title for page in pages},
        files=(*(artifact.name for artifact in held.artifacts), FILE),
        gaps=len(briefing.gaps),
        numbers=report.numbers,
        verified=report.verified,
        recomputed=report.recomputed,
        requested_on=briefing.requested_on,
        warnings=tuple(str(problem) for problem in kept_back),
        gates=gates,
    )


def dump(folder: Path | None, briefing: Briefing, figures: Figures | None = None, claims: Sequence[Claim] = ()) -> None:
    """Write the nouns at each door as JSON, where a folder for them was named."""
    if folder is None:
        return
    texts = {"briefing.json": briefing.model_dump_json(by_alias=True, indent=1)}
    if figures is not None:
        rows = [figure.model_dump(mode="json") for figure in figures]
        gaps = [gap.model_dump(mode="json") for gap in figures.gaps]
        texts["figures.json"] = json.dumps({"figures": rows, "gaps": gaps}, ensure_ascii=False, indent=1)
        texts["claims.json"] = json.dumps(
            [claim.model_dump(mode="json") for claim in claims], ensure_ascii=False, indent=1
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"Cannot write to {error.filename or folder}: {error.strerror}; name another folder."
        ) from error
