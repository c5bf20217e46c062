"""Daily runs through consecutive sessions with faults from a seed: is anything lost, doubled, or out that is false?

    python scripts/soak.py --sessions 250 --seed 1

Prices are made, and each morning something may go wrong: prices that come late, a lead without its bar, a unit that
flips, a run that is killed at some write, a second run at once, a run that nobody started. What holds is mended, or
stays held, until it is swept after `keep_held` days, which the journal tells. At the end every session is out or held
with a reason, what is out has the prices of a calm year, and the website that grew by a day every morning is, file by
file, the one that is built from nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np

import reporter
from reporter.data import open_calendar
from reporter.errors import LockedError
from reporter.operations.state import State
from reporter.publishing import folder as folders
from reporter.siting import SiteRequest, build

DESK = """\
market = "us_equities"
wraps = WRAPS
lead = ["rut", "spx"]
minimum_subjects = 2
[pairs]
size = "rut-spx"
[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
iwm = { symbol = "IWM", kind = "etf", currency = "USD", roles = ["challenger_etf"] }
"""
SETTINGS = """\
desk = "own"
data = "csv:prices.csv"
locales = ["en"]
formats = FORMATS
[daily]
catch_up = 9
correct_within = 3
site = true
"""
FAULTS = ("calm", "calm", "calm", "late", "lead", "flip", "killed", "race", "skipped", "twice")
WARM_UP = 60
Closes = dict[str, list[float]]


class Killed(BaseException):
    """The process is gone."""


def closes(count: int, seed: int) -> Closes:
    steps = np.random.default_rng(seed).normal(0.0003, 0.009, (2, count))
    rut, spx = (start * np.exp(np.cumsum(row)) for start, row in zip((2200.0, 5900.0), steps, strict=True))
    return {"^RUT": rut.round(2).tolist(), "^GSPC": spx.round(2).tolist(), "IWM": (rut / 10).round(2).tolist()}


def write(folder: Path, days: list[date], told: Closes, until: int, fault: str = "calm") -> None:
    """Prices up to a session, with what is wrong with them."""
    rows = ["date,symbol,close"]
    for symbol, values in told.items():
        last = until - 1 if fault == "late" or (fault == "lead" and symbol == "^RUT") else until
        for place in range(last + 1):
            flipped = fault == "flip" and symbol == "IWM" and place == until
            rows.append(f"{days[place]},{symbol},{values[place] * (100 if flipped else 1)}")
    (folder / "prices.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def daily(folder: Path, day: date) -> Any:
    return reporter.daily(folder, now=datetime.combine(day, time(22), UTC))


@contextmanager
def killing(at: int) -> Iterator[None]:
    """The process dies before write number `at`, where there are so many."""
    plain = folders._write, folders._put
    count = 0

    def watched(place: int) -> Any:
        def call(*given: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                raise Killed
            return plain[place](*given)

        return call

    folders._write, folders._put = watched(0), watched(1)
    try:
        yield
    finally:
        folders._write, folders._put = plain


def morning(folder: Path, days: list[date], told: Closes, place: int, fault: str, dice: random.Random) -> None:
    """One session, with its fault and what somebody does about it."""
    day = days[place]
    write(folder, days, told, place, fault)
    if fault == "skipped":
        return
    if fault == "killed":
        try:
            with killing(dice.randint(1, 12)):
                daily(folder, day)
        except Killed:
            pass
    if fault == "race":
        with State(folder / "state").lock():
            try:
                daily(folder, day)
            except LockedError:
                pass
            else:
                raise AssertionError("two runs at once")
    code = daily(folder, day).exit_code
    wanted = {"late": 30, "lead": 10, "flip": 10}.get(fault, 0)
    assert code == wanted, f"{day} {fault}: exit code {code}, not {wanted}"
    if fault == "twice":
        before = digest(folder)
        daily(folder, day)
        assert digest(folder) == before, f"{day}: a second run changed something"
    if fault in ("late", "lead") or (fault == "flip" and dice.random() < 0.5):
        write(folder, days, told, place)
        assert daily(folder, day).exit_code == 0


def digest(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("lock", "prices.csv")]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def soak(folder: Path, sessions: int, seed: int, wraps: Sequence[str] = ("week",)) -> Counter[str]:
    """Run it in an empty folder; how often each fault came. AssertionError where something is wrong at the end."""
    dice = random.Random(seed)
    days = [day.date() for day in open_calendar("XNYS").between(date(2024, 1, 2), date(2026, 1, 30))]
    days = days[: WARM_UP + sessions + 1]
    told = closes(len(days), seed)
    prepare(folder, wraps=wraps)
    write(folder, days, told, WARM_UP)
    assert daily(folder, days[WARM_UP]).exit_code == 0
    faults = [dice.choice(FAULTS) for _ in range(sessions - 1)] + ["calm"]
    for place, fault in enumerate(faults, start=WARM_UP + 1):
        morning(folder, days, told, place, fault, dice)
    check(folder, days[WARM_UP : WARM_UP + sessions + 1], days, told, wraps)
    return Counter(faults)


def prepare(folder: Path, formats: str = '["html"]', wraps: Sequence[str] = ()) -> None:
    (folder / "desks").mkdir(parents=True)
    (folder / "desks" / "own.toml").write_text(DESK.replace("WRAPS", json.dumps(list(wraps))), encoding="utf-8")
    (folder / "reporter.toml").write_text(SETTINGS.replace("FORMATS", formats), encoding="utf-8")


def check(folder: Path, owed: list[date], days: list[date], told: Closes, wraps: Sequence[str]) -> None:
    """Every session is out or held with a reason, once; what is out verifies and has the figures of a calm year."""
    out = {path.parent.name for path in (folder / "output" / "editions").glob("*/own")}
    held = {path.parent.parent.name: path for path in (folder / "output" / "held").glob("*/own/gates.json")}
    swept = {line["session"] for line in State(folder / "state").entries() if line.get("status") == "removed"}
    assert out | set(held) | swept == {day.isoformat() for day in owed}, "a session was lost"
    assert not out & (set(held) | swept), "a session is both out and held"
    weeks = {path.parent.name for path in (folder / "output" / "editions").glob("*/own.week")}
    calendar = open_calendar("XNYS")
    ended = {day.isoformat() for day in owed if calendar.next(day).isocalendar()[:2] != day.isocalendar()[:2]}
    due = out & ended if wraps else set()
    assert weeks == due, "a week was lost, or wrapped up though its last session is not out"
    for path in held.values():
        assert any(gate["outcome"] == "hold" for gate in json.loads(path.read_text(encoding="utf-8"))["gates"])
    calm = folder / "calm"
    prepare(calm, '["json"]')
    write(calm, days, told, len(days) - 1)
    now = datetime.combine(owed[-1], time(22), UTC)
    reporter.backfill(owed[0], owed[-1], calm, now=now, notes=[Path("none")])
    for session in sorted(out):
        edition = folder / "output" / "editions" / session / "own"
        assert reporter.verify(edition).clean, f"{session} does not verify"
        ours, theirs = (prices(place) for place in (edition, calm / "output" / "editions" / session / "own"))
        # After a session that is held the follow-up of the next one reads nothing, so that it carries fewer prices.
        assert all(theirs[key] == value for key, value in ours.items() if key in theirs), f"{session}: other prices"
        assert len(ours.keys() & theirs.keys()) > len(ours) // 2
    lines = State(folder / "state").entries()
    published = Counter((line["desk"], line["session"]) for line in lines if line.get("status") == "published")
    assert not [session for session, count in published.items() if count > 1], "a session was published twice"
    for path in folder.rglob("*.sqlite3"):
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    left = [path.name for path in (folder / "output").rglob(".*") if ".new-" in path.name or ".old-" in path.name]
    assert not left, f"left behind: {left}"
    assert site(folder / "output") == clean_site(folder), "the website is not the one that is built from nothing"


def clean_site(folder: Path) -> dict[str, str]:
    """The website of the same editions, in a folder that has never seen one."""
    fresh = folder / "fresh"
    prepare(fresh)
    shutil.copytree(folder / "output" / "editions", fresh / "output" / "editions")
    build(SiteRequest.from_settings(fresh), lambda _: None)
    return site(fresh / "output")


def site(output: Path) -> dict[str, str]:
    """Every file that readers of the website get, by its checksum; links are followed."""
    files = (Path(place) / name for place, _, names in os.walk(output / "site", followlinks=True) for name in names)
    return {str(p.relative_to(output / "site")): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def prices(edition: Path) -> dict[tuple[str, str], str]:
    """Closes that an edition carries, by day and symbol."""
    rows = (edition / "prices.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows]
    return {(row[0], row[1]): row[5] for row in cells}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sessions", type=int, default=250)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_DATA_HOME", folder)
        found = soak(Path(folder) / "project", given.sessions, given.seed)
    print(f"{given.sessions} sessions, seed {given.seed}: {dict(sorted(found.items()))}; nothing lost, nothing doubled")


if __name__ == "__main__":
    sys.exit(main())
