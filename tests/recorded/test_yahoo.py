"""Yahoo through the real yfinance against a loopback server: what it answers well, and each way in which it fails."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import AFTER, DAYS, Tick, rising
from yahoo_server import Trouble, World, loopback_session

from reporter.data import load
from reporter.data.providers import yahoo
from reporter.data.store import Store
from reporter.data.yahoo_client import Patience
from reporter.errors import DataError
from reporter.model import Desk, Subject
from reporter.model.market import Market

FRIDAY = date(2026, 1, 23)
THURSDAY = date(2026, 1, 22)


@pytest.fixture(autouse=True)
def intact(store_path: Path) -> object:
    """Whatever happened in a test, the store is whole afterwards."""
    yield
    if store_path.exists():
        with sqlite3.connect(store_path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


def live(desk: Desk, store_path: Path, on: date | None = FRIDAY, now: datetime = AFTER) -> Market:
    return load("yahoo", desk, on, now=now, store_path=store_path)


def told(market: Market) -> list[tuple[str, str, str | None]]:
    return [(gap.subject, gap.why, gap.detail) for gap in market.gaps]


def test_history_in_our_units(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    market = live(desk, store_path)
    assert market.session == FRIDAY
    assert [day.date() for day in market.bars["rut"].index] == list(DAYS)
    bar = market.bars["rut"].iloc[-1]
    assert bar.tolist() == pytest.approx([2608, 2610, 2607, 2609, 2608.9, 1000])
    assert market.bars["tnx"]["close"].iloc[-1] == pytest.approx(0.13)  # 13 percent
    assert not market.has("spx", "volume")  # an index whose volume is zero has none
    assert market.gaps == ()
    source = market.sources[0]
    assert (source.publisher, source.url, source.retrieved_at) == ("Yahoo Finance", "https://finance.yahoo.com/", AFTER)
    assert source.sha256 is not None


def test_requests_carry_cookie_and_crumb_and_explicit_dates(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    live(desk, store_path)
    charts = [(query, headers) for path, query, headers in yahoo_online.asked if "/chart/" in path]
    assert len(charts) == len(desk.subjects)  # one a symbol, none for a time zone that is known
    for query, headers in charts:
        assert query["crumb"] == "a.crumb"
        assert "A3=cookie" in headers["Cookie"]
        assert datetime.fromtimestamp(int(query["period2"]), UTC).date() == date(2026, 1, 24)


def test_the_dates_of_another_exchange_are_its_own(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    hong_kong = Subject(id="hsi", symbol="^HSI", kind="index", calendar="XHKG")
    desk = desk.model_copy(update={"subjects": (*desk.subjects, hong_kong)})
    yahoo_online.listings["^HSI"] = rising(26000, (date(2026, 1, 19), date(2026, 1, 22)))
    yahoo_online.listings["^HSI"].zone = "Asia/Hong_Kong"
    market = live(desk, store_path)
    assert [day.date() for day in market.bars["hsi"].index] == [date(2026, 1, 19), THURSDAY]
    assert [query for path, query, _ in yahoo_online.asked if path.endswith("/^HSI") and "range" in query]


def test_nothing_is_asked_for_twice(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    first = live(desk, store_path)
    count = len(yahoo_online.asked)
    again = live(desk, store_path)
    assert len(yahoo_online.asked) == count
    assert again.sources == first.sources


def test_an_unknown_symbol_is_a_gap(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    del yahoo_online.listings["IWM"]
    market = live(desk, store_path)
    assert told(market) == [("iwm", "unknown_symbol", None)]
    assert set(market.bars) == {"rut", "spx", "tnx"}


def test_an_unknown_lead_is_one_sentence(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    del yahoo_online.listings["^RUT"]
    with pytest.raises(DataError, match=r"lacks \^RUT \(unknown symbol\), .*it has IWM, \^GSPC") as caught:
        live(desk, store_path)
    assert caught.value.exit_code == 30
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["empty", "no data"])
def test_an_empty_answer_is_a_gap(yahoo_online: World, desk: Desk, store_path: Path, kind: str) -> None:
    yahoo_online.troubles["IWM"] = Trouble(kind)
    assert told(live(desk, store_path)) == [("iwm", "empty_answer", None)]


@pytest.mark.parametrize(
    ("kind", "why", "detail"),
    [
        ("429", "rate_limited", "HTTP 429"),
        ("500", "provider_failed", "HTTP 500"),
        ("503", "provider_failed", "HTTP 503"),
        ("html", "unreadable_answer", "JSONDecodeError"),
        ("cut json", "unreadable_answer", "JSONDecodeError"),
        ("cut", "provider_failed", "IncompleteRead"),
    ],
)
def test_one_symbol_that_fails_is_a_gap_after_bounded_attempts(
    yahoo_online: World, desk: Desk, store_path: Path, kind: str, why: str, detail: str
) -> None:
    yahoo_online.troubles["IWM"] = Trouble(kind)
    market = live(desk, store_path)
    assert told(market) == [("iwm", why, detail)]
    asked = yahoo_online.charts("IWM")
    assert 3 <= len(asked) <= 6  # three attempts of ours, of which the client may make two requests each


@pytest.mark.parametrize("kind", ["429", "503", "html", "cut", "cut json"])
def test_a_failure_that_passes_leaves_no_trace(yahoo_online: World, desk: Desk, store_path: Path, kind: str) -> None:
    yahoo_online.troubles["IWM"] = Trouble(kind, times=2)
    market = live(desk, store_path)
    assert market.gaps == ()
    assert len(market.bars["iwm"]) == len(DAYS)


def test_refused_on_all_symbols(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    yahoo_online.troubles["*"] = Trouble("429")
    with pytest.raises(DataError) as caught:
        live(desk, store_path)
    assert str(caught.value) == (
        "Yahoo Finance gave no prices of 4 symbols: rate limited (HTTP 429); "
        "try again later, or use --data csv:PATH or --data sample."
    )
    assert not [path for path, _, _ in yahoo_online.asked if path.endswith("/IWM")]  # three refusals were enough


def test_refused_on_all_symbols_with_a_store(yahoo_online: World, desk: Desk, store_path: Path, clock: Tick) -> None:
    clock(datetime(2026, 1, 22, 23, 0, tzinfo=UTC))
    live(desk, store_path, THURSDAY, datetime(2026, 1, 22, 23, 0, tzinfo=UTC))
    clock(AFTER)
    yahoo_online.troubles["*"] = Trouble("429")
    with pytest.raises(DataError, match=r"no prices \(HTTP 429\) on 2026-01-23: .* is 2026-01-22"):
        live(desk, store_path)
    market = live(desk, store_path, on=None)
    assert market.session == THURSDAY
    assert ("rut", "session_not_delivered", "2026-01-23") in told(market)
    assert ("spx", "served_from_store", "HTTP 429; 2026-01-22") in told(market)


@pytest.mark.parametrize("kind", ["503", "html", "cut"])
def test_a_provider_that_is_down_is_not_asked_for_everything(
    yahoo_online: World, desk: Desk, store_path: Path, kind: str
) -> None:
    yahoo_online.troubles["*"] = Trouble(kind)
    with pytest.raises(DataError, match="gave no prices of 4 symbols"):
        live(desk, store_path)
    assert not [path for path, _, _ in yahoo_online.asked if path.endswith("/IWM")]


def test_a_provider_that_is_not_there(desk: Desk, store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    patience = Patience(attempts=2, first_wait=0.001, longest_wait=0.002, request_seconds=1, total_seconds=5)
    monkeypatch.setattr(yahoo.YahooProvider, "patience", patience)
    monkeypatch.setattr("reporter.data.yahoo_client.open_session", lambda: loopback_session("http://127.0.0.1:9"))
    with pytest.raises(DataError, match=r"provider failed \(ConnectionError\)"):
        live(desk, store_path)


@pytest.mark.parametrize("kind", ["silent", "drip"])
def test_a_server_that_hangs_is_left_in_time(
    yahoo_online: World, desk: Desk, store_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(attempts=2, first_wait=0.001, longest_wait=0.002, request_seconds=0.3, total_seconds=8)
    monkeypatch.setattr(yahoo.YahooProvider, "patience", patience)
    yahoo_online.troubles = {symbol: Trouble(kind) for symbol in ("^TNX", "IWM")}
    start = time.monotonic()
    market = live(desk, store_path)
    assert time.monotonic() - start < 10
    reasons = {subject: why for subject, why, _ in told(market)}
    assert reasons["tnx"] == "provider_failed"
    assert set(market.bars) == {"rut", "spx"}


def test_the_deadline_holds_for_all_symbols_together(
    yahoo_online: World, desk: Desk, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(attempts=9, first_wait=0.001, longest_wait=0.002, request_seconds=5, total_seconds=0.8)
    monkeypatch.setattr(yahoo.YahooProvider, "patience", patience)
    yahoo_online.troubles["*"] = Trouble("silent")
    start = time.monotonic()
    with pytest.raises(DataError, match="out of time"):
        live(desk, store_path)
    assert time.monotonic() - start < 10


def test_a_last_row_without_numbers_on_a_finished_session(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    yahoo_online.listings["IWM"].bars[FRIDAY] = (None,) * 6
    market = live(desk, store_path)
    assert told(market) == [("iwm", "no_bar_at_session", "2026-01-22")]
    yahoo_online.listings["IWM"] = rising(260)  # it comes later, and is asked for again
    assert live(desk, store_path).gaps == ()


def test_without_a_date_a_lead_without_its_last_row_moves_the_session(
    yahoo_online: World, desk: Desk, store_path: Path
) -> None:
    yahoo_online.listings["^GSPC"].bars[FRIDAY] = (None,) * 6
    market = live(desk, store_path, on=None)
    assert market.session == THURSDAY
    assert ("rut", "session_not_delivered", "2026-01-23") in told(market)


def test_a_bar_of_a_session_that_goes_on_is_neither_used_nor_kept(
    yahoo_online: World, desk: Desk, store_path: Path, clock: Tick
) -> None:
    during = datetime(2026, 1, 23, 17, 0, tzinfo=UTC)
    clock(during)
    for listing in yahoo_online.listings.values():
        listing.traded_at = during
    market = live(desk, store_path, on=None, now=during)
    assert market.session == THURSDAY
    with Store.open(store_path) as store:
        known = store.read(["^RUT"], FRIDAY).frames["^RUT"]
    assert known.index[-1].date() == THURSDAY


def test_a_session_is_not_kept_early_though_the_edition_claims_a_later_time(
    yahoo_online: World, desk: Desk, store_path: Path, clock: Tick
) -> None:
    clock(datetime(2026, 1, 23, 17, 0, tzinfo=UTC))
    assert live(desk, store_path, on=None, now=AFTER).session == THURSDAY


def test_a_split_revises_the_history(yahoo_online: World, desk: Desk, store_path: Path, clock: Tick) -> None:
    yahoo_online.listings["IWM"] = rising(520, DAYS[:-1])
    thursday = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)
    clock(thursday)
    live(desk, store_path, THURSDAY, thursday)
    clock(AFTER)
    yahoo_online.listings["IWM"] = rising(260)  # what stood at 520 now reads 260
    yahoo_online.listings["IWM"].splits[FRIDAY] = (2, 1)
    market = live(desk, store_path)
    assert market.bars["iwm"]["close"].tolist() == [261 + n for n in range(len(DAYS))]
    with Store.open(store_path) as store:
        versions = [(revision.retrieved_at, revision.values["close"]) for revision in store.revisions("IWM", DAYS[0])]
        assert versions == [(thursday, 521), (AFTER, 261)]
        assert store.actions("IWM") == [(FRIDAY, "split", 2.0)]
    before = load("store", desk, THURSDAY, now=AFTER, as_of=thursday, store_path=store_path)
    assert before.bars["iwm"]["close"].iloc[0] == 521


def test_a_split_that_nobody_announces_is_seen_by_its_footing(
    yahoo_online: World, desk: Desk, store_path: Path, clock: Tick
) -> None:
    yahoo_online.listings["IWM"] = rising(520, DAYS[:-1])
    thursday = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)
    clock(thursday)
    live(desk, store_path, THURSDAY, thursday)
    clock(AFTER)
    yahoo_online.listings["IWM"] = rising(260)
    market = live(desk, store_path)
    assert market.bars["iwm"]["close"].tolist() == [261 + n for n in range(len(DAYS))]  # never 528 beside 269


def test_a_split_that_the_history_does_not_follow_leaves_the_closes_out(
    yahoo_online: World, desk: Desk, store_path: Path
) -> None:
    fund = rising(520)
    fund.bars = {day: (*(None if v is None else v / (2 if day == FRIDAY else 1) for v in bar[:4]), 260.0, bar[5])
                 for day, bar in fund.bars.items()}  # fmt: skip
    yahoo_online.listings["IWM"] = fund
    market = live(desk, store_path)
    assert ("iwm", "unadjusted_split", "2026-01-23") in told(market)
    assert not market.has("iwm", "close") and market.has("iwm", "adj_close")


@pytest.mark.parametrize("status", ["401", "429", "500"])
def test_without_a_crumb_prices_come_or_one_sentence(
    yahoo_online: World, desk: Desk, store_path: Path, status: str
) -> None:
    yahoo_online.troubles["crumb"] = Trouble(status)
    start = time.monotonic()
    try:
        assert len(live(desk, store_path).bars) == len(desk.subjects)
    except DataError as error:
        assert str(error).startswith("Yahoo Finance gave no prices") and "\n" not in str(error)
    assert time.monotonic() - start < 20


def test_a_dividend_revises_adjusted_closes_alone(
    yahoo_online: World, desk: Desk, store_path: Path, clock: Tick
) -> None:
    yahoo_online.listings["IWM"] = rising(260, DAYS[:-1])
    thursday = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)
    clock(thursday)
    live(desk, store_path, THURSDAY, thursday)
    clock(AFTER)
    paid = rising(260)
    paid.bars = {day: (*bar[:4], bar[4] - (0.5 if day < FRIDAY else 0), bar[5]) for day, bar in paid.bars.items()}
    paid.dividends[FRIDAY] = 0.5
    yahoo_online.listings["IWM"] = paid
    market = live(desk, store_path)
    assert market.bars["iwm"]["close"].tolist() == [261 + n for n in range(len(DAYS))]
    assert market.bars["iwm"]["adj_close"].iloc[0] == pytest.approx(260.4)  # beyond the overlap: all was asked for
    with Store.open(store_path) as store:
        assert store.actions("IWM") == [(FRIDAY, "dividend", 0.5)]


def test_only_what_is_missing_is_asked_for(yahoo_online: World, desk: Desk, store_path: Path, clock: Tick) -> None:
    thursday = datetime(2026, 1, 22, 23, 0, tzinfo=UTC)
    clock(thursday)
    live(desk, store_path, THURSDAY, thursday)
    clock(AFTER)
    yahoo_online.asked.clear()
    live(desk, store_path)
    starts = {datetime.fromtimestamp(int(query["period1"]), UTC).date() for query in yahoo_online.charts()}
    assert starts == {date(2026, 1, 15)}  # five sessions of overlap before the one that was missing
    assert len(yahoo_online.charts()) == len(desk.subjects)


def test_a_symbol_that_starts_late(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    yahoo_online.listings["IWM"] = rising(260, DAYS[-2:])
    assert len(live(desk, store_path).bars["iwm"]) == 2
    assert told(live(desk, store_path, date(2026, 1, 16))) == [("iwm", "no_prices", None)]
    assert len(yahoo_online.charts("IWM")) == 1


def test_progress_tells_each_symbol(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    load("yahoo", desk, FRIDAY, now=AFTER, store_path=store_path, progress=lambda *step: steps.append(step))
    assert steps == [("^RUT", 0, 4), ("^GSPC", 1, 4), ("^TNX", 2, 4), ("IWM", 3, 4), ("", 4, 4)]


def test_fundamentals_are_of_the_session_on_which_they_were_retrieved(
    yahoo_online: World, desk: Desk, store_path: Path, clock: Tick
) -> None:
    fund = yahoo_online.listings["IWM"]
    fund.instrument, fund.info = "ETF", {"trailingPE": 19.85, "totalAssets": 7.86e10, "yield": "Infinity"}
    fund.holdings = [0.01] * 12
    market = live(desk, store_path)
    known = dict(market.fundamentals["iwm"])
    assert known.pop("top_holdings") == {"Holding Percent": {f"H{place}": 0.01 for place in range(10)}}
    assert known.pop("multiples") == ((date(2026, 1, 23), 19.85),)
    assert known == {"pe_trailing": 19.85, "fund_size": 7.86e10, "currency": "USD", "symbol": "IWM",
                     "top10_weight": pytest.approx(0.1), "retrieved_at": AFTER}
    assert live(desk, store_path, THURSDAY).fundamentals == {}
    count = len(yahoo_online.asked)
    assert live(desk, store_path).fundamentals.keys() == {"iwm"}
    assert len(yahoo_online.asked) == count


def test_yfinance_logs_nothing_to_the_user(
    yahoo_online: World, desk: Desk, store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del yahoo_online.listings["IWM"]
    yahoo_online.troubles["^TNX"] = Trouble("html")
    live(desk, store_path)
    assert capsys.readouterr() == ("", "")


def test_the_store_repeats_a_live_build(yahoo_online: World, desk: Desk, store_path: Path) -> None:
    first = live(desk, store_path)
    yahoo_online.troubles["*"] = Trouble("503")
    again = load("store", desk, FRIDAY, now=AFTER, store_path=store_path)
    assert again.sources == first.sources
    assert all(again.bars[subject].equals(first.bars[subject]) for subject in first.bars)
