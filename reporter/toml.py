"""TOML files read for people: every mistake of a file at once, each with its line and what to do about it.

`tomllib` tells where a file is no TOML, but not where a key stands in one that is; `positions` finds that.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from reporter.errors import ConfigError, Problem
from reporter.registry import nearest
from reporter.toml_positions import Keys, positions


@dataclass(frozen=True)
class TomlFile:
    """A file that is TOML, with the place of each of its keys."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Keys, int]

    def line(self, keys: Keys) -> int | None:
        """Line of the innermost part of `keys` that the file has; None where it has none of them."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return None

    def problem(self, keys: Keys, message: str, rule: str) -> Problem:
        return Problem(str(self.path), message, rule, self.line(keys))


def read(path: Path, rule: str) -> TomlFile:
    """The file at `path`; a ConfigError with its line and column where it cannot be read as TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        what = re.sub(r" \(at .*\)$", "", str(error))
        problem = Problem(str(path), f"not valid TOML: {what[:1].lower()}{what[1:]}", rule, line, column)
        raise ConfigError(f"{path.name} cannot be read; mend the line that is named.", [problem]) from error
    return TomlFile(path, data, positions(text))


def mistakes(file: TomlFile, model: type[BaseModel], rule: str) -> list[Problem]:
    """What `model` has against the file, one problem a mistake, in order of line."""
    try:
        model.model_validate(file.data)
    except ValidationError as error:
        found = [file.problem(tuple(each["loc"]), _sentence(model, dict(each)), rule) for each in error.errors()]
        return sorted(set(found), key=lambda problem: (problem.line or 0, problem.message))
    return []


def _sentence(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    """One pydantic error in a person's words: the key, its value, what is expected."""
    keys = tuple(error["loc"])
    name = ".".join(str(key) for key in keys)
    value = error["input"]
    if error["type"] == "missing":
        return f"{name} is missing; add it"
    if error["type"] == "extra_forbidden":
        known = sorted(_fields(model, keys[:-1]))
        near = nearest(str(keys[-1]), known)
        return f"unknown key {name}; " + (f"did you mean {near}?" if near else f"known keys: {', '.join(known)}")
    if error["type"] == "literal_error":
        known = re.findall(r"'([^']*)'", str(error["ctx"]["expected"]))
        near = nearest(str(value), known)
        hint = f"did you mean {near!r}? " if near else ""
        return f"{name} is {value!r}; {hint}it is one of {', '.join(known)}"
    expected = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return f"{name} is {value!r}; it must be {expected}"


def _fields(model: type[BaseModel], keys: Keys) -> set[str]:
    """Names of the fields of the table at `keys`, following tables of tables and lists of tables."""
    kind: Any = model
    for key in keys:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(key))
            kind = field.annotation if field else None
        elif get_origin(kind) in (dict, tuple, list):
            kind = [each for each in get_args(kind) if each is not Ellipsis][-1]
        while kind is not None and get_origin(kind) not in (dict, tuple, list, None, Literal):
            # An optional table: its first member is the table.
            kind = get_args(kind)[0] if get_args(kind) else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return set(kind.model_fields)
    return set()
