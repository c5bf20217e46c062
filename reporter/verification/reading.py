"""The words that verification and factcheck look for: every locale's reading.toml, and the subjects' names.

Words live with their locale, so that a further language is a folder. Lists hold plain words, never patterns:
what is compiled from them is an alternation, which a regular expression engine matches in linear time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from reporter.errors import ConfigError

Locales = Path | Sequence[Path] | None
"""Where locales are: the packaged folder where nothing is said, one folder, or some of them, weakest first."""
FILES = ("reading.toml", "names.toml")
_ALPHA = re.compile(r"[A-Za-z0-9]")
NOTHING = re.compile(r"(?!)")


def default_folder() -> Path:
    """The locales that are packaged with the program, else those of its checkout."""
    here = Path(__file__).resolve()
    for folder in (here.parents[1] / "locales", here.parents[2] / "locales"):
        if folder.is_dir():
            return folder
    raise ConfigError(f"no locales/ folder beside {here.parents[1]}; reinstall the program or name one")


def _latin_ends(word: str) -> tuple[bool, bool]:
    return _ALPHA.match(word[0]) is not None, _ALPHA.match(word[-1]) is not None


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many plain words, longest first; Latin words only as whole words, without case."""
    parts = []
    longest_first = sorted(set(words), key=lambda w: (-len(w), w))
    # neighbours with the same ends share what must not stand beside them: each of those is compiled apart
    for (starts, ends), alike in groupby(longest_first, key=_latin_ends):
        left = r"(?<![A-Za-z0-9^])" if starts else ""
        right = r"(?![A-Za-z0-9])" if ends else ""
        parts.append(f"{left}(?:{'|'.join(map(re.escape, alike))}){right}")
    return re.compile("|".join(parts), re.IGNORECASE) if parts else NOTHING


@dataclass(frozen=True)
class Reading:
    """The words of one locale, or of several together. `words["direction.up"]` is a tuple of plain words."""

    tag: str
    language: str
    words: Mapping[str, tuple[str, ...]]
    numerals: Mapping[str, float]
    fractions: Mapping[str, float]
    scales: Mapping[str, float]
    names: Mapping[str, tuple[str, ...]]
    ordinals: Mapping[str, float] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of what articles speak of beside our subjects: gold, oil, the dollar. Read in `every` alone."""
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict, compare=False, repr=False)

    def pattern(self, *keys: str) -> re.Pattern[str]:
        """An alternation of the words under one or more keys; matches nothing where there are none."""
        name = "+".join(keys)
        if name not in self._patterns:
            self._patterns[name] = alternation(w for key in keys for w in self.words.get(key, ()))
        return self._patterns[name]

    def finds(self, key: str, text: str) -> bool:
        return self.pattern(key).search(text) is not None

    def spans(self, key: str, text: str) -> list[tuple[int, int, str]]:
        """Places of the words under a key: (start, end, word as written)."""
        return [(m.start(), m.end(), m.group()) for m in self.pattern(key).finditer(text)]

    @cached_property
    def strangers(self) -> frozenset[str]:
        """Ids of what is no subject of ours."""
        return frozenset(self.others)

    def listed(self, key: str) -> tuple[str, ...]:
        """The words under a key as they stand."""
        return self.words.get(key, ())

    def bare(self, key: str, text: str, marks: str = "") -> str:
        """A text without the words under a key, spaces and some marks."""
        return self.pattern(key).sub("", text).translate(str.maketrans("", "", f" {marks}"))

    @cached_property
    def units(self) -> tuple[tuple[str, str], ...]:
        """(word, unit), longest word first."""
        pairs = [(w, key[6:]) for key, words in self.words.items() if key.startswith("units.") for w in words]
        return tuple(sorted(pairs, key=lambda p: (-len(p[0]), p[0])))

    @cached_property
    def unit_words(self) -> dict[str, str]:
        """Lower-case word → unit."""
        return {word.lower(): unit for word, unit in reversed(self.units)}

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """Any word of a unit, right where it is looked for; one that ends in a letter ends there."""
        closed = r"(?![A-Za-z0-9])"
        parts = [re.escape(w) + (closed if w[-1].isascii() and w[-1].isalpha() else "") for w, _ in self.units]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    @cached_property
    def by_alias(self) -> dict[str, str]:
        """Lower-case alias → subject id."""
        return {alias.lower(): subject for subject, aliases in self.names.items() for alias in aliases}

    @cached_property
    def name_pattern(self) -> re.Pattern[str]:
        blocked = self.words.get("not_names.words", ())
        return alternation([*(a for aliases in self.names.values() for a in aliases), *blocked])

    def name_spans(self, text: str) -> list[tuple[int, int, str]]:
        """Places where a subject is named: (start, end, subject id)."""
        found = []
        for match in self.name_pattern.finditer(text):
            subject = self.by_alias.get(match.group().lower())
            if subject is not None:
                found.append((match.start(), match.end(), subject))
        return found


def _flatten(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        f"{section}.{key}": tuple(value) if isinstance(value, list) else (str(value),)
        for section, entries in table.items()
        if isinstance(entries, dict)
        and section not in ("ordinals", "numerals", "fractions", "scales", "names", "others")
        for key, value in entries.items()
    }


def _subject_names(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Names of subjects in a names.toml, whatever tables they stand under."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if not isinstance(value, dict):
            continue
        if "-" in key:
            continue
        if "short" in value or "full" in value:
            written = [value.get("short"), value.get("full"), *value.get("aliases", ())]
            found[key] = tuple(w for w in written if isinstance(w, str) and len(w) > 1)
        else:
            found.update(_subject_names(value))
    return found


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}); correct the file") from error


def roots_of(locales: Locales) -> tuple[Path, ...]:
    """The folders that hold locale folders, weakest first."""
    if locales is None:
        return (default_folder(),)
    return (locales,) if isinstance(locales, Path) else tuple(locales)


def known_tags(locales: Locales) -> list[str]:
    """The locales that can be read: each with a reading.toml in one of the folders."""
    return sorted({path.parent.name for root in roots_of(locales) for path in root.glob("*/reading.toml")})


def load(tag: str, locales: Locales = None) -> Reading:
    """The words of one locale, a later folder's tables before an earlier one's, entry by entry.

    Raises ConfigError where no folder has its reading.toml, or one is unreadable.
    """
    roots = roots_of(locales)
    return _load(tag, roots, _stamp(roots, tag))


def _stamp(roots: Sequence[Path], tag: str) -> tuple[int, ...]:
    """Changes when a file of a locale does: a project's files are written while a program runs."""
    paths = (root / tag / name for root in roots for name in FILES)
    return tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)


def _tables(roots: Sequence[Path], tag: str) -> dict[str, Any]:
    """The tables of reading.toml in every folder that has one."""
    merged: dict[str, Any] = {}
    there = [path for root in roots if (path := root / tag / FILES[0]).is_file()]
    for path in there or [roots[-1] / tag / FILES[0]]:
        for key, value in _read(path).items():
            old = merged.get(key)
            merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


@cache
def _load(tag: str, roots: tuple[Path, ...], _: tuple[int, ...]) -> Reading:
    table = _tables(roots, tag)
    names: dict[str, tuple[str, ...]] = {k: tuple(v) for k, v in table.get("names", {}).items()}
    for root in reversed(roots):
        listed = root / tag / FILES[1]
        if not listed.is_file():
            continue
        taken = {a.lower() for aliases in names.values() for a in aliases}
        for subject, aliases in _subject_names(_read(listed)).items():
            fresh = tuple(a for a in aliases if a.lower() not in taken)
            names[subject] = (*names.get(subject, ()), *fresh)
    return Reading(
        tag=tag,
        language=str(table.get("language", tag)),
        words=_flatten(table),
        numerals=dict(table.get("numerals", {})),
        fractions=dict(table.get("fractions", {})),
        scales=dict(table.get("scales", {})),
        names=names,
        ordinals=dict(table.get("ordinals", {})),
        others={k: tuple(v) for k, v in table.get("others", {}).items()},
    )


def every(locales: Locales = None) -> Reading:
    """All locales together: published articles mix languages, and one alternation reads both."""
    roots = roots_of(locales)
    tags = known_tags(roots)
    if not tags:
        raise ConfigError(f"{', '.join(map(str, roots))}: no locale has a reading.toml")
    return _every(tuple(tags), roots, tuple(_stamp(roots, tag) for tag in tags))


@cache
def _every(tags: Sequence[str], roots: tuple[Path, ...], _: tuple[tuple[int, ...], ...]) -> Reading:
    readings = [load(tag, roots) for tag in tags]
    words: dict[str, tuple[str, ...]] = {}
    names: dict[str, tuple[str, ...]] = {}
    for reading in readings:
        for key, value in reading.words.items():
            plain = key.removeprefix("articles.")  # what others write beside the words of our own editions
            words[plain] = (*words.get(plain, ()), *value)
        for subject, aliases in (*reading.names.items(), *reading.others.items()):
            names[subject] = (*names.get(subject, ()), *aliases)
    return Reading(
        tag="+".join(tags),
        language="mixed",
        words=words,
        names=names,
        numerals={k: v for r in readings for k, v in r.numerals.items()},
        fractions={k: v for r in readings for k, v in r.fractions.items()},
        scales={k: v for r in readings for k, v in r.scales.items()},
        others={k: v for r in readings for k, v in r.others.items() if k not in readings[0].names},
        ordinals={k: v for r in readings for k, v in r.ordinals.items()},
    )
