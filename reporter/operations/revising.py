"""Versions of an edition: what is out gives way to another one, or is withdrawn, and the record says what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from reporter.briefing_file import read_briefing
from reporter.errors import DataError, UsageError
from reporter.model import Briefing, Figure
from reporter.model.revision import FILE, FOLDER, Change, Revision, RevisionKind
from reporter.publishing.folder import replace_folder
from reporter.publishing.publish import as_json
from reporter.publishing.signing import sealed
from reporter.recalling import withdrawn
from reporter.releasing import kept_revisions, listed


def record(folder: Path) -> dict[str, Any]:
    """What `revisions.json` says; of an edition without one, when it was published and nothing more."""
    path = folder / FILE
    if not path.is_file():
        published = read_briefing(folder / "briefing.json").generated_at
        return {"published": published.isoformat(), "revisions": []}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} can't be read ({error}).") from error
    return found


def changes(before: Path, after: Path) -> tuple[Change, ...]:
    """Figures that are printed otherwise, each with how the pages of both versions print it."""
    old, new = (
        {figure.id: figure for figure in read_briefing(folder / "briefing.json").figures} for folder in (before, after)
    )
    was, now = printed(before), printed(after)
    found = []
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if _shown(one) == _shown(other):
            continue
        known = one or other
        assert known is not None
        shown = {
            tag: (was[tag][name], now[tag][name]) for tag in was if tag in now and name in was[tag] and name in now[tag]
        }
        found.append(
            Change(
                figure=name,
                metric=known.metric,
                subject=known.subject,
                comparator=known.comparator,
                old=one.value if one else None,
                new=other.value if other else None,
                shown=shown,
            )
        )
    return tuple(found)


def _shown(figure: Figure | None) -> float | None:
    return None if figure is None else round(figure.value, figure.decimals)


def printed(folder: Path) -> dict[str, dict[str, str]]:
    """Language → figure → its first form on the page."""
    found: dict[str, dict[str, str]] = {}
    for page in sorted(folder.glob("*.html")):
        marks: dict[str, str] = {}
        for node in LexborHTMLParser(page.read_text(encoding="utf-8")).css("data.figure"):
            marks.setdefault(node.attributes.get("data-figure") or "", node.text(deep=True).strip())
        found[page.stem] = marks
    return found


def kind_of(before: Briefing, after: Briefing, changed: tuple[Change, ...]) -> RevisionKind:
    """What a new version is by what it changes: a number, what there is, or only how it is told."""
    if any(change.old is not None for change in changed):
        return "corrected"
    known = {claim.id for claim in before.claims}
    return "updated" if changed or any(claim.id not in known for claim in after.claims) else "refiled"


def revision(
    folder: Path,
    kind: RevisionKind,
    at: datetime,
    cause: str,
    reasons: Mapping[str, str],
    changed: tuple[Change, ...] = (),
) -> Revision:
    """The next entry of an edition's record."""
    number = len(record(folder)["revisions"]) + 1
    return Revision(number=number, kind=kind, at=at, cause=cause, reasons=dict(reasons), changes=changed)


def put(folder: Path, entry: Revision, files: Mapping[str, bytes] | None, key: Path | None = None) -> None:
    """Let a version take the place of the one that is out, in one step; without `files` the edition is withdrawn.

    It is signed where there is a key; what it was keeps the signature that it had.

    What stood there lies in `revisions/<number>/` from then on. A withdrawn edition's files stay where they are, for
    the website to say what it was; nothing follows up on it.
    """
    if withdrawn(folder):
        raise UsageError(f"{folder} was withdrawn: nothing can follow it.")
    now = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != FILE}
    known = record(folder)
    known["revisions"] = [*known["revisions"], entry.model_dump(mode="json")]
    standing = dict(files if files is not None else now)
    standing |= listed(standing, {FILE: as_json(known)})
    former = {f"{FOLDER}/{entry.number}/{name}": data for name, data in now.items()}
    replace_folder(folder, {**kept_revisions(folder), **former, **sealed(standing, key)})
