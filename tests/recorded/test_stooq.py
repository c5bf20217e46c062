"""The second live source, from a server on this machine: what it has, what it lacks, how it refuses; kept, compared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from conftest import AFTER, DAYS
from test_command_line import DESK
from yahoo_server import Trouble, World

from reporter.cli import main
from reporter.data import load
from reporter.data.providers import stooq
from reporter.data.yahoo_client import Patience
from reporter.errors import DataError
from reporter.model import Desk, Subject

FRIDAY = date(2026, 1, 23)


@dataclass
class Mirror:
    """What the server answers by symbol, how it fails first, and what it was asked."""

    address: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)


def table(start: float, days: tuple[date, ...] = DAYS) -> str:
    rows = [f"{day},{start + n},{start + n + 2},{start + n - 1},{start + n + 1},1000" for n, day in enumerate(days)]
    return "\r\n".join(["Date,Open,High,Low,Close,Volume", *rows, ""])


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mirror]:
    told = Mirror(answers={"^rut": table(2600), "^spx": table(6900), "iwm.us": table(260)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            told.asked.append(asked)
            self.send_response(told.statuses.pop(0) if told.statuses else 200)
            body = told.answers.get(asked["s"], "No data").encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    patience = Patience(attempts=3, first_wait=0.001, longest_wait=0.002, request_seconds=2, total_seconds=20)
    monkeypatch.setattr(stooq.StooqProvider, "patience", patience)
    monkeypatch.setattr(stooq, "clock", lambda: AFTER)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_address[1]}/q/d/l/"
    yield told
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def test_an_index_has_levels_a_fund_adjusted_closes(mirror: Mirror, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTER_STOOQ_KEY", "k")
    market = load(f"stooq:{mirror.address}", desk, FRIDAY, now=AFTER)
    assert market.series("rut", "close").iloc[-1] == 2609 and market.series("rut", "adj_close").isna().all()
    assert market.series("iwm", "adj_close").iloc[-1] == 269 and market.series("iwm", "close").isna().all()
    assert [(gap.subject, gap.why) for gap in market.gaps if gap.what == "prices"] == [("tnx", "unknown_symbol")]
    assert (market.sources[0].publisher, market.sources[0].url) == ("Stooq", "https://stooq.com/")
    assert mirror.asked[0] == {"s": "^rut", "i": "d", "d2": "20260123", "apikey": "k"}
    load(f"stooq:{mirror.address}", desk, FRIDAY, now=AFTER)
    assert len(mirror.asked) == 3  # what was had of a session is not asked for again


@pytest.mark.parametrize(
    ("symbol", "kind", "there"),
    [("IWM", "etf", "iwm.us"), ("BRK-B", "stock", "brk-b.us"), ("0700.HK", "stock", "700.hk"), ("^GSPC", "index", "^spx"),
     ("^VIX", "volatility_index", "^vix"), ("^TNX", "yield", None), ("GC=F", "future", None), ("^STOXX", "index", None),
     ("7203.T", "stock", None)],
)  # fmt: skip
def test_only_what_is_surely_the_same_there(symbol: str, kind: str, there: str | None) -> None:
    assert stooq.symbol_there(symbol, kind) == there


@pytest.mark.parametrize(
    ("answer", "why", "times"),
    [("Exceeded the daily hits limit", "rate limited", 3), ("<html>captcha</html>", "asks for a key: set REPORTER_STOOQ_KEY", 3),
     ("No data", "empty answer", 3), ("Date,Open,High,Low,Close,Volume\n2026-13-45,1,1,1,1,1\n", "unreadable answer", 3),
     ("<html>", "unreadable answer", 3)],
)  # fmt: skip
def test_every_refusal_is_named(mirror: Mirror, desk: Desk, answer: str, why: str, times: int) -> None:
    mirror.answers = dict.fromkeys(mirror.answers, answer)
    with pytest.raises(DataError, match=why):
        load(f"stooq:{mirror.address}", desk, FRIDAY, now=AFTER)
    assert len(mirror.asked) == times


def test_a_busy_server_is_tried_again(mirror: Mirror, desk: Desk) -> None:
    mirror.statuses = [503, 429]
    assert load(f"stooq:{mirror.address}", desk, FRIDAY, now=AFTER).session == FRIDAY
    assert len(mirror.asked) == 5
    mirror.statuses = [429] * 99
    more = desk.model_copy(update={"subjects": (*desk.subjects, Subject(id="aaa", symbol="AAA", kind="stock"))})
    with pytest.raises(DataError, match="rate limited"):
        load(f"stooq:{mirror.address}", more, date(2026, 1, 22), now=AFTER)
    assert len(mirror.asked) == 5 + 3 * 3  # after three in a row no more are asked


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desks").mkdir()
    (tmp_path / "desks" / "own.toml").write_text(f"minimum_subjects = 2\n{DESK}", encoding="utf-8")
    return tmp_path


def daily(project: Path, more: str) -> str:
    settings = f'desk = "own"\ndata = "yahoo"\nstore = "kept.sqlite3"\nlocales = ["en"]\nformats = ["html"]\n{more}'
    (project / "reporter.toml").write_text(settings, encoding="utf-8")
    ended = CliRunner().invoke(main, ["daily", "--now", AFTER.isoformat()])
    assert "Traceback" not in ended.output
    return f"{ended.exit_code} {ended.output}"


def test_it_stands_in_where_yahoo_refuses_and_the_page_says_so(
    mirror: Mirror, yahoo_online: World, project: Path
) -> None:
    yahoo_online.troubles = {symbol: Trouble("429") for symbol in yahoo_online.listings}
    told = daily(project, f'fallback = ["stooq:{mirror.address}"]\n')
    assert told.startswith("0 "), told
    page = (project / "output" / "editions" / "2026-01-23" / "own" / "en.html").read_text(encoding="utf-8")
    assert "The source lacks the session; another source" in page and "https://stooq.com/" in page
    assert len(mirror.asked) == 3  # by the run, once for all that it makes


def test_closes_that_two_providers_tell_otherwise_hold(mirror: Mirror, yahoo_online: World, project: Path) -> None:
    mirror.answers["iwm.us"] = table(265)
    told = daily(project, f'compare = "stooq:{mirror.address}"\n')
    assert told.startswith("10 ") and "two providers: IWM" in told


def test_a_second_provider_that_fails_holds_nothing(mirror: Mirror, yahoo_online: World, project: Path) -> None:
    mirror.answers = {}
    told = daily(project, f'compare = "stooq:{mirror.address}"\n')
    assert told.startswith("0 ") and "not compared: Stooq gave no prices" in told


def test_an_adjusted_close_is_compared_while_it_is_fresh(mirror: Mirror, desk: Desk) -> None:
    from reporter.data import inspect

    fresh = load(f"stooq:{mirror.address}", desk, FRIDAY, now=AFTER)
    ours = replace(fresh, bars={**fresh.bars, "iwm": fresh.bars["iwm"].assign(close=300.0)})

    def reading(retrieved: datetime) -> str:
        source = fresh.sources[0].model_copy(update={"retrieved_at": retrieved})
        found = inspect(ours, desk, second=replace(fresh, sources=(source,)))
        return next(each.outcome for each in found if each.gate == "two_providers")

    assert reading(AFTER) == "hold"
    assert reading(AFTER + timedelta(days=5)) == "pass"  # it may have been adjusted since
