"""The store: append-only revisions, what was known when, and what survives kill -9, a second process, a bad file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from reporter.data import list_revisions, load
from reporter.data.schema import STEPS
from reporter.data.store import Batch, Store
from reporter.errors import DataError
from reporter.model import Desk
from reporter.model.market import FIELDS

MONDAY, TUESDAY = datetime(2026, 1, 26, 22, tzinfo=UTC), datetime(2026, 1, 27, 22, tzinfo=UTC)
DAYS = ("2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23")
FRIDAY = date(2026, 1, 23)


def batch(symbol: str, closes: Sequence[float | None], days: Sequence[str] = DAYS) -> Batch:
    frame = pd.DataFrame({"close": closes}, index=pd.DatetimeIndex(list(days)), dtype="float64")
    return Batch(symbol, frame.reindex(columns=list(FIELDS)), date(1980, 1, 1), date.fromisoformat(days[-1]))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "prices.sqlite3"


def test_a_revised_bar_stands_beside_the_old_one(path: Path) -> None:
    with Store.open(path) as store:
        assert store.append(batch("SPY", [1, 2, 3, 4]), "A", MONDAY) == 4
        assert store.append(batch("SPY", [1, 2, 3.5, 4]), "B", TUESDAY) == 1
        assert store.read(["SPY"], FRIDAY).frames["SPY"]["close"].tolist() == [1, 2, 3.5, 4]
        assert store.read(["SPY"], FRIDAY, MONDAY).frames["SPY"]["close"].tolist() == [1, 2, 3, 4]
        assert store.read(["SPY"], FRIDAY, datetime(2026, 1, 1, tzinfo=UTC)).frames == {}
    found = list_revisions(path, "SPY")
    assert [(r.session, r.retrieved_at, r.provider, r.values["close"]) for r in found] == [
        (date(2026, 1, 22), MONDAY, "A", 3.0), (date(2026, 1, 22), TUESDAY, "B", 3.5)]
    assert [r.values["close"] for r in list_revisions(path, "SPY", FRIDAY)] == [4.0]


def test_only_bars_up_to_a_date_are_read(path: Path) -> None:
    with Store.open(path) as store:
        store.append(batch("SPY", [1, 2, 3, 4]), "A", MONDAY)
        assert len(store.read(["SPY", "IWM"], date(2026, 1, 21)).frames["SPY"]) == 2


def test_last_digits_of_a_vendor_are_no_revision(path: Path) -> None:
    with Store.open(path) as store:
        store.append(batch("SPY", [101.23000335, 2, 3, 4]), "A", MONDAY)
        assert store.append(batch("SPY", [101.23000340, 2, 3, 4]), "A", TUESDAY) == 0


def test_a_number_that_is_missing_later_is_a_revision(path: Path) -> None:
    with Store.open(path) as store:
        store.append(batch("SPY", [1, 2, 3, 4]), "A", MONDAY)
        store.append(batch("SPY", [1, 2, 3, None]), "A", TUESDAY)
        assert store.read(["SPY"], FRIDAY).frames["SPY"]["close"].isna().tolist() == [False, False, False, True]


@pytest.mark.parametrize("table", ["retrievals", "symbols", "bars", "coverage", "actions", "snapshots"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = 9", "DELETE FROM {}"])
def test_nothing_is_ever_changed(path: Path, table: str, verb: str) -> None:
    with Store.open(path) as store:
        actions = ((FRIDAY, "dividend", 0.5),)
        one = batch("SPY", [1, 2, 3, 4])
        store.append(Batch(one.symbol, one.bars, one.first, one.last, actions), "A", MONDAY)
        store.append_snapshot("SPY", {"pe_trailing": 20.0}, "A", MONDAY)
    statement = verb.format(table).replace("rowid", {"bars": "day", "coverage": "first", "actions": "value",
                                                     "snapshots": "content"}.get(table, "id"))
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="forgets nothing"):
        connection.execute(statement)
    connection.close()


def test_actions_and_snapshots_are_kept_with_their_time(path: Path) -> None:
    with Store.open(path) as store:
        one = batch("SPY", [1, 2, 3, 4])
        for amount, moment in ((0.5, MONDAY), (0.5, TUESDAY), (0.6, TUESDAY)):
            store.append(Batch("SPY", one.bars, one.first, one.last, ((FRIDAY, "dividend", amount),)), "A", moment)
        assert store.actions("SPY") == [(FRIDAY, "dividend", 0.6)]
        store.append_snapshot("SPY", {"pe_trailing": 20.0}, "A", MONDAY)
        store.append_snapshot("SPY", {"pe_trailing": 21.0}, "A", TUESDAY)
        assert store.read(["SPY"], FRIDAY).fundamentals == {"SPY": {"pe_trailing": 21.0}}
        assert store.read(["SPY"], FRIDAY, MONDAY).fundamentals == {"SPY": {"pe_trailing": 20.0}}
        assert store.read(["SPY"], FRIDAY, MONDAY).snapshots_at == {"SPY": MONDAY}
        store.append_snapshot("SPY", {"pe_trailing": None, "name": "n"}, "A", TUESDAY.replace(hour=23))
        assert store.read(["SPY"], FRIDAY).multiples == {"SPY": ((MONDAY, 20.0), (TUESDAY, 21.0))}
        assert store.read(["SPY"], FRIDAY, MONDAY).multiples == {"SPY": ((MONDAY, 20.0),)}


def test_an_older_file_is_brought_up_to_date(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    for statement in STEPS[0]:
        connection.execute(statement)
    connection.execute("INSERT INTO symbols (symbol) VALUES ('SPY')")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        assert store.symbols() == ("SPY",)
        store.append_snapshot("SPY", {"pe_trailing": 20.0}, "A", MONDAY)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    connection.close()


def test_a_file_of_a_newer_program_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DataError, match="newer version of reporter"), Store.open(path):
        pass


def test_a_file_that_is_no_store(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("date,symbol,close\n" * 100)
    with pytest.raises(DataError, match="can't be used: file is not a database") as caught, Store.open(path):
        pass
    assert caught.value.exit_code == 30
    assert path.read_text().startswith("date,symbol")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file stands here")
    with pytest.raises(DataError, match="can't be made"), Store.open(tmp_path / "folder" / "prices.sqlite3"):
        pass


def test_no_store_is_one_sentence(path: Path, desk: Desk, now: datetime) -> None:
    with pytest.raises(DataError, match=r"no store of prices at .*build once with --data yahoo"):
        load("store", desk, now=now, store_path=path)
    assert not path.exists()


def test_a_market_from_the_store(path: Path, desk: Desk, now: datetime) -> None:
    with Store.open(path) as store:
        for symbol, start in (("^RUT", 100), ("^GSPC", 200), ("^TNX", 4)):
            store.append(batch(symbol, [start, start + 1, start + 2, start + 3]), "Yahoo Finance", MONDAY)
        store.append(batch("^RUT", [100, 101, 102, 103.5]), "Yahoo Finance", TUESDAY)
    market = load("store", desk, FRIDAY, now=now, store_path=path)
    assert market.bars["rut"]["close"].iloc[-1] == 103.5
    assert market.bars["tnx"]["close"].iloc[-1] == pytest.approx(0.07)
    assert market.sources[0].retrieved_at == TUESDAY
    then = load("store", desk, now=now, as_of=MONDAY, store_path=path)
    assert then.bars["rut"]["close"].iloc[-1] == 103
    assert then.session == FRIDAY
    assert then.sources[0].retrieved_at == MONDAY
    assert then.sources[0].sha256 != market.sources[0].sha256


def test_as_of_a_time_before_anything_was_known(path: Path, desk: Desk, now: datetime) -> None:
    with Store.open(path) as store:
        store.append(batch("^RUT", [100, 101, 102, 103]), "A", MONDAY)
    with pytest.raises(DataError, match="has no prices of this desk as of 2026-01-24"):
        load("store", desk, now=now, as_of=datetime(2026, 1, 24, tzinfo=UTC), store_path=path)


WRITER = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
import pandas as pd
from reporter.data.store import Batch, Store
from reporter.model.market import FIELDS
path, symbols, rounds = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
index = pd.date_range("2000-01-03", periods=2000, freq="B", unit="ns")
print("ready", flush=True)
with Store.open(path) as store:
    for turn in range(rounds):
        for symbol in symbols:
            frame = pd.DataFrame({name: float(turn + 1) for name in FIELDS}, index=index)
            store.append(Batch(symbol, frame, date(2000, 1, 1), date(2010, 1, 1)), "A", datetime.now(UTC))
"""


def write_elsewhere(path: Path, symbols: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), symbols, str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.getcwd()})


def test_a_killed_writer_leaves_whole_batches(path: Path) -> None:
    process = write_elsewhere(path, "SPY", 100_000)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Store.open(path) as store:
        assert store.append(batch("IWM", [1, 2, 3, 4]), "A", TUESDAY) == 4
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sizes = connection.execute("SELECT count(*) FROM bars JOIN symbols ON symbols.id = bars.symbol "
                               "WHERE symbols.symbol = 'SPY' GROUP BY retrieval").fetchall()
    connection.close()
    assert sizes
    assert set(sizes) == {(2000,)}


def test_two_processes_write_at_once(path: Path) -> None:
    processes = [write_elsewhere(path, "SPY,IWM", 1), write_elsewhere(path, "IWM,SPY", 1)]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
        assert process.wait(timeout=60) == 0
        process.stdout.close()
    connection = sqlite3.connect(path)
    # Both told the same bars: whoever came second had nothing to add.
    assert connection.execute("SELECT count(*) FROM bars").fetchone() == (4000,)
    assert connection.execute("SELECT count(*) FROM coverage").fetchone() == (4,)
    connection.close()
