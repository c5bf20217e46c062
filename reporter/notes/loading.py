"""Files of notes → `Notes`: every mistake at once, each with file, line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from reporter.errors import Problem
from reporter.notes.document import Document, Keys, parse, read_document
from reporter.notes.fields import LOCALES, as_plain
from reporter.notes.kinds import EVERYDAY, KINDS, kind_of
from reporter.notes.prose import Named, check_prose
from reporter.notes.records import Note, Notes, NoteSource
from reporter.notes.shapes import NoteFields, SourceFields, Valued, missing_languages
from reporter.notes.wording import sentence
from reporter.registry import nearest

TOP = ("sources", "claims", "sample")
AHEAD = timedelta(hours=14)
"""The furthest time zone is that far ahead of UTC: a later date is in the future everywhere."""


def load_notes(
    paths: Path | str | Iterable[Path | str],
    now: datetime,
    *,
    locales: Sequence[str] = LOCALES,
    quantities: Callable[[str, str], Iterable[str]] | None = None,
    names: Callable[[str], Named] | None = None,
) -> Notes:
    """The notes of files and folders (their own `*.yaml` and `*.yml`, by name). Never raises for what is in a file.

    A note with a mistake is not among `claims`; the caller decides whether to go on without it. `quantities` names
    the numerals in words of a text in a locale that state a quantity, `names` gives what knows a locale's names.
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    loader = _Loader(latest_day(now), tuple(locales), quantities, names)
    for path in _files([Path(p) for p in given], loader.problems):
        document, problems = read_document(path)
        loader.problems.extend(problems)
        if document is not None:
            loader.read(document, hashlib.sha256(path.read_bytes()).hexdigest())
        loader.files.append(str(path))
    return loader.finish()


def load_text(text: str, now: datetime, *, path: str = "<notes>", locales: Sequence[str] = LOCALES) -> Notes:
    """As `load_notes`, from the text of one file."""
    loader = _Loader(latest_day(now), tuple(locales))
    document, problems = parse(text, path)
    loader.problems.extend(problems)
    if document is not None:
        loader.read(document, hashlib.sha256(text.encode()).hexdigest())
    loader.files.append(path)
    return loader.finish()


def latest_day(now: datetime) -> date:
    """The latest date that it is anywhere at that moment."""
    return now.date() if now.tzinfo is None else (now.astimezone(UTC) + AHEAD).date()


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix in (".yaml", ".yml") and p.is_file())
        elif path.is_file():
            yield path
        else:
            problems.append(Problem(str(path), "there is no such file or folder of notes", "notes-file"))


class _Loader:
    """Gathers sources and claims over all files, then judges what needs them all."""

    def __init__(
        self,
        latest: date,
        locales: tuple[str, ...],
        quantities: Callable[[str, str], Iterable[str]] | None = None,
        names: Callable[[str], Named] | None = None,
    ) -> None:
        self.latest, self.locales, self.quantities, self.names = latest, locales, quantities, names
        self.files: list[str] = []
        self.problems: list[Problem] = []
        self._sources: dict[str, NoteSource] = {}
        self._named: dict[str, tuple[Document, Keys]] = {}
        """Every source that a file names, also one with mistakes."""
        self._ids: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._used: set[str] = set()
        self._waiting: list[tuple[Document, Keys, Mapping[str, Any]]] = []

    def read(self, document: Document, sha256: str) -> None:
        """One file: its sources now, its claims once all files are read."""
        if document.data is None:
            return
        if not isinstance(document.data, dict):
            self._add(document, (), "a file of notes is a mapping with `sources:` and `claims:`", "notes-form")
            return
        for key in document.data:
            if key not in TOP:
                near = nearest(str(key), TOP)
                hint = f"did you mean {near}?" if near else f"a file of notes has {', '.join(TOP)}"
                self._add(document, (key,), f"unknown key {key}; {hint}", "notes-form")
        sample = document.data.get("sample", False)
        if not isinstance(sample, bool):
            self._add(document, ("sample",), "sample must be true or false", "notes-form")
        for keys, data in self._elements(document, "sources"):
            self._source(document, keys, data, sha256, sample is True)
        self._waiting.extend((document, keys, data) for keys, data in self._elements(document, "claims"))

    def finish(self) -> Notes:
        notes = [note for waiting in self._waiting for note in self._claim(*waiting)]
        spoilt = set()
        for note, field, message, rule in check_prose(notes, self.quantities, self.names):
            self.problems.append(note.problem(field, message, rule))
            spoilt.add(note.id)
        for key, (document, keys) in self._named.items():
            if key not in self._used:
                message = f"source {key} is never used; delete it, or name it in a claim"
                self._add(document, (*keys, "id"), message, "note-source")
        good = tuple(note for note in notes if note.id not in spoilt)
        ordered = sorted(set(self.problems), key=lambda p: (p.path, p.line or 0, p.column or 0, p.message))
        return Notes(good, tuple(ordered), tuple(self.files))

    # -- inside ---------------------------------------------------------------------------------------

    def _elements(self, document: Document, name: str) -> Iterator[tuple[Keys, Mapping[str, Any]]]:
        found = document.data.get(name)
        if found is None:
            return
        if not isinstance(found, list):
            self._add(document, (name,), f"{name} is a list: start each with a dash", "notes-form")
            return
        for index, element in enumerate(found):
            if isinstance(element, dict):
                yield (name, index), element
            else:
                self._add(document, (name, index), f"an element of {name} is a mapping of fields", "notes-form")

    def _source(self, document: Document, keys: Keys, data: Mapping[str, Any], sha256: str, sample: bool) -> None:
        key = data.get("id")
        if isinstance(key, str):
            if key in self._named:
                first, place = self._named[key]
                line = first.places.get(place, (0, 0))[0]
                self._add(document, (*keys, "id"), f"source {key} is given twice; first in {first.path}:{line}",
                          "note-id")
                return
            self._named[key] = (document, keys)
        fields = self._validated(document, keys, SourceFields, data, "source")
        if not isinstance(fields, SourceFields):
            return
        if fields.date > self.latest:
            self._add(document, (*keys, "date"), f"date {fields.date} of source {fields.id} is in the future",
                      "note-date")
            return
        self._sources[fields.id] = NoteSource(fields, sha256, sample=sample)

    def _claim(self, document: Document, keys: Keys, data: Mapping[str, Any]) -> Iterator[Note]:
        before = len(self.problems)
        key = data.get("source")
        if isinstance(key, str):
            self._used.add(key)
            if key not in self._named:
                near = nearest(key, self._named)
                hint = f"did you mean {near}?" if near else "add it to sources"
                self._add(document, (*keys, "source"), f"there is no source {key}; {hint}", "note-source")
        model = self._model(document, keys, data)
        if model is None:
            return
        self._raw(document, keys, data, model)
        kind = kind_of(str(data["kind"])) or ""
        fields = self._validated(document, keys, model, {**data, "kind": kind}, kind)
        if not isinstance(fields, NoteFields):
            return
        for mistake in fields.mistakes():
            self._add(document, (*keys, mistake.field), mistake.message, mistake.rule)
        if fields.as_of is not None and fields.as_of > self.latest:
            self._add(document, (*keys, "as_of"), f"as_of {fields.as_of} is in the future", "note-date")
        name = self._id(document, keys, fields, kind)
        source = self._sources.get(fields.source)
        if len(self.problems) == before and source is not None:
            yield Note(name, kind, fields, source, document, keys)

    def _model(self, document: Document, keys: Keys, data: Mapping[str, Any]) -> type[NoteFields] | None:
        name = data.get("kind")
        if name is None:
            self._add(document, keys, "a claim needs its kind", "note-kind")
            return None
        kind = kind_of(name) if isinstance(name, str) else None
        if kind is None:
            near = nearest(str(name), (*KINDS, *EVERYDAY))
            hint = f"did you mean {near}?" if near else f"known: {', '.join(sorted(KINDS))}"
            self._add(document, (*keys, "kind"), f"unknown kind {as_plain(name)}; {hint}", "note-kind")
            return None
        return KINDS[kind]

    def _raw(self, document: Document, keys: Keys, data: Mapping[str, Any], model: type[NoteFields]) -> None:
        """What is asked of a claim before its fields are judged, so that it is said together with their mistakes."""
        numbers = [name for name in ("value", "low", "high") if data.get(name) is not None]
        if numbers and issubclass(model, Valued) and data.get("unit") is None:
            message = f"{numbers[0]} has no unit; add unit: {' or '.join(model.units[:6])}"
            self._add(document, (*keys, numbers[0]), message, "note-unit")
        if model.needs_words(data) and not data.get("text"):
            wanted = ", ".join(f"{tag}: …" for tag in self.locales)
            self._add(document, keys, f"{data['kind']} needs its words: text: {{{wanted}}}", "note-text")
        for name in ("text", "quote"):
            value = data.get(name)
            if not isinstance(value, dict):
                continue
            for tag in missing_languages(value, self.locales):
                there = ", ".join(sorted(str(t) for t in value)) or "nothing"
                message = f"{name} has {there} but no {tag}; add it, since no language stands in for another"
                self._add(document, (*keys, name), message, "note-language")

    def _id(self, document: Document, keys: Keys, fields: NoteFields, kind: str) -> str:
        """The note's own id, or one from source, kind and position; ids are compared without regard to case."""
        if fields.id is None:
            stem = f"{fields.source}-{kind}".lower()
            name = stem
            while name in self._ids:
                self._counts[stem] = self._counts.get(stem, 1) + 1
                name = f"{stem}-{self._counts[stem]}"
        else:
            name = fields.id.lower()
        line = document.places.get(keys, (1, 1))[0]
        if name in self._ids:
            self._add(document, (*keys, "id"), f"the id {fields.id} is given twice; first in {self._ids[name]}",
                      "note-id")
        self._ids.setdefault(name, f"{document.path}:{line}")
        return name

    def _validated(
        self, document: Document, keys: Keys, model: type[BaseModel], data: Mapping[str, Any], what: str
    ) -> BaseModel | None:
        try:
            return model.model_validate(dict(data))
        except ValidationError as error:
            for each in error.errors():
                inner = tuple(each["loc"])
                # A message that `_raw` already gave in better words is not said twice.
                place = (*keys, *inner)
                message, rule = sentence(model, dict(each), what)
                if not (rule == "note-missing" and inner[0] in ("text", "quote") and what in KINDS
                        and KINDS[what].worded):
                    self._add(document, place, message, rule)
            return None

    def _add(self, document: Document, keys: Keys, message: str, rule: str) -> None:
        self.problems.append(document.problem(keys, message, rule))
