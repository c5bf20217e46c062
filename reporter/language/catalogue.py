"""Labels: gettext ids and their texts, read from `.po` files as they are (no compiling step)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from reporter.errors import ConfigError, Problem

Catalogue = Mapping[str, str]


def load_catalogue(paths: Sequence[Path]) -> Catalogue:
    """Ids and texts of every file that exists, later files winning. Untranslated ids are left out."""
    texts: dict[str, str] = {}
    for path in paths:
        if not path.exists():
            continue
        try:
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


def label_lines(path: Path) -> Mapping[str, int]:
    """The line on which each label of a file begins; empty where the file is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        return {str(message.id): message.lineno or 1 for message in read_po(stream) if message.id}
