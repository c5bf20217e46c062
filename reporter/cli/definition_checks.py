"""What `reporter check` says of definitions for readers: one for each measure in every language, and none left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reporter.errors import Problem
from reporter.language import Language

NAME = "definitions.toml"
_TERM = re.compile(r"\[[^\[\]]+\]")


def definition_problems(language: Language, roots: Sequence[Path], measures: frozenset[str]) -> Iterator[Problem]:
    """Measures without a definition, definitions of no measure, and digits outside a bracketed term.

    A measure is one that the program computes (`measures`), or one that the locale has a name for: what notes bring.
    """
    path = _strongest(roots, language.tag)
    lines = _lines(path)
    named = {key.removeprefix("metric.") for key in language.catalogue if key.startswith("metric.")}
    defined: Mapping[str, str] = language.definitions
    for measure in sorted((measures | named) - set(defined)):
        yield Problem(str(path), f"there is no definition of {measure}; add it", "definition-missing")
    for measure in sorted(set(defined) - measures - named):
        message = f"{measure} is no measure; take its definition out"
        yield Problem(str(path), message, "definition-left-over", lines.get(measure))
    for measure, text in defined.items():
        if not text.strip():
            yield Problem(str(path), f"the definition of {measure} is empty; write it", "definition-missing",
                          lines.get(measure))  # fmt: skip
        rest = _TERM.sub("", text)
        if re.search(r"[\d\[\]]", rest):
            message = f"the definition of {measure} has a digit outside a term; write a term as [20 sessions]"
            yield Problem(str(path), message, "definition-digit", lines.get(measure))
        if "<" in text:
            message = f"the definition of {measure} holds markup; it is plain text"
            yield Problem(str(path), message, "definition-markup", lines.get(measure))


def _strongest(roots: Sequence[Path], tag: str) -> Path:
    """The file that has the last word on a locale's definitions; where there is none, the one to begin."""
    paths = [root / tag / NAME for root in roots if (root / tag).is_dir()]
    return next((path for path in reversed(paths) if path.is_file()), paths[0])


def _lines(path: Path) -> dict[str, int]:
    """The line of each definition of a file."""
    if not path.is_file():
        return {}
    found = ((re.match(r"([\w-]+) *=", line), number)
             for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1))  # fmt: skip
    return {match[1]: number for match, number in found if match}
