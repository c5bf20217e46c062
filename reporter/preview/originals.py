"""What came with the program and may be overridden: templates, their blocks, and the macros of phrases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import ConfigError
from reporter.project import packaged
from reporter.registry import unknown
from reporter.rendering.review.phrases import SAYING
from reporter.rendering.review.spans import Span, macro_names, spans

DIGITS = 16
"""Of a checksum: enough to tell two versions of one text apart."""


@dataclass(frozen=True)
class Original:
    """A text of the program's: a whole template, one of its blocks, or one macro of a locale's phrases.

    `name` is the file below `templates/`, or below the locale's `phrases/`; `part` the block or macro in it.
    """

    name: str
    part: str | None
    locale: str | None
    path: Path
    text: str
    inner: str

    @property
    def checksum(self) -> str:
        return checksum(self.text)

    def __str__(self) -> str:
        where = f"locales/{self.locale}/phrases/{self.name}" if self.locale else f"templates/{self.name}"
        return f"{where} {'macro' if self.locale else 'block'} {self.part}" if self.part else where


def checksum(text: str) -> str:
    """The beginning of a text's SHA-256, line ends and blanks at them aside."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def template(name: str, block: str | None = None) -> Original:
    """A packaged template or a block of it; a ConfigError names the nearest where there is none."""
    root = packaged("templates")
    path = root / name
    if not path.is_file():
        raise ConfigError(unknown("template", name, _files(root)))
    source = path.read_text(encoding="utf-8")
    if block is None:
        return Original(name, None, None, path, source, source)
    found = _one("block", block, spans(source, "block"), name)
    return Original(name, block, None, path, source[found.start : found.end], source[found.inner : found.inner_end])


def phrase(macro: str, locale: str) -> Original:
    """A packaged macro of a locale's phrases; a ConfigError names the nearest where there is none."""
    root = packaged("locales") / locale / "phrases"
    names: list[str] = []
    for path in sorted(root.glob("*.j2")):
        source = path.read_text(encoding="utf-8")
        for span in spans(source, "macro"):
            if span.name == macro:
                text = source[span.start : span.end]
                return Original(path.name, macro, locale, path, text, source[span.inner : span.inner_end])
            names.append(span.name)
    raise ConfigError(unknown(f"phrase of {locale}", macro, [name for name in names if SAYING.fullmatch(name)]))


def neighbours(original: Original) -> tuple[str, ...]:
    """Macros of the same file that a macro calls."""
    source = original.path.read_text(encoding="utf-8")
    used = macro_names(original.text)
    return tuple(span.name for span in spans(source, "macro") if span.name in used and span.name != original.part)


def _one(kind: str, name: str, found: Sequence[Span], where: str) -> Span:
    for span in found:
        if span.name == name:
            return span
    raise ConfigError(unknown(f"{kind} of {where}", name, [span.name for span in found]))


def _files(root: Path) -> Iterator[str]:
    for path in root.rglob("*.j2"):
        yield str(path.relative_to(root))
