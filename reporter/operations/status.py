"""Where everything stands: editions, what is held, the next session, the store, and how far calendars reach."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reporter.data import store_facts
from reporter.errors import ReporterError
from reporter.gating import read_gates
from reporter.model import PeriodKind
from reporter.model.briefing import edition_name
from reporter.operations.due import calendar_of, desk_of, due, editions, held, published
from reporter.operations.state import State
from reporter.request import BuildRequest

LAST = 5
PERIODS: tuple[PeriodKind, ...] = ("week", "month")


def status(requests: list[BuildRequest], state: State, catch_up: int) -> dict[str, Any]:
    """All of it as plain values."""
    return {
        "at": requests[0].now.isoformat(),
        "desks": [desk_status(request, catch_up) for request in requests],
        "store": store_facts(requests[0].store),
        "last_run": state.read_health(),
    }


def desk_status(request: BuildRequest, catch_up: int) -> dict[str, Any]:
    """One desk: its last editions with what its gates said, what is held and why, what is due, and what comes next."""
    try:
        desk = desk_of(request, request.now.date())
        calendar = calendar_of(request, desk)
        owed = due(request, catch_up)
        following = calendar.next(max(owed.completed, calendar.local_date(request.now)))
        today = calendar.local_date(request.now)
        ahead = calendar.is_session(today) and calendar.close_time(today) > request.now
        upcoming = today if ahead else following
    except ReporterError as error:
        return {"desk": request.desk, "error": error.message}
    sessions = [day for day in editions(request, desk.id) if published(request, desk.id, day) is not None]
    return {
        "desk": desk.id,
        "editions": [_edition(request, day.isoformat()) for day in sessions[-LAST:]],
        "count": len(sessions),
        "wraps": _wraps(request),
        "held": [_held(request, name, day.isoformat()) for name, day in _all_held(request)],
        "due": [day.isoformat() for day in owed.sessions],
        "next_session": upcoming.isoformat(),
        "next_close": calendar.close_time(upcoming).isoformat(),
        "calendar": {
            "id": calendar.id,
            "horizon": calendar.horizon.isoformat() if calendar.horizon else None,
            "warning": calendar.horizon_warning(calendar.local_date(request.now)),
        },
    }


def _edition(request: BuildRequest, session: str, name: str = "") -> dict[str, Any]:
    folder = request.output / "editions" / session / (name or request.desk)
    gates = read_gates(folder)
    warned = [str(reading) for reading in gates.that("warn")] if gates is not None else []
    return {
        "session": session,
        "gates": gates.outcome if gates is not None else None,
        "warnings": warned,
        "released": gates.approval.reason if gates is not None and gates.approval is not None else None,
        "revised": (folder / "revisions.json").is_file(),
    }


def _wraps(request: BuildRequest) -> list[dict[str, Any]]:
    """The last wrap of each period that there is any of."""
    found = []
    for kind in PERIODS:
        name = edition_name(request.desk, kind)
        out = [day for day in editions(request, name) if published(request, name, day) is not None]
        found += [{"period": kind, **_edition(request, out[-1].isoformat(), name)}] if out else []
    return found


def _all_held(request: BuildRequest) -> list[tuple[str, date]]:
    """What is held of a desk: its sessions and its wraps."""
    names = [request.desk, *(edition_name(request.desk, kind) for kind in PERIODS)]
    return sorted(((name, day) for name in names for day in held(request, name)), key=lambda each: (each[1], each[0]))


def _held(request: BuildRequest, name: str, session: str) -> dict[str, Any]:
    folder = request.output / "held" / session / name
    gates = read_gates(folder)
    why = [str(reading) for reading in gates.that("hold")] if gates is not None else []
    return {"edition": name, "session": session, "folder": str(folder), "why": why}


def as_text(found: dict[str, Any]) -> str:
    """For people."""
    lines = []
    for desk in found["desks"]:
        if "error" in desk:
            lines += [desk["desk"], f"  {desk['error']}"]
            continue
        lines.append(f"{desk['desk']}: {desk['count']} {'edition' if desk['count'] == 1 else 'editions'}")
        for each in [*desk["editions"], *desk["wraps"]]:
            notes = [*each["warnings"], *(["revised"] if each["revised"] else [])]
            notes += [f"released: {each['released']}"] if each["released"] else []
            head = f"{each['period']} " if "period" in each else ""
            lines.append(f"  {head}{each['session']}  {each['gates'] or '-'}{'  ' + '; '.join(notes) if notes else ''}")
        lines += [f"  held {each['session']}/{each['edition']}: {'; '.join(each['why'])}" for each in desk["held"]]
        if desk["due"]:
            lines.append(f"  due: {', '.join(desk['due'])}")
        close = datetime.fromisoformat(desk["next_close"])
        lines.append(f"  next session {desk['next_session']}, closes {close:%H:%M %z} ({desk['calendar']['id']})")
        lines += [f"  {desk['calendar']['warning']}"] if desk["calendar"]["warning"] else []
    store = found["store"]
    if store["exists"] and not store["whole"]:
        lines.append(f"store {store['path']}: DAMAGED; put a copy back with: reporter data restore FILE")
    elif store["exists"]:
        size = f"{store['bytes'] / 1e6:.1f} MB, last told {str(store['last'])[:19]}"
        told = f"{store['symbols']} symbols, {store['bars']} bars, {size}"
        lines.append(f"store {store['path']}: {told}")
    else:
        lines.append(f"store {store['path']}: none yet")
    run = found["last_run"]
    lines.append(f"last run {run['ran_at']}: exit code {run['exit_code']}" if run else "no daily run yet")
    lines += [f"  {desk['why']}" for desk in run.get("desks", {}).values() if "why" in desk] if run else []
    return "\n".join(lines)
