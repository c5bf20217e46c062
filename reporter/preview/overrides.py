"""A project's overrides: what each was made from, and whether that has changed since."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reporter.errors import ConfigError
from reporter.preview.originals import Original, phrase, template
from reporter.project import Project, packaged

KEPT = Path(".reporter") / "originals"
"""Below a project: the originals as they were when an override was made."""
_HEAD = re.compile(
    r"\{# made from (?P<of>(?:templates|locales/(?P<locale>\w+)/phrases)/(?P<name>\S+)"
    r"(?: (?:block|macro) (?P<part>\w+))?) sha256:(?P<sum>[0-9a-f]+)"
)

State = Literal["current", "changed", "gone", "unmarked"]


@dataclass(frozen=True)
class Override:
    """One file of a project that stands in for something of the program's.

    `before` is the original it was made from, `now` the original of today; either may be unknown.
    """

    path: Path
    of: str
    state: State
    own: str
    before: str | None = None
    now: str | None = None

    def diffs(self) -> str:
        """What has changed in the original since, and what the project changed itself."""
        if self.before is None or self.now is None:
            return ""
        theirs = _diff(self.before, self.now, "as it was", "as it is now")
        ours = _diff(self.before, self.own, "as it was", "yours")
        return f"In the original:\n{theirs}\nIn {self.path.name}:\n{ours}"


def head(original: Original) -> str:
    """The first line of an override."""
    return f"{{# made from {original} sha256:{original.checksum}; `reporter doctor` tells when that changes #}}"


def overrides(project: Project) -> list[Override]:
    """Every override of a project, in order of path."""
    found = [*_templates(project), *_phrases(project)]
    return sorted(found, key=lambda each: each.path)


def _templates(project: Project) -> Iterator[Override]:
    own, base = project.root / "templates", packaged("templates")
    for path in sorted(own.rglob("*.j2")) if own.resolve() != base.resolve() else ():
        name = str(path.relative_to(own))
        marked = _marked(project, path)
        if marked is not None:
            yield marked
        elif (base / name).is_file():
            text = path.read_text(encoding="utf-8")
            yield Override(path, f"templates/{name}", "unmarked", text, now=(base / name).read_text(encoding="utf-8"))


def _phrases(project: Project) -> Iterator[Override]:
    for folder in sorted((project.root / "locales").glob("*/phrases")):
        for path in sorted(folder.glob("*.j2")):
            marked = _marked(project, path)
            if marked is not None:
                yield marked
                continue
            name = f"{folder.parent.name}/phrases/{path.name}"
            if (packaged("locales") / name).is_file():
                yield Override(path, f"locales/{name}", "unmarked", path.read_text(encoding="utf-8"))


def _marked(project: Project, path: Path) -> Override | None:
    """An override that says what it was made from; None where its first line says nothing."""
    text = path.read_text(encoding="utf-8")
    match = _HEAD.match(text)
    if match is None:
        return None
    kept = project.root / KEPT / f"{match['sum']}.j2"
    before = kept.read_text(encoding="utf-8") if kept.is_file() else None
    try:
        original = (
            phrase(match["part"], match["locale"]) if match["locale"] else template(match["name"], match["part"])
        )
    except ConfigError:
        return Override(path, match["of"], "gone", _own(text), before)
    state: State = "current" if original.checksum == match["sum"] else "changed"
    return Override(path, match["of"], state, _own(text), before, original.text)


def _own(text: str) -> str:
    """The part of an override that stands in for the original: what is behind its own first lines."""
    lines = text.splitlines()[1:]
    while lines and (not lines[0].strip() or lines[0].startswith(("{% extends ", "{% import ", "{% from "))):
        lines.pop(0)
    return "\n".join(lines) + "\n"


def _diff(a: str, b: str, name_a: str, name_b: str) -> str:
    lines = difflib.unified_diff(a.splitlines(), b.splitlines(), name_a, name_b, lineterm="", n=1)
    return "\n".join(f"  {line}" for line in lines) or "  nothing"
