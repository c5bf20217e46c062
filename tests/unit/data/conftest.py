"""A small desk, a cache folder of the test's own, and a writer of price files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reporter.model import Desk, Subject

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Write = Callable[..., Path]


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is read from or written to the user's own cache and data folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("share")))
        yield


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def desk() -> Desk:
    return Desk(
        id="small", market="us_equities", lead=("rut", "spx"), minimum_subjects=2,
        subjects=(
            Subject(id="rut", symbol="^RUT", kind="index"),
            Subject(id="spx", symbol="^GSPC", kind="index"),
            Subject(id="tnx", symbol="^TNX", kind="yield"),
            Subject(id="iwm", symbol="IWM", kind="etf", currency="USD"),
            Subject(id="pair", symbol="", kind="basket", members=("rut", "spx")),
        ),
    )  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write("date,symbol,close", "2026-01-22,^RUT,100")` → the path of a price file."""

    def file(*lines: str, name: str = "prices.csv", folder: str = "prices") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return file


HEADER = "date,symbol,open,high,low,close,adj_close,volume"
DAYS = ("2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23")


@pytest.fixture
def good(write: Write) -> Path:
    """Four sessions of two indices and a yield in percent, in order."""
    rows = [HEADER]
    for place, day in enumerate(DAYS):
        rows.append(f"{day},^RUT,{100 + place},{103 + place},{99 + place},{101 + place},,{1000 + place}")
    rows += [f"{day},^GSPC,,,,{200 + place},,0" for place, day in enumerate(DAYS)]
    rows += [f"{day},^TNX,,,,{4.2 + place / 100:.2f},," for place, day in enumerate(DAYS)]
    return write(*rows)
