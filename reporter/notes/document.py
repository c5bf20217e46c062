"""YAML that strangers wrote, read as plain data with the place of every part.

Only what notes need is read: mappings, lists, text, numbers, dates, true, false and null of one document. Aliases and
tags are refused, since the first can grow without bound and the second can name code; size and depth have limits.
Numbers follow YAML 1.2, so `010`, `1:30`, `yes` and `on` mean what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from reporter.errors import Problem

MAX_BYTES = 1_000_000
"""A file of notes is text that somebody typed; the longest ones stay far below this."""
MAX_DEPTH = 12
MAX_DIGITS = 30

Keys = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, both from 1."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}


@dataclass(frozen=True)
class Document:
    """One file's content. `places` knows where each key and list element stands, `typed` the text of each number."""

    path: str
    data: Any
    places: Mapping[Keys, Place]
    typed: Mapping[Keys, str]

    def problem(self, keys: Keys, message: str, rule: str) -> Problem:
        """A mistake at the innermost part of `keys` that the file has."""
        line, column = next(
            (self.places[keys[:n]] for n in range(len(keys), -1, -1) if keys[:n] in self.places), (None, None)
        )
        return Problem(self.path, message, rule, line, column)


class Refused(Exception):
    """The file cannot be read at all, or only without the parts that `problems` name."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_document(path: Path) -> tuple[Document | None, list[Problem]]:
    """The document at `path` and the mistakes of its form; None where nothing of it can be used."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        return None, [Problem(str(path), f"cannot be read: {error.strerror or error}", "notes-file")]
    if size > MAX_BYTES:
        message = f"the file has {size:,} bytes; notes are read up to {MAX_BYTES:,}, so split it"
        return None, [Problem(str(path), message, "notes-size", 1)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [Problem(str(path), "is not UTF-8 text from here on; save it as UTF-8", "notes-file", line)]
    return parse(text, str(path))


def parse(text: str, path: str = "<notes>") -> tuple[Document | None, list[Problem]]:
    """As `read_document`, from text."""
    builder = _Builder(path)
    try:
        for event in _events(text, path):
            builder.take(event)
    except Refused as refused:
        return None, [*builder.problems, refused.problem]
    document = Document(path, builder.root, builder.places, builder.typed)
    return document, builder.problems


def _events(text: str, path: str) -> Iterator[yaml.Event]:
    """Parser events one by one, so that a bomb is met before it is unpacked; raises Refused."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "cannot be understood"
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        message = f"is no YAML: {what}; mind indentation, colons and quotation marks"
        raise Refused(Problem(path, message, "notes-yaml", line, column)) from error
    except yaml.YAMLError as error:
        # The reader's own error (a control character) has a position and no mark.
        position = getattr(error, "position", None)
        line = text[:position].count("\n") + 1 if isinstance(position, int) else None
        raise Refused(Problem(path, "holds a character that YAML forbids; delete it", "notes-yaml", line)) from error


class _Builder:
    """Builds data from events with a stack of its own, so that depth is bounded by us and not by the interpreter."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.root: Any = None
        self.places: dict[Keys, Place] = {(): (1, 1)}
        self.typed: dict[Keys, str] = {}
        self.problems: list[Problem] = []
        self._stack: list[tuple[Keys, dict[str, Any] | list[Any]]] = []
        self._key: list[str | None] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "a second document starts here; one file holds one", "notes-yaml")
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"the alias *{event.anchor} is not read; write the value out", "notes-alias")
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._open(event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
            self._key.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(event, f"is nested more than {MAX_DEPTH} levels deep; notes need three", "notes-depth")
        self._no_tag(event, event.tag)
        if self._at_key():
            self._refuse(event, "a key must be a word", "notes-yaml")
        container: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        keys = self._put(container, event)
        self._stack.append((keys, container))
        self._key.append(None)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._no_tag(event, event.tag)
        if self._at_key():
            keys, mapping = self._stack[-1]
            if event.value in mapping:
                first = self.places[(*keys, event.value)][0]
                self.problems.append(self._problem(event, f"{event.value} is given twice; first in line {first}",
                                                   "notes-yaml"))
            self.places[(*keys, event.value)] = _place(event)
            self._key[-1] = event.value
            return
        value = self._resolve(event)
        keys = self._put(value, event)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.typed[keys] = event.value

    def _resolve(self, event: yaml.ScalarEvent) -> Any:
        """Plain scalars by their look; quoted and block scalars are text."""
        text = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if (_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text)) and len(text) > MAX_DIGITS:
            self._refuse(event, f"a number of {len(text)} characters is not read", "notes-number")
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return text
        return text

    def _at_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1][1], dict) and self._key[-1] is None

    def _put(self, value: Any, event: yaml.Event) -> Keys:
        """Files a value under the place that is open and says which it is."""
        if not self._stack:
            self.root = value
            return ()
        keys, container = self._stack[-1]
        if isinstance(container, dict):
            name = self._key[-1]
            assert name is not None
            self._key[-1] = None
            container[name] = value
            return (*keys, name)
        container.append(value)
        keys = (*keys, len(container) - 1)
        self.places[keys] = _place(event)
        return keys

    def _no_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag is not None and tag != "!":
            self._refuse(event, f"the tag {tag[:60]!r} is not read; delete it", "notes-tag")

    def _problem(self, event: yaml.Event, message: str, rule: str) -> Problem:
        line, column = _place(event)
        return Problem(self.path, message, rule, line, column)

    def _refuse(self, event: yaml.Event, message: str, rule: str) -> None:
        raise Refused(self._problem(event, message, rule))


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
