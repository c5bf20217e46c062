"""Which sessions a desk owes its readers at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from reporter.data import Calendar, open_calendar
from reporter.data.calendar import FINAL_AFTER
from reporter.desk_files import load_desk
from reporter.model import Desk
from reporter.request import BuildRequest


@dataclass(frozen=True)
class Due:
    """A desk on a day. `sessions` are still to be made, oldest first; `closed` is the day where it is no session."""

    desk: Desk
    completed: date
    sessions: tuple[date, ...]
    missed: tuple[date, ...] = ()
    """Sessions further back than are made up for."""
    closed: date | None = None


def due(request: BuildRequest, catch_up: int) -> Due:
    """What the desk of a request owes at its time. A desk that has no edition yet starts with the latest session."""
    desk = desk_of(request, request.now.date())
    calendar = calendar_of(request, desk)
    today = calendar.local_date(request.now)
    calendar.check_horizon(today)
    completed = calendar.last_completed(request.now, delay_of(desk))
    closed = None if calendar.is_session(today) else today
    made = editions(request, desk.id)
    if not made:
        return Due(desk, completed, () if closed else (completed,), closed=closed)
    owed = [day.date() for day in calendar.between(made[-1] + timedelta(days=1), completed)]
    if not owed and completed in held(request, desk.id):
        owed = [completed]  # the data may have been mended since
    kept = owed[-max(1, catch_up + 1):]
    return Due(desk, completed, tuple(kept), tuple(owed[: len(owed) - len(kept)]), closed)


def desk_of(request: BuildRequest, day: date) -> Desk:
    """The desk of a request as it stands on a day."""
    return load_desk(request.desk, request.project).desk(
        request.desk,
        day,
        locales=request.locales,
        usual_locales=request.usual_locales,
        publish_prices=request.publish_prices,
    )


def calendar_of(request: BuildRequest, desk: Desk) -> Calendar:
    """The calendar of a desk with the project's own closures."""
    return open_calendar(desk.calendar, request.now.date(), request.calendars)


def delay_of(desk: Desk) -> timedelta:
    """How long after the close a desk's data count as final."""
    minutes = desk.thresholds.get("close_delay_minutes")
    return FINAL_AFTER if minutes is None else timedelta(minutes=minutes)


def editions(request: BuildRequest, desk: str) -> list[date]:
    """Sessions of which an edition is out, was withdrawn, or is held, oldest first."""
    out = {
        day
        for path in request.output.glob(f"editions/*/{desk}")
        if ((path / "manifest.json").is_file() or (path / "revisions.json").is_file()) and (day := _day(path))
    }
    return sorted(out | set(held(request, desk)))


def published(request: BuildRequest, desk: str, session: date) -> Path | None:
    """The folder of an edition that is out or was withdrawn."""
    path = request.output / "editions" / session.isoformat() / desk
    return path if (path / "manifest.json").is_file() or (path / "revisions.json").is_file() else None


def held(request: BuildRequest, desk: str) -> list[date]:
    """Sessions of which an edition is held by a gate, oldest first."""
    found = [_day(path.parent) for path in request.output.glob(f"held/*/{desk}/gates.json")]
    return sorted(day for day in found if day is not None and published(request, desk, day) is None)


def _day(folder: Path) -> date | None:
    try:
        return date.fromisoformat(folder.parent.name)
    except ValueError:
        return None
