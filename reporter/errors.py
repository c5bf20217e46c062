"""The whole error tree. Each error says where, what, and what to do next, and knows its exit code.

    ReporterError                 1    anything else: a bug
    ├── UsageError                2    wrong use of the command line
    ├── HeldError                10    a gate or the verification holds the edition
    ├── NoSessionError           20    the exchange was closed that day
    ├── DataError                30    data unavailable or unreadable
    ├── ConfigError              40    settings, desk, template, locale, phrase or note
    └── LockedError              50    another run holds the lock

Mistakes in files are collected as `Problem`s so that a user sees all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One mistake at one place: `path:line:column: severity: message [rule]`."""

    path: str
    message: str
    rule: str
    line: int | None = None
    column: int | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.severity}: {self.message} [{self.rule}]"


class ReporterError(Exception):
    """Base of all errors that a user may see as a sentence."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(str(problem) for problem in self.problems)])


class UsageError(ReporterError):
    exit_code = 2


class HeldError(ReporterError):
    exit_code = 10


class NoSessionError(ReporterError):
    exit_code = 20


class DataError(ReporterError):
    exit_code = 30


class ConfigError(ReporterError):
    exit_code = 40


class LockedError(ReporterError):
    exit_code = 50
