"""One edition → its folder. The same input gives the same bytes; nothing here reads the clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from reporter.errors import Problem
from reporter.model import Briefing
from reporter.model.market import Market
from reporter.model.page import Artifact, Page
from reporter.publishing.carrying import carrying
from reporter.publishing.folder import replace_folder
from reporter.publishing.prices import empty_csv, prices_csv
from reporter.version import __version__

FORMATS = ("html", "pdf", "md", "json", "txt", "card")
MANIFEST = "reporter.manifest/1"


def publish(
    pages: Sequence[Page],
    briefing: Briefing,
    market: Market,
    folder: Path,
    formats: Collection[str] = FORMATS,
    *,
    prices: Literal["used", "none"] = "used",
    versions: Mapping[str, str] | None = None,
    kept_back: Sequence[Problem] = (),
) -> tuple[Artifact, ...]:
    """Write the edition as the whole content of `folder` and tell what was written, the manifest last.

    `briefing.json`, `prices.csv` and `manifest.json` are always there, since they are what the pages are checked by.
    `versions` are names and checksums of what the pages were made with (templates, locales), for the manifest, and
    `kept_back` the notes that the edition does not tell, with the reason.
    """
    files: dict[str, bytes] = {
        "briefing.json": briefing_json(briefing),
        "prices.csv": (prices_csv(briefing, market) if prices == "used" else empty_csv()).encode(),
    }
    for page in pages:
        if "html" in formats:
            files[f"{page.locale}.html"] = carrying(page.html, files["briefing.json"]).encode()
        if "md" in formats:
            files[f"{page.locale}.md"] = page.markdown.encode()
        if "txt" in formats:
            files[f"brief.{page.locale}.txt"] = page.brief.encode()
        if "fragment" in formats:
            files[f"fragment.{page.locale}.html"] = page.fragment.encode()
    made_with = dict(versions or {}) | {"reporter": __version__}
    if {"pdf", "card", "mail"} & set(formats):
        made_with["weasyprint"] = _weasyprint_version()
    if "pdf" in formats:
        files |= _pdfs(pages, files, briefing, made_with)
    files |= _pictured(pages, formats, briefing)
    artifacts = tuple(_artifact(name, data) for name, data in sorted(files.items()))
    manifest = as_json(_manifest(briefing, artifacts, made_with) | _kept_back(kept_back))
    files["manifest.json"] = manifest
    replace_folder(folder, files)
    return (*artifacts, _artifact("manifest.json", manifest))


def _artifact(name: str, data: bytes) -> Artifact:
    return Artifact(name, len(data), hashlib.sha256(data).hexdigest())


def briefing_json(briefing: Briefing) -> bytes:
    """The briefing as JSON: keys in order, floats in their shortest form."""
    return as_json(briefing.model_dump(mode="json", by_alias=True, exclude_none=False))


def _pdfs(
    pages: Sequence[Page], files: Mapping[str, bytes], briefing: Briefing, versions: Mapping[str, str]
) -> dict[str, bytes]:
    """Each PDF carries what it is verified by: the page, with a row for each figure, the data, and their checksums."""
    from reporter.publishing import pdf

    made = {}
    for page in pages:
        carried = {name: files[name] for name in ("briefing.json", "prices.csv")}
        carried[f"{page.locale}.html"] = page.html.encode()
        listed = [_artifact(name, data) for name, data in sorted(carried.items())]
        carried["manifest.json"] = as_json(_manifest(briefing, listed, versions))
        attachments = [pdf.Attachment(name, data, *_CARRIED[Path(name).suffix]) for name, data in carried.items()]
        made[f"{page.locale}.pdf"] = pdf.write(page, attachments, briefing.generated_at)
    return made


def _pictured(pages: Sequence[Page], formats: Collection[str], briefing: Briefing) -> dict[str, bytes]:
    """What holds pictures: the card of each page, and its mail."""
    from reporter.publishing import mailing, raster

    made = {}
    for page in pages:
        if "card" in formats and page.card is not None:
            made[f"card.{page.locale}.png"] = raster.pictures(page, page.card, briefing.generated_at)[0]
        if "mail" in formats and page.mail is not None:
            charts = raster.pictures(page, page.mail.charts, briefing.generated_at, scale=2) if page.mail.names else []
            made[f"mail.{page.locale}.eml"] = mailing.message(page, page.mail, charts, briefing.generated_at)
    return made


_CARRIED = {
    ".json": ("Figures, claims, passages and sources; checksums", "Source"),
    ".csv": ("Prices that the figures were computed from", "Data"),
    ".html": ("The text of these pages, each number with its figure", "Alternative"),
}
"""What an attached file is, by its kind, and how it relates to the pages in the words of PDF/A-3."""


def _weasyprint_version() -> str:
    from reporter.publishing import pdf

    return pdf.version()


def _manifest(briefing: Briefing, artifacts: Iterable[Artifact], versions: Mapping[str, str]) -> dict[str, Any]:
    manifest = {
        "schema": MANIFEST,
        "desk": briefing.desk,
        "session": briefing.session.isoformat(),
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in artifacts],
        "inputs": _inputs(briefing),
        "versions": dict(versions),
    }
    if briefing.plan is not None:
        manifest["overrides"] = [
            {"place": own.place, "locale": own.locale, "sentence": own.sentence, "text": own.text}
            for own in briefing.overrides
        ]
    return manifest


def _kept_back(problems: Sequence[Problem]) -> dict[str, Any]:
    """Notes that were not told. A file is known by its name: the folder is the machine's."""
    if not problems:
        return {}
    lines = [{"file": Path(p.path).name, "line": p.line, "rule": p.rule, "why": p.message} for p in problems]
    return {"notes_held_back": lines}


def _inputs(briefing: Briefing) -> list[dict[str, Any]]:
    """What the edition was made from: its sources, and the edition before where one was read."""
    inputs: list[dict[str, Any]] = [
        {"source": source.id, "publisher": source.publisher, "title": source.title, "sha256": source.sha256}
        for source in briefing.sources
    ]
    if briefing.previous is not None:
        before = briefing.previous
        inputs.append({"edition": before.folder, "sha256": before.sha256})
    if briefing.plan is not None:
        inputs.append({"plan": list(briefing.plan.changes), "sha256": briefing.plan.sha256})
    return inputs


def as_json(value: Any) -> bytes:
    """Plain values as a file: keys in order, floats in their shortest form."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode()
