"""The command line on live prices: fetched, kept, repeated offline, as of a time, and what was told otherwise."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import AFTER, DAYS, Tick, rising
from yahoo_server import Trouble, World

from reporter.cli import main

DESK = """\
market = "us_equities"
lead = ["rut", "spx"]

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
iwm = { symbol = "IWM", kind = "etf", currency = "USD", roles = ["challenger_etf"] }
"""
THURSDAY = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reporter.toml").write_text('desk = "own"\nstore = "kept.sqlite3"\n', encoding="utf-8")
    (tmp_path / "desks").mkdir()
    (tmp_path / "desks" / "own.toml").write_text(DESK, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in result.output
    return result


def build(data: str, *arguments: str, now: datetime = AFTER) -> Result:
    return run("build", "--data", data, "--now", now.isoformat(), "--previous", "none", "--format", "json",
               "--dump", data, *arguments)  # fmt: skip


def figures(folder: Path) -> object:
    return json.loads((folder / "figures.json").read_text(encoding="utf-8"))


def test_the_store_repeats_a_live_edition_offline(yahoo_online: World, project: Path) -> None:
    live = build("yahoo")
    assert live.exit_code == 0, live.stderr
    assert (project / "kept.sqlite3").is_file()
    count = len(yahoo_online.asked)
    yahoo_online.troubles["*"] = Trouble("503")
    stored = build("store")
    assert stored.exit_code == 0, stored.stderr
    assert len(yahoo_online.asked) == count
    assert figures(project / "yahoo") == figures(project / "store")


def test_as_of_a_time_only_what_was_known_then(yahoo_online: World, project: Path, clock: Tick) -> None:
    yahoo_online.listings["IWM"] = rising(520, DAYS[:-1])
    clock(THURSDAY)
    assert build("yahoo", now=THURSDAY).exit_code == 0
    before = figures(project / "yahoo")
    clock(AFTER)
    yahoo_online.listings["IWM"] = rising(260)
    assert build("yahoo").exit_code == 0
    told = build("store", "--as-of", THURSDAY.isoformat())
    assert told.exit_code == 0, told.stderr
    assert figures(project / "store") == before
    early = build("store", "--as-of", "2026-01-22T22:59:00+00:00")
    assert early.exit_code == 30
    assert "has no prices of this desk as of 2026-01-22T22:59:00+00:00" in early.stderr


@pytest.mark.parametrize("data", ["sample", "yahoo", "csv:prices.csv"])
def test_as_of_needs_the_store(project: Path, data: str) -> None:
    ended = build(data, "--as-of", THURSDAY.isoformat())
    assert ended.exit_code == 2
    assert "--as-of needs --data store" in ended.stderr


def test_no_store_yet(project: Path) -> None:
    ended = build("store")
    assert ended.exit_code == 30
    assert "There is no store of prices at" in ended.stderr and "kept.sqlite3" in ended.stderr


def test_revisions_are_listed(yahoo_online: World, project: Path, clock: Tick) -> None:
    clock(THURSDAY)
    assert build("yahoo", now=THURSDAY).exit_code == 0
    assert run("data", "revisions", "IWM").stdout == "no prices of IWM have been revised\n"
    clock(AFTER)
    yahoo_online.listings["IWM"] = rising(130)
    assert build("yahoo").exit_code == 0
    lines = run("data", "revisions", "IWM").stdout.splitlines()
    assert len(lines) == 2 * (len(DAYS) - 1)
    assert lines[0].startswith("2026-01-12  2026-01-22T23:00:00+00:00  Yahoo Finance: open 260,")
    assert lines[1].startswith("            2026-01-23T23:00:00+00:00  Yahoo Finance: open 130,")
    one = json.loads(run("data", "revisions", "IWM", "--on", "2026-01-23", "--json").stdout)
    assert [(each["session"], each["values"]["close"]) for each in one] == [("2026-01-23", 139.0)]


def test_a_closure_of_the_project_is_no_session(yahoo_online: World, project: Path) -> None:
    (project / "calendars.toml").write_text("[XNYS]\nclosures = [2026-01-23]\n", encoding="utf-8")
    ended = build("yahoo", "--on", "2026-01-23")
    assert ended.exit_code == 0, ended.stderr
    assert "2026-01-23 was no session; this is the last one before it, 2026-01-22." in ended.stdout


def test_mistakes_of_the_calendars_are_checked(project: Path) -> None:
    (project / "calendars.toml").write_text('[XNYS]\nclosures = ["soon"]\n', encoding="utf-8")
    ended = run("check")
    assert ended.exit_code == 40
    assert "calendars.toml: error: XNYS: closures: 'soon' is no date" in ended.stdout


def test_the_end_of_the_known_holidays_is_told_once(yahoo_online: World, project: Path) -> None:
    desk = DESK.replace('lead = ', 'calendar = "XSHG"\nlead = ')
    (project / "desks" / "own.toml").write_text(desk, encoding="utf-8")
    from reporter.data import open_calendar

    horizon = open_calendar("XSHG").horizon
    assert horizon is not None
    late = datetime(horizon.year, horizon.month, horizon.day, 12, tzinfo=UTC)
    ended = build("yahoo", now=late)
    assert ended.stderr.count(f"Warning: The calendar XSHG knows holidays only to {horizon}") == 1


def test_progress_is_told_to_the_step(yahoo_online: World, project: Path) -> None:
    from reporter.gathering import gather
    from reporter.request import BuildRequest

    told: list[str] = []
    gather(BuildRequest.from_settings(project, now=AFTER, data="yahoo"), told.append)
    assert told == ["data: 0 of 3 ^RUT", "data: 1 of 3 ^GSPC", "data: 2 of 3 IWM", "data: 3 of 3"]


@pytest.mark.parametrize("kind", ["429", "503", "html", "cut", "cut json", "empty", "no data"])
def test_a_provider_that_fails_ends_in_one_sentence(yahoo_online: World, project: Path, kind: str) -> None:
    yahoo_online.troubles["*"] = Trouble(kind)
    ended = build("yahoo")
    assert ended.exit_code == 30
    assert ended.stderr.startswith("Error: Yahoo Finance ") and ended.stderr.count("\n") == 1
    assert not (project / "output").exists()


@pytest.mark.parametrize("kind", ["429", "503", "html", "cut", "cut json", "empty", "no data", "unknown"])
def test_one_symbol_that_fails_is_a_gap_of_the_edition(yahoo_online: World, project: Path, kind: str) -> None:
    if kind == "unknown":
        del yahoo_online.listings["IWM"]
    else:
        yahoo_online.troubles["IWM"] = Trouble(kind)
    ended = build("yahoo")
    assert ended.exit_code == 0, ended.stderr
    gaps = json.loads((project / "yahoo" / "briefing.json").read_text(encoding="utf-8"))["gaps"]
    assert [gap["why"] for gap in gaps if gap["subject"] == "iwm" and gap["what"] == "prices"]
