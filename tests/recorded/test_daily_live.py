"""The daily run on live prices, through the real client: one request a symbol, refusals, bars that lie, stand-ins."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import AFTER, DAYS, Tick, rising
from test_command_line import DESK
from yahoo_server import Trouble, World

from reporter.cli import main

THURSDAY = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    settings = 'desk = "own"\ndata = "yahoo"\nstore = "kept.sqlite3"\nlocales = ["en"]\nformats = ["html"]\n'
    (tmp_path / "reporter.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "desks").mkdir()
    for name in ("own", "other"):
        (tmp_path / "desks" / f"{name}.toml").write_text(f"minimum_subjects = 2\n{DESK}", encoding="utf-8")
    return tmp_path


def daily(*arguments: str, now: datetime = AFTER) -> Result:
    result = CliRunner().invoke(main, ["daily", "--now", now.isoformat(), *arguments])
    assert "Traceback" not in result.output
    return result


def gates(project: Path, where: str = "held", day: str = "2026-01-23") -> dict[str, str]:
    path = project / "output" / where / day / "own" / "gates.json"
    return {each["gate"]: each["outcome"] for each in json.loads(path.read_text(encoding="utf-8"))["gates"]}


def gaps(project: Path, day: str = "2026-01-23") -> list[tuple[str, str, str | None]]:
    path = project / "output" / "editions" / day / "own" / "briefing.json"
    found = json.loads(path.read_text(encoding="utf-8"))["gaps"]
    return [(gap["subject"], gap["why"], gap["detail"]) for gap in found if gap["what"] == "prices"]


def test_each_symbol_is_asked_for_once_for_all_desks(yahoo_online: World, project: Path) -> None:
    del yahoo_online.listings["IWM"]  # one that nobody knows is not asked for by the second desk either
    ended = daily("--desk", "own", "--desk", "other")
    assert ended.exit_code == 0, ended.output
    assert [len(yahoo_online.charts(symbol)) for symbol in ("^RUT", "^GSPC")] == [1, 1]
    unknown = [path for path, _, _ in yahoo_online.asked if path.endswith("/IWM") and "/chart/" in path]
    assert len(unknown) <= 2  # one attempt of the client's, with its look for the time zone
    count = len(yahoo_online.asked)
    assert daily("--desk", "own", "--desk", "other").exit_code == 0
    assert len(yahoo_online.asked) == count


@pytest.mark.parametrize("kind", ["429", "empty"])
def test_one_symbol_that_fails_is_a_gap(yahoo_online: World, project: Path, kind: str) -> None:
    yahoo_online.troubles["IWM"] = Trouble(kind)
    assert daily().exit_code == 0
    assert ("iwm", {"429": "rate_limited", "empty": "empty_answer"}[kind]) in [gap[:2] for gap in gaps(project)]


def test_all_refused_leaves_yesterday(yahoo_online: World, project: Path, clock: Tick) -> None:
    clock(THURSDAY)
    assert daily(now=THURSDAY).exit_code == 0
    before = {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()}
    clock(AFTER)
    yahoo_online.troubles["*"] = Trouble("429")
    ended = daily()
    assert ended.exit_code == 30
    assert "There are no prices of 2026-01-23 yet: the source failed for " in ended.stderr and "(HTTP 429)" in ended.stderr
    assert before == {path: path.read_bytes() for path in (project / "output").rglob("*") if path.is_file()}
    yahoo_online.troubles.clear()
    assert daily().stdout == "own 2026-01-23: published\n"


def test_the_last_bar_of_the_lead_is_null(yahoo_online: World, project: Path) -> None:
    yahoo_online.listings["^RUT"].bars[date(2026, 1, 23)] = (None,) * 6
    ended = daily()
    assert ended.exit_code == 10 and "its prices lack ^RUT, which the desk leads with" in ended.stderr
    assert gates(project) == {"too_few_instruments": "hold"}


def test_a_partial_day_is_not_told_of(yahoo_online: World, project: Path, clock: Tick) -> None:
    noon = datetime(2026, 1, 23, 17, 0, tzinfo=UTC)
    clock(noon)
    assert daily(now=noon).stdout == "own 2026-01-22: published\n"
    assert not (project / "output" / "editions" / "2026-01-23").exists()


@pytest.mark.parametrize(
    ("factor", "splits", "gate"),
    [(0.5, {}, "split_without_action"), (2.0, {date(2026, 1, 23): (2, 1)}, "phantom_split"), (100, {}, "unit_flip")],
)
def test_bars_on_another_footing_hold(
    yahoo_online: World, project: Path, factor: float, splits: dict[date, tuple[int, int]], gate: str
) -> None:
    listing = yahoo_online.listings["IWM"]
    bar = listing.bars[date(2026, 1, 23)]
    listing.bars[date(2026, 1, 23)] = tuple(None if v is None else v * factor for v in bar[:5]) + bar[5:]
    listing.splits = splits
    ended = daily()
    assert ended.exit_code == 10, ended.output
    assert gates(project)[gate] == "hold"


def test_a_split_that_is_adjusted_for_passes(yahoo_online: World, project: Path) -> None:
    yahoo_online.listings["IWM"].splits = {date(2026, 1, 22): (2, 1)}
    assert daily().exit_code == 0
    assert set(gates(project, "editions").values()) == {"pass"}


def test_another_source_stands_in_and_it_is_told(yahoo_online: World, project: Path) -> None:
    settings = project / "reporter.toml"
    text = 'fallback = ["csv:second.csv"]\n' + settings.read_text(encoding="utf-8")
    settings.write_text(text, encoding="utf-8")
    rows = [f"{day},IWM,{260 + place + 1}" for place, day in enumerate(DAYS)]
    (project / "second.csv").write_text("\n".join(["date,symbol,close", *rows]) + "\n", encoding="utf-8")
    yahoo_online.troubles["IWM"] = Trouble("503")
    assert daily().exit_code == 0
    assert ("iwm", "served_by_other", "second.csv") in gaps(project)
    page = (project / "output" / "editions" / "2026-01-23" / "own" / "en.html").read_text(encoding="utf-8")
    assert "The source lacks the session; another source" in page
    assert "Yahoo Finance, second.csv" in page


def test_stored_prices_say_how_far_they_reach(yahoo_online: World, project: Path, clock: Tick) -> None:
    clock(THURSDAY)
    assert daily(now=THURSDAY).exit_code == 0
    clock(AFTER)
    yahoo_online.troubles["IWM"] = Trouble("429")
    assert daily().exit_code == 0
    assert ("iwm", "served_from_store", "HTTP 429; 2026-01-22") in gaps(project)
    page = (project / "output" / "editions" / "2026-01-23" / "own" / "en.html").read_text(encoding="utf-8")
    assert 'prices stored earlier are used, up to <time datetime="2026-01-22">' in page


def test_a_revised_close_of_yesterday_prepares_a_correction(yahoo_online: World, project: Path, clock: Tick) -> None:
    clock(THURSDAY)
    assert daily(now=THURSDAY).exit_code == 0
    clock(AFTER)
    bars = rising(2600).bars
    bars[date(2026, 1, 22)] = tuple(None if v is None else v * 1.002 for v in bars[date(2026, 1, 22)])
    yahoo_online.listings["^RUT"].bars = bars
    ended = daily()
    assert ended.exit_code == 0
    assert "own 2026-01-22: prices of ^RUT were revised since it was published; a correction" in ended.stdout
    assert gates(project, "held", "2026-01-22")["revised_prices"] == "hold"
