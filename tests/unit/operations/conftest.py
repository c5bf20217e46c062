"""A project with prices of a year and a small desk, whose editions take half a second to make."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from reporter.cli import main
from reporter.data import open_calendar

DESK = """\
market = "us_equities"
lead = ["rut", "spx"]
minimum_subjects = 2

[pairs]
size = "rut-spx"

[subjects]
rut = { symbol = "^RUT", kind = "index", roles = ["challenger"] }
spx = { symbol = "^GSPC", kind = "index", roles = ["benchmark"] }
iwm = { symbol = "IWM", kind = "etf", currency = "USD", roles = ["challenger_etf"] }
"""
LAST = date(2026, 1, 30)
SESSIONS = [day.date() for day in open_calendar("XNYS").between(date(2025, 1, 2), LAST)]
Prices = dict[str, list[float]]
Run = Callable[..., Result]


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("share")))
        yield


def prices() -> Prices:
    """Closes of a seeded walk; the fund follows its index."""
    steps = np.random.default_rng(7).normal(0.0003, 0.009, (2, len(SESSIONS)))
    rut, spx = (start * np.exp(np.cumsum(row)) for start, row in zip((2200.0, 5900.0), steps, strict=True))
    return {"^RUT": rut.round(2).tolist(), "^GSPC": spx.round(2).tolist(), "IWM": (rut / 10).round(2).tolist()}


def write_prices(folder: Path, told: Prices | None = None, until: date = LAST) -> Path:
    rows = ["date,symbol,close"]
    for symbol, closes in (told or prices()).items():
        rows += [f"{day},{symbol},{close}" for day, close in zip(SESSIONS, closes, strict=False) if day <= until]
    path = folder / "prices.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project on price files, in the current folder."""
    monkeypatch.chdir(tmp_path)
    settings = 'desk = "own"\ndata = "csv:prices.csv"\nlocales = ["en"]\nformats = ["html"]\nstore = "kept.sqlite3"\n'
    (tmp_path / "reporter.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "desks").mkdir()
    (tmp_path / "desks" / "own.toml").write_text(DESK, encoding="utf-8")
    write_prices(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def daily(day: str, *arguments: str, hour: int = 22) -> Result:
    """A daily run on a day, after the close."""
    return run("daily", "--now", f"{day}T{hour:02}:00:00+00:00", *arguments)


def edition(project: Path, day: str, desk: str = "own") -> Path:
    return project / "output" / "editions" / day / desk


def gates(folder: Path) -> dict[str, dict[str, object]]:
    return {each["gate"]: each for each in json.loads((folder / "gates.json").read_text(encoding="utf-8"))["gates"]}


def digest(folder: Path) -> dict[str, str]:
    """Every file of a folder, by its checksum."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@dataclass
class Listener:
    """A web server on this machine: what it was sent, and how it answers next (200 where nothing is set)."""

    address: str = ""
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.heard.append((self.path, dict(self.headers.items()), body))
            self.send_response(told.answers.pop(0) if told.answers else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield told
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)
