"""The overrides file: closures and openings that a calendar library does not know yet.

    [XNYS]
    closures = [2025-01-09]
    openings = [{date = 2026-07-03, close = 13:00:00}]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from reporter.errors import ConfigError, Problem

USUAL_CLOSE = time(16, 0)


@dataclass(frozen=True)
class Override:
    closures: tuple[date, ...] = ()
    openings: Mapping[date, time] = field(default_factory=dict)


def read_overrides(path: Path) -> dict[str, Override]:
    """Overrides by exchange; ConfigError with every mistake of the file."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The calendar overrides {path} can't be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The calendar overrides {path} are no valid TOML: {error}.") from error
    problems: list[Problem] = []
    found = {exchange: _override(path, exchange, table, problems) for exchange, table in content.items()}
    if problems:
        raise ConfigError(f"The calendar overrides {path} have mistakes:", problems)
    return found


def _override(path: Path, exchange: str, table: Any, problems: list[Problem]) -> Override:
    def wrong(message: str) -> None:
        problems.append(Problem(str(path), f"{exchange}: {message}", "calendar"))

    if not isinstance(table, dict):
        wrong("expected a table with closures and openings")
        return Override()
    for key in table.keys() - {"closures", "openings"}:
        wrong(f"unknown key {key!r}; known: closures, openings")
    closures: list[date] = []
    for entry in _list(table.get("closures", []), "closures", wrong):
        if _is_date(entry):
            closures.append(entry)
        else:
            wrong(f"closures: {entry!r} is no date; write 2025-01-09")
    openings: dict[date, time] = {}
    for entry in _list(table.get("openings", []), "openings", wrong):
        day: Any
        day, close = (entry.get("date"), entry.get("close", USUAL_CLOSE)) if isinstance(entry, dict) else (
            entry, USUAL_CLOSE)
        if not _is_date(day):
            wrong(f"openings: {day!r} is no date; write {{date = 2026-07-03, close = 13:00:00}}")
        elif not isinstance(close, time):
            wrong(f"openings: {close!r} is no time; write close = 13:00:00")
        else:
            openings[day] = close
    for day in sorted(set(closures) & openings.keys()):
        wrong(f"{day} is both a closure and an opening")
    return Override(tuple(closures), openings)


def _list(value: Any, key: str, wrong: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    wrong(f"{key}: expected a list")
    return []


def _is_date(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
