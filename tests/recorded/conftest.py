"""The loopback server as a fixture, and a client that is patient for milliseconds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from yahoo_server import Listing, World, loopback_session, serve

from reporter.data.providers import yahoo
from reporter.data.yahoo_client import Patience
from reporter.model import Desk, Subject

DAYS = tuple(date(2026, 1, day) for day in (12, 13, 14, 15, 16, 20, 21, 22, 23))
AFTER = datetime(2026, 1, 23, 23, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("share")))
        yield


@pytest.fixture
def desk() -> Desk:
    return Desk(
        id="small", market="us_equities", lead=("rut", "spx"), minimum_subjects=2,
        subjects=(
            Subject(id="rut", symbol="^RUT", kind="index"),
            Subject(id="spx", symbol="^GSPC", kind="index"),
            Subject(id="tnx", symbol="^TNX", kind="yield"),
            Subject(id="iwm", symbol="IWM", kind="etf", currency="USD", roles=("challenger_etf",)),
        ),
    )  # fmt: skip


def rising(start: float, days: tuple[date, ...] = DAYS, volume: float | None = 1000) -> Listing:
    """Closes that rise by one a session, adjusted closes a tenth of one below."""
    bars = {day: (start + n, start + n + 2, start + n - 1, start + n + 1, start + n + 0.9, volume)
            for n, day in enumerate(days)}
    return Listing(dict(bars))


@pytest.fixture
def world() -> World:
    world = World()
    world.listings = {"^RUT": rising(2600), "^GSPC": rising(6900, volume=0), "^TNX": rising(4), "IWM": rising(260)}
    return world


@pytest.fixture
def yahoo_online(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Requests of the real client reach the world's server; its retries take milliseconds; it is Friday evening."""
    from yfinance.data import SingletonMeta

    SingletonMeta._instances.clear()
    patience = Patience(attempts=3, first_wait=0.001, longest_wait=0.002, request_seconds=1, total_seconds=20)
    monkeypatch.setattr(yahoo.YahooProvider, "patience", patience)
    monkeypatch.setattr(yahoo, "clock", lambda: AFTER)
    with serve(world) as address:
        monkeypatch.setattr("reporter.data.yahoo_client.open_session", lambda: loopback_session(address))
        yield world


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "prices.sqlite3"


Tick = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Tick:
    """`clock(moment)` sets the time at which the next answers are retrieved."""

    def tick(moment: datetime) -> None:
        monkeypatch.setattr(yahoo, "clock", lambda: moment)

    return tick
