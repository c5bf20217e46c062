"""What the real client tells beside prices becomes notes, dated on retrieval, and an edition never waits for it."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import AFTER, rising
from yahoo_server import Trouble, World, headline

from reporter.cli import main
from reporter.data import load
from reporter.model import Desk, Subject
from reporter.model.market import Market
from reporter.notes import notes_from_fundamentals

FRIDAY = date(2026, 1, 23)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    apple = Subject(id="aapl", symbol="AAPL", kind="stock", currency="USD", roles=("giant",))
    return desk.model_copy(update={"subjects": (*desk.subjects, apple)})


@pytest.fixture
def world(world: World) -> World:
    fund, stock = world.listings["IWM"], rising(240)
    fund.instrument, fund.info, fund.holdings = "ETF", {"trailingPE": 19.85}, [0.0125] * 12
    fund.headlines = [
        headline("Small caps end a streak", "Example News", "2026-01-23T21:30:00Z", "https://news.example/streak"),
        {"id": "an ad", "ad": [{"title": "Buy"}], "content": {}},
        headline("<b>Bold</b> claims", "Example News", "2026-01-23T21:40:00Z", "javascript:alert(1)"),
    ]
    stock.instrument = "EQUITY"
    stock.targets = {"targetMeanPrice": 288.6, "targetLowPrice": 205.0, "targetHighPrice": 350.0, "currentPrice": 249.0}
    stock.trend = {"0q": 0.11, "+1q": 0.08, "0y": 0.093, "+1y": 0.07}
    ahead = int(datetime(2026, 1, 30, 1, 30, tzinfo=UTC).timestamp())  # the evening of the 29th in New York
    past = int(datetime(2025, 10, 30, 20, 30, tzinfo=UTC).timestamp())
    stock.moments = {"earningsTimestamp": past, "earningsTimestampStart": ahead}
    stock.info = {"exDividendDate": int(datetime(2026, 2, 9, tzinfo=UTC).timestamp())}
    world.listings["AAPL"] = stock
    return world


def live(desk: Desk, store_path: Path) -> Market:
    return load("yahoo", desk, FRIDAY, now=AFTER, store_path=store_path)


def test_everything_becomes_a_note_with_its_source(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    notes = notes_from_fundamentals(live(desk, store_path).fundamentals, datetime(2030, 1, 1, tzinfo=UTC)).claims
    found = {(note.fields.subject, note.kind): note for note in notes}
    assert set(found) == {
        ("iwm", "concentration_share"), ("iwm", "pe_trailing"), ("iwm", "provenance"), ("aapl", "price_target"),
        ("aapl", "eps_forecast"), ("aapl", "event"),
    }  # fmt: skip
    assert all(note.source.retrieved_at == AFTER for note in notes)
    share = found["iwm", "concentration_share"].fields.model_dump()
    assert (share["value"], share["unit"], share["top"]) == (12.5, "percent", 10)
    target = found["aapl", "price_target"].fields.model_dump()
    assert (target["value"], target["institution"], target["horizon"]) == (288.6, "analyst_consensus", "12m")
    growth = found["aapl", "eps_forecast"].fields.model_dump()
    assert (growth["value"], growth["period"]) == (9.3, "2026")
    events = [note.fields.model_dump() for note in notes if note.kind == "event"]
    days = {event["event"]: event["date"] for event in events}
    assert days == {"earnings": date(2026, 1, 29), "ex_dividend": date(2026, 2, 9)}
    headlines = [note.source.fields for note in notes if note.kind == "provenance"]
    assert [(each.title, each.publisher, each.date) for each in headlines] == [
        ("Small caps end a streak", "Example News", FRIDAY)]


def test_the_day_of_an_event_does_not_depend_on_the_machine(
    yahoo_online: World, desk: Desk, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        calendar = live(desk, store_path).fundamentals["aapl"]["calendar"]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert calendar == {"Earnings Date": ["2025-10-30", "2026-01-29"], "Ex-Dividend Date": ["2026-02-09"]}


def test_it_is_asked_once_a_session_and_in_few_requests(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    live(desk, store_path)
    asked = [path for path, _, _ in yahoo_online.asked if "/chart/" not in path]
    assert len([path for path in asked if path.endswith("/AAPL") or path.endswith("/v7/finance/quote")]) <= 5
    assert len([path for path in asked if path.endswith("/xhr/ncp")]) == 1  # headlines of the fund alone
    count = len(yahoo_online.asked)
    again = live(desk, store_path)
    assert len(yahoo_online.asked) == count
    assert again.fundamentals.keys() == {"iwm", "aapl"}


@pytest.mark.parametrize(
    ("trouble", "lost"),
    [
        ("news", {("iwm", "provenance")}),
        ("AAPL earningsTrend", {("aapl", "eps_forecast")}),
        ("IWM quoteType,summaryProfile,topHoldings,fundProfile", {("iwm", "concentration_share")}),
    ],
)
def test_what_fails_is_left_out_alone(
    yahoo_online: World, desk: Desk, store_path: Path, trouble: str, lost: set[tuple[str, str]]
) -> None:
    whole = {("iwm", "concentration_share"), ("iwm", "provenance"), ("aapl", "price_target"), ("aapl", "eps_forecast"),
             ("aapl", "event")}  # fmt: skip
    yahoo_online.troubles[trouble] = Trouble("503")
    market = live(desk, store_path)
    assert market.gaps == ()
    notes = notes_from_fundamentals(market.fundamentals, AFTER).claims
    assert whole - {(note.fields.subject, note.kind) for note in notes} == lost


@pytest.mark.parametrize("kind", ["503", "429", "html", "cut", "cut json"])
def test_prices_do_not_wait_for_it(yahoo_online: World, desk: Desk, store_path: Path, kind: str) -> None:
    info = "financialData,quoteType,defaultKeyStatistics,assetProfile,summaryDetail"
    for symbol in ("IWM", "AAPL"):
        yahoo_online.troubles[f"{symbol} {info}"] = Trouble(kind)
    market = live(desk, store_path)
    assert market.gaps == () and market.fundamentals == {}
    assert len(market.bars) == len(desk.subjects)


DESK = """\
market = "us_equities"
lead = ["rut", "spx"]

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
iwm = { symbol = "IWM", kind = "etf", currency = "USD", roles = ["challenger_etf"] }
aapl = { symbol = "AAPL", kind = "stock", currency = "USD", roles = ["giant"] }
"""


def test_an_edition_tells_and_cites_them(
    yahoo_online: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reporter.toml").write_text('desk = "own"\nstore = "kept.sqlite3"\n', encoding="utf-8")
    (tmp_path / "desks").mkdir()
    (tmp_path / "desks" / "own.toml").write_text(DESK, encoding="utf-8")
    arguments = ["build", "--data", "yahoo", "--now", AFTER.isoformat(), "--format", "html", "--json"]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    briefing = json.loads((Path(json.loads(ended.stdout)["folder"]) / "briefing.json").read_text(encoding="utf-8"))
    publishers = {source["publisher"] for source in briefing["sources"][1:]}
    assert "Yahoo Finance" in publishers
    assert {"note_price_targets", "note_growth"} <= {claim["kind"] for claim in briefing["claims"]}
    retrieved = {source["retrieved_at"] for source in briefing["sources"][1:] if source["publisher"] == "Yahoo Finance"}
    assert [datetime.fromisoformat(each) for each in retrieved] == [AFTER]


def test_two_funds_of_one_provider_are_compared(yahoo_online: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reporter.toml").write_text('desk = "own"\nstore = "kept.sqlite3"\n', encoding="utf-8")
    (tmp_path / "desks").mkdir()
    spy = 'spy = { symbol = "SPY", kind = "etf", currency = "USD", roles = ["benchmark_etf"] }\n'
    (tmp_path / "desks" / "own.toml").write_text(DESK + spy, encoding="utf-8")
    large = rising(690)
    large.instrument, large.info = "ETF", {"trailingPE": 26.5, "totalAssets": 6.5e11}
    yahoo_online.listings["SPY"] = large
    arguments = ["build", "--data", "yahoo", "--now", AFTER.isoformat(), "--format", "html", "--format", "md", "--json"]
    ended = CliRunner().invoke(main, arguments)
    assert ended.exit_code == 0, ended.output
    page = (Path(json.loads(ended.stdout)["folder"]) / "en.md").read_text(encoding="utf-8")
    assert re.search(r"trades at a trailing P/E 25\.\d+% below that of .*SPY.*\[\d\]", page), page[:6000]
