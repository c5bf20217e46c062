"""One locale folder, loaded: its settings, names, labels and the ways it writes numbers and dates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from reporter.errors import ConfigError, Problem
from reporter.language.catalogue import Catalogue, load_catalogue
from reporter.language.dates import Dates
from reporter.language.names import Names
from reporter.language.numbers import Numbers
from reporter.language.typography import chinese, western

PASSES = {"chinese": chinese, "western": western}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        problem = Problem(str(path), f"not valid TOML: {error}", "locale-toml")
        raise ConfigError("A locale file cannot be read; mend the line that is named.", [problem]) from error


def _merged(folders: Sequence[Path], name: str) -> dict[str, Any]:
    """The tables of a file in every folder, later folders (a project's overrides) winning key by key."""
    merged: dict[str, Any] = {}
    for folder in folders:
        path = folder / name
        if not path.exists():
            continue
        for key, value in _toml(path).items():
            old = merged.get(key)
            merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


@dataclass(frozen=True)
class Language:
    """How one locale writes. `folders` runs from the packaged locale folder to the project's overrides."""

    tag: str
    folders: tuple[Path, ...]

    @classmethod
    def load(cls, tag: str, roots: Sequence[Path]) -> Language:
        """The locale `tag` found under `roots` (folders that hold locale folders), weakest first.

        Raises ConfigError if no root has it, naming those that there are.
        """
        folders = tuple(root / tag for root in roots if (root / tag).is_dir())
        if not any((folder / "locale.toml").exists() for folder in folders):
            known = sorted({p.parent.name for root in roots for p in root.glob("*/locale.toml")})
            raise ConfigError(f"There is no locale {tag!r}; there are {', '.join(known) or 'none'}.")
        return cls(tag, folders)

    @cached_property
    def settings(self) -> Mapping[str, Any]:
        return _merged(self.folders, "locale.toml")

    @property
    def bcp47(self) -> str:
        return str(self.settings["language"])

    @property
    def own_name(self) -> str:
        """The language's name in itself ."""
        return self.babel.get_display_name() or self.tag

    @cached_property
    def babel(self) -> Locale:
        return Locale.parse(str(self.settings["babel"]))

    @cached_property
    def names(self) -> Names:
        return Names(_merged(self.folders, "names.toml"), self.tag)

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.babel, self.settings["numbers"])

    @cached_property
    def dates(self) -> Dates:
        return Dates(self.babel, self.settings["dates"])

    @cached_property
    def lexicon(self) -> Mapping[str, Any]:
        """Words banded by grade: `lexicon["move"]["up"]["sharp"]`."""
        return _merged(self.folders, "lexicon.toml")

    @cached_property
    def definitions(self) -> Mapping[str, str]:
        """What each measure is, in a sentence or two for readers; terms with a digit in square brackets."""
        return {name: str(text) for name, text in _merged(self.folders, "definitions.toml").items()}

    def definition(self, metric: str) -> str:
        """The definition of a measure; nothing where the locale has none, which `check` refuses."""
        return self.definitions.get(metric, "")

    @cached_property
    def catalogue(self) -> Catalogue:
        return load_catalogue([folder / "LC_MESSAGES" / "reporter.po" for folder in self.folders])

    def t(self, key: str, **values: object) -> str:
        """A label by id, with named placeholders filled; a missing one is an error, never another language."""
        text = self.catalogue.get(key)
        if text is None:
            raise ConfigError(f"The locale {self.tag} has no label {key!r}; add it to its reporter.po.")
        return text.format(**values) if values else text

    def typography(self, html: str) -> str:
        """The typographic last pass that `locale.toml` names."""
        return PASSES[str(self.settings["typography"])](html)

    def has_label(self, key: str) -> bool:
        return key in self.catalogue


def is_known(tag: str) -> bool:
    """Whether dates and numbers can be written in a locale."""
    try:
        Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True
