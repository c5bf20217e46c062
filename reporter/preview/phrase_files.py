"""The files that words are in: where a macro is written, and how an editor's version of it is saved."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import ConfigError
from reporter.preview import originals
from reporter.preview.ejecting import eject, place
from reporter.project import Project
from reporter.registry import unknown
from reporter.rendering.review.spans import spans


@dataclass(frozen=True)
class Phrase:
    """A macro in a file: `text` is the macro alone, `whole` the file with it; `own` where the project wrote it."""

    macro: str
    path: Path
    line: int
    text: str
    whole: str
    own: bool

    def worded(self, text: str) -> Phrase:
        """The same phrase in other words. A ConfigError where the words are not this macro and nothing else."""
        found = spans(text, "macro")
        if len(found) != 1 or found[0].name != self.macro or text[found[0].end :].strip():
            raise ConfigError(f"The phrase must be one macro, {{% macro {self.macro}(p) %}} … {{% endmacro %}}.")
        return Phrase(self.macro, self.path, self.line, text, self.whole.replace(self.text, text.strip()), self.own)


def find_phrase(project: Project, tag: str, macro: str) -> Phrase:
    """The macro that a page would use: the project's where it has one, else the program's."""
    known: set[str] = set()
    for root in project.folders("locales")[::-1]:
        for path in sorted((root / tag / "phrases").glob("*.j2"), reverse=True):
            whole = path.read_text(encoding="utf-8")
            for span in spans(whole, "macro"):
                known.add(span.name)
                if span.name == macro:
                    own = root == project.root / "locales" and project.settings_file is not None
                    return Phrase(macro, path, span.line, whole[span.start : span.end], whole, own)
    raise ConfigError(unknown(f"phrase of {tag}", macro, known))


def save(project: Project, tag: str, macro: str, text: str) -> Phrase:
    """Put an editor's words in the project's own file, begun from the original where there is none yet."""
    phrase = find_phrase(project, tag, macro)
    if not phrase.own:
        phrase.worded(text)
        original = originals.phrase(macro, tag)
        if not place(project, original).exists():
            eject(project, original)
        phrase = find_phrase(project, tag, macro)
    changed = phrase.worded(text)
    handle, name = tempfile.mkstemp(dir=changed.path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(changed.whole)
    Path(name).replace(changed.path)
    return changed


def lagging(project: Project, tags: tuple[str, ...], macro: str) -> tuple[str, ...]:
    """Locales that still say a phrase in the program's words, though another has its own, or said it earlier."""
    found = {tag: find_phrase(project, tag, macro) for tag in tags}
    times = {tag: phrase.path.stat().st_mtime if phrase.own else 0.0 for tag, phrase in found.items()}
    newest = max(times.values(), default=0.0)
    return tuple(tag for tag, time in times.items() if newest and time < newest - 1.0)
