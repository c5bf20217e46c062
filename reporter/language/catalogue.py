"""Labels: gettext ids and their texts, read from `.po` files as they are (no compiling step)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from reporter.errors import ConfigError, Problem

Catalogue = Mapping[str, str]
_TEXT = re.compile(r"\s*(msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\b|\s*\"")
_CLOSED = re.compile(r"\s*(\w+(\[\d+\])?\s+)?\"([^\"\\]|\\.)*\"\s*$")


def load_catalogue(paths: Sequence[Path]) -> Catalogue:
    """Ids and texts of every file that exists, later files winning. Untranslated ids are left out."""
    texts: dict[str, str] = {}
    for path in paths:
        if not path.exists():
            continue
        try:
            _quoted(path)
            with path.open("rb") as stream:
                catalogue = read_po(stream, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            problem = Problem(str(path), f"not a valid catalogue: {error}", "catalogue")
            raise ConfigError(
                "A catalogue of labels cannot be read; mend the entry that is named.", [problem]
            ) from error
        for message in catalogue:
            if message.id and isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                texts[message.id] = message.string
    return texts


def _quoted(path: Path) -> None:
    """A ConfigError for texts whose quotes are not closed: the reader would cut a letter off and say nothing."""
    problems = [
        Problem(str(path), f"the text of this line is not in quotes: {line.strip()[:60]}", "catalogue", number)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _TEXT.match(line) and not _CLOSED.match(line)
    ]
    if problems:
        raise ConfigError("A catalogue of labels cannot be read; close the quotes that are named.", problems)


def label_lines(path: Path) -> Mapping[str, int]:
    """The line on which each label of a file begins; empty where the file is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {str(message.id): message.lineno or 1 for message in read_po(stream) if message.id}
