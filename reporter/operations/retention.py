"""What nobody asked for is removed after a while: held editions, rehearsals. What is out and the store stay."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

from reporter.operations.outcome import Outcome
from reporter.operations.state import State

WORK = ("shadow", "corrections")
"""Folders of the state that a run makes anew when it needs them."""


def sweep(output: Path, state: State, now: datetime, days: int) -> list[Outcome]:
    """Remove held editions of sessions further back than `days`; what was removed, for the journal."""
    last = now.date() - timedelta(days=days)
    removed = []
    for folder in sorted((output / "held").glob("*/*")):
        try:
            session = date.fromisoformat(folder.parent.name)
        except ValueError:
            continue
        if folder.is_dir() and session < last:
            shutil.rmtree(folder)
            message = f"{folder.name} {session}: held for more than {days} days, removed"
            removed.append(Outcome(folder.name, session, "removed", message))
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()
    for name in WORK:
        place = state.folder / name
        if place.is_dir() and place.stat().st_mtime < (now - timedelta(days=days)).timestamp():
            shutil.rmtree(place)
    return removed
