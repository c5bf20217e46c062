"""Upkeep of the store: what is in it, copies of it, and putting one back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from reporter.data.folders import default_store
from reporter.data.schema import STEPS, version
from reporter.data.store import Store, from_microseconds, make_folder
from reporter.errors import ConfigError, DataError, UsageError


def store_facts(path: Path | None) -> dict[str, Any]:
    """What a store holds and whether it is whole, of one that can't be read only that; None is the default store."""
    path = path or default_store()
    if not path.is_file():
        return {"path": str(path), "exists": False}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            def ask(query: str) -> Any:
                return connection.execute(query).fetchone()[0]

            last = ask("SELECT max(retrieved_at) FROM retrievals")
            return {
                "path": str(path), "exists": True, "bytes": path.stat().st_size,
                "symbols": ask("SELECT count(*) FROM symbols"), "bars": ask("SELECT count(*) FROM bars"),
                "last": from_microseconds(last).isoformat() if last is not None else None,
                "schema": version(connection), "whole": ask("PRAGMA quick_check") == "ok",
            }  # fmt: skip
    except sqlite3.Error:
        return {
            "path": str(path), "exists": True, "bytes": path.stat().st_size, "symbols": 0, "bars": 0, "last": None,
            "schema": None, "whole": False,
        }  # fmt: skip


def back_up(path: Path | None, target: Path) -> dict[str, Any]:
    """A copy of a store as it stands, also while it is written to; its facts. An existing file is not overwritten."""
    path = path or default_store()
    if not path.is_file():
        raise DataError(f"There is no store of prices at {path}: nothing to back up.")
    if target.exists():
        raise UsageError(f"{target} exists; name a new file.")
    make_folder(target)
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        checked(part)
        os.replace(part, target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise ConfigError(f"The copy {target} can't be written: {error}; free some space.") from error
    return store_facts(target)


def restore(path: Path | None, copy: Path) -> dict[str, Any]:
    """Put a copy in the place of a store; the old one stays beside it as `.before`. Its facts."""
    path = path or default_store()
    if not copy.is_file():
        raise UsageError(f"There is no file {copy}.")
    checked(copy)
    make_folder(path)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as source, \
                closing(sqlite3.connect(part)) as new:
            source.backup(new)
        if path.exists():
            with closing(sqlite3.connect(path)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            os.replace(path, path.with_name(f"{path.name}.before"))
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        os.replace(part, path)
    except (sqlite3.Error, OSError) as error:
        raise ConfigError(f"The store {path} can't be written: {error}.") from error
    with Store.open(path):  # an older schema takes its steps
        pass
    return store_facts(path)


def checked(path: Path) -> None:
    """A DataError where a file is no store of ours, is damaged, or is a newer program's."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            steps = version(connection)
    except sqlite3.Error as error:
        raise DataError(f"{path} is no store of prices ({error}).") from error
    if not {"symbols", "bars", "retrievals"} <= tables:
        raise DataError(f"{path} is no store of prices.")
    if found != "ok":
        raise DataError(f"{path} is damaged: {found}.")
    if steps > len(STEPS):
        raise DataError(f"The store {path} was written by a newer version of reporter: update reporter.")
