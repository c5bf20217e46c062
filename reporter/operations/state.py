"""What runs remember in the project's `state` folder: the lock, the journal and the health file."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reporter.errors import ConfigError, LockedError

HEALTH = "reporter.health/1"


@dataclass(frozen=True)
class State:
    """The folder, and the files in it."""

    folder: Path

    @property
    def journal(self) -> Path:
        """One line of JSON for everything that a run published, held, sent or failed at."""
        return self.folder / "journal.jsonl"

    @property
    def health(self) -> Path:
        """What the last run came to, for whoever watches."""
        return self.folder / "health.json"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else runs meanwhile; a LockedError where somebody does. A process that dies lets go of it."""
        self.make()
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise LockedError(
                f"Another run holds the lock {self.folder / 'lock'}; try again when it has ended."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def make(self) -> None:
        """Make the folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(
                f"The folder {self.folder} can't be made ({error.strerror}); name another with the setting state."
            ) from error

    def note(self, entries: list[dict[str, Any]]) -> None:
        """Add lines to the journal, flushed to the disk."""
        if not entries:
            return
        self.make()
        try:
            with self.journal.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ConfigError(f"Cannot write {self.journal}: {error.strerror}; free some space.") from error

    def entries(self) -> list[dict[str, Any]]:
        """All lines of the journal; a line that a crash cut short is passed over."""
        try:
            lines = self.journal.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return [entry for entry in found if isinstance(entry, dict)]

    def read_health(self) -> dict[str, Any] | None:
        """The health file; None before the first run."""
        try:
            found = json.loads(self.health.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and "ran_at" in found and "exit_code" in found else None

    def write_health(self, content: Mapping[str, Any]) -> None:
        """Replace the health file in one step."""
        self.make()
        write_whole(self.health, json.dumps({"schema": HEALTH, **content}, ensure_ascii=False, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """A small file, replaced in one step; a ConfigError where the disk refuses."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        Path(temporary or path).unlink(missing_ok=bool(temporary)) if temporary else None
        raise ConfigError(f"Cannot write {path}: {error.strerror}; free some space.") from error
