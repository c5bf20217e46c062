"""The plan of an edition as YAML: written for an editor, and read back with the place of every mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from reporter.errors import ConfigError, Problem
from reporter.model.briefing import heading_of
from reporter.narrative.following import Asked, AskedSection
from reporter.notes.document import Document, read_document
from reporter.registry import nearest

SCHEMA = "reporter.plan/1"
Place = tuple[str | int, ...]
_TOP = ("plan", "desk", "session", "length", "theme", "scores", "headline", "sections", "dropped")
_PASSAGE = ("id", "move", "subheading", "generated", "claims", "veto", "override", "sentences")
_CLAIM = ("id", "kind", "salience", "rule", "veto")
LENGTHS = ("brief", "standard", "full")


@dataclass(frozen=True)
class Words:
    """An editor's words for a place, in one locale; `where` is their place in the file."""

    place: str
    locale: str
    sentence: int | None
    text: str
    where: Place


@dataclass(frozen=True)
class PlanFile:
    """A plan as it was read. `problems` are the mistakes of its form; whether it can be followed, its session tells."""

    document: Document
    sha256: str
    desk: str
    session: date | None
    length: str
    theme: str
    sections: tuple[AskedSection, ...]
    words: tuple[Words, ...]
    problems: tuple[Problem, ...]

    def problem(self, place: Place, message: str, rule: str = "plan") -> Problem:
        return self.document.problem(place, message, rule)


def read_plan(path: Path) -> PlanFile:
    """The plan in a file, with the mistakes of its form; a ConfigError where nothing of it can be used."""
    document, problems = read_document(path)
    problems = [replace(each, rule=each.rule.replace("notes", "plan")) for each in problems]
    reader = _Reader(document) if document is not None else None
    found = reader.plan(hashlib.sha256(path.read_bytes()).hexdigest()) if reader is not None else None
    problems += reader.problems if reader is not None else []
    if found is None:
        raise mistakes_of(path, problems)
    return replace(found, problems=tuple(problems))


def mistakes_of(path: Path | str, problems: Sequence[Problem]) -> ConfigError:
    count = "one mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    ordered = sorted(set(problems), key=lambda p: (p.line or 0, p.column or 0, p.message))
    return ConfigError(f"The plan {path} has {count}; mend the lines that are named.", ordered)


class _Reader:
    """Goes through plain data and keeps what it cannot use as problems."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._words: list[Words] = []

    def wrong(self, place: Place, message: str) -> None:
        self.problems.append(self.document.problem(place, message, "plan"))

    def plan(self, sha256: str) -> PlanFile | None:
        data = self.mapping(self.document.data, (), _TOP)
        if data is None:
            return None
        if data.get("plan") != SCHEMA:
            self.wrong(("plan",), f"is no plan of this version; its first line must be plan: {SCHEMA}")
        desk, theme, length = (self.text(data, key, ()) for key in ("desk", "theme", "length"))
        session = data.get("session")
        if not isinstance(session, date):
            self.wrong(("session",), "session must be a date, as 2026-01-23")
        if length not in LENGTHS:
            if length:
                self.wrong(("length",), f"length is {length!r}; it is one of {', '.join(LENGTHS)}")
            length = "standard"
        headline = self.mapping(data.get("headline") or {}, ("headline",), ("generated", "override"))
        self._override("headline", (headline or {}).get("override"), ("headline", "override"))
        pins = self._pins(data.get("dropped") or {})
        sections = tuple(self._sections(data.get("sections"), pins))
        day = session if isinstance(session, date) else None
        return PlanFile(self.document, sha256, desk, day, length, theme, sections, tuple(self._words), ())

    # -- parts ----------------------------------------------------------------------------------------

    def mapping(self, value: Any, place: Place, keys: Sequence[str]) -> dict[str, Any] | None:
        """A mapping of known keys; None (and a problem) where it is something else."""
        if not isinstance(value, dict):
            self.wrong(place, "must be keys with values here; compare a plan that was written by reporter plan")
            return None
        for key in value:
            if key not in keys:
                near = nearest(key, keys)
                self.wrong(
                    (*place, key), f"there is no key {key!r} here" + (f"; did you mean {near}?" if near else "")
                )
        return value

    def text(self, data: Mapping[str, Any], key: str, place: Place) -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value:
            self.wrong((*place, key), f"{key} is missing or no text")
            return ""
        return value

    def items(self, value: Any, place: Place) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(place, "must be a list, each entry behind a dash")
            return []
        return value

    def flag(self, data: Mapping[str, Any], key: str, place: Place) -> bool:
        value = data.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong((*place, key), f"{key} is {value!r}; it must be true or false")
        return value is True

    def _sections(self, value: Any, pins: Mapping[str, list[Asked]]) -> Iterator[AskedSection]:
        for number, each in enumerate(self.items(value, ("sections",))):
            place: Place = ("sections", number)
            section = self.mapping(each, place, ("id", "passages"))
            if section is None:
                continue
            name = self.text(section, "id", place)
            passages = [
                found
                for at, one in enumerate(self.items(section.get("passages"), (*place, "passages")))
                if (found := self._passage(one, (*place, "passages", at), pins)) is not None
            ]
            yield AskedSection(name, tuple([*passages, *pins.get(f"section {name}", [])]), place)

    def _passage(self, value: Any, place: Place, pins: Mapping[str, list[Asked]]) -> Asked | None:
        data = self.mapping(value, place, _PASSAGE)
        if data is None or self.flag(data, "veto", place):
            return None
        move = self.text(data, "move", place)
        name = self.text(data, "id", place) if "id" in data else move
        claims = [
            *self._claims(data.get("claims"), (*place, "claims")),
            *((c, p) for pin in pins.get(name, []) for c, p in zip(pin.claims, pin.claim_places, strict=True)),
        ]
        above = self.mapping(data.get("subheading") or {}, (*place, "subheading"), ("generated", "override"))
        self._override(heading_of(name), (above or {}).get("override"), (*place, "subheading", "override"))
        self._override(name, data.get("override"), (*place, "override"))
        self._sentences(name, data.get("sentences"), (*place, "sentences"))
        return Asked(name, move, tuple(c for c, _ in claims), place, tuple(p for _, p in claims))

    def _claims(self, value: Any, place: Place) -> Iterator[tuple[str, Place]]:
        for number, each in enumerate(self.items(value, place)):
            here = (*place, number)
            if isinstance(each, str):
                yield each, here
                continue
            data = self.mapping(each, here, _CLAIM)
            if data is not None and not self.flag(data, "veto", here):
                yield self.text(data, "id", here), here

    def _pins(self, value: Any) -> dict[str, list[Asked]]:
        """What the editor wants after all: passages by `section ID`, claims by the id of their passage."""
        found: dict[str, list[Asked]] = {}
        dropped = self.mapping(value, ("dropped",), ("passages", "claims"))
        for number, each in enumerate(self.items((dropped or {}).get("passages"), ("dropped", "passages"))):
            place: Place = ("dropped", "passages", number)
            data = self.mapping(each, place, (*_PASSAGE, "section", "reason", "pin"))
            if data is not None and self.flag(data, "pin", place):
                passage = self._passage({k: v for k, v in data.items() if k in _PASSAGE}, place, {})
                if passage is not None:
                    found.setdefault(f"section {self.text(data, 'section', place)}", []).append(passage)
        for number, each in enumerate(self.items((dropped or {}).get("claims"), ("dropped", "claims"))):
            place = ("dropped", "claims", number)
            data = self.mapping(each, place, (*_CLAIM, "reason", "pin"))
            if data is not None and data.get("pin") is not None:
                name, into = self.text(data, "id", place), self.text(data, "pin", place)
                found.setdefault(into, []).append(Asked(name, "", (name,), place, (place,)))
        return found

    def _override(self, name: str, value: Any, place: Place) -> None:
        if value is None:
            return
        texts = self.mapping(value, place, list(value) if isinstance(value, dict) else ())
        for locale, text in (texts or {}).items():
            if text is not None:
                self._add(name, locale, None, text, (*place, locale))

    def _sentences(self, name: str, value: Any, place: Place) -> None:
        if value is None:
            return
        texts = self.mapping(value, place, list(value) if isinstance(value, dict) else ())
        for locale, numbered in (texts or {}).items():
            here = (*place, locale)
            if not isinstance(numbered, dict):
                self.wrong(here, "must be the number of a sentence with its new text, as 2: …")
                continue
            for number, text in numbered.items():
                if not str(number).isdigit() or int(number) < 1:
                    self.wrong((*here, number), f"{number!r} is no number of a sentence; count from 1")
                elif text is not None:
                    self._add(name, locale, int(number), text, (*here, number))

    def _add(self, name: str, locale: str, sentence: int | None, text: Any, where: Place) -> None:
        if not isinstance(text, str) or not text.strip():
            self.wrong(where, "must be text; put it in quotation marks if it looks like a number")
            return
        self._words.append(Words(name, locale, sentence, text.strip(), where))
