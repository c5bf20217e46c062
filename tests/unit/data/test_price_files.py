"""Tidy price files: what is tolerated, and every mistake named with its file and line."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.data import load
from reporter.data.files import price_files, read_prices
from reporter.data.mistakes import examine
from reporter.data.tidy import PriceFile, days_of, parse
from reporter.errors import DataError
from reporter.model import Desk

Write = Callable[..., Path]
NO_YIELDS: frozenset[str] = frozenset()


def told(paths: list[Path]) -> str:
    with pytest.raises(DataError) as caught:
        read_prices(paths, NO_YIELDS)
    return str(caught.value)


def test_bom_crlf_spaces_quotes_and_ticker_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(b'\xef\xbb\xbf"Date", Ticker , Adj Close,Note\r\n2026-01-22, "SPY" , 1.5 ,"a, b"\r\n\r\n')
    table, _ = read_prices([path], NO_YIELDS)
    assert table.symbols == ("SPY",)
    assert table.columns["adj_close"].tolist() == [1.5]


def test_a_gzip_file_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(gzip.compress(b"date,symbol,close\n2026-01-22,SPY,1.5\n"))
    assert len(read_prices([path], NO_YIELDS)[0]) == 1


def test_missing_values_are_missing_rows_or_not_a_number(write: Write) -> None:
    path = write("date,symbol,open,close", "2026-01-22,NA,,2", "2026-01-23,NA,N/A,", "2026-01-26,NA,nan,3")
    table, _ = read_prices([path], NO_YIELDS)
    assert table.symbols == ("NA",)
    assert table.columns["close"].tolist() == [2, 3]


def test_files_of_a_folder_are_joined(write: Write) -> None:
    write("date,symbol,close", "2026-01-22,SPY,1", name="b.csv")
    write("date,symbol,adj_close", "2026-01-23,SPY,2", "2026-01-23,QQQ,3", name="a.CSV")
    folder = write("not,prices", name=".hidden.csv").parent
    table, _ = read_prices(price_files(str(folder)), NO_YIELDS)
    frames = table.frames(["SPY", "QQQ", "IWM"])
    assert set(frames) == {"SPY", "QQQ"}
    assert frames["SPY"]["close"].fillna(-1).tolist() == [1, -1]
    assert frames["SPY"]["adj_close"].fillna(-1).tolist() == [-1, 2]


def test_unsorted_rows_are_sorted_and_told(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    path = write("date,symbol,close", "2026-01-23,SPY,2", "2026-01-22,SPY,1")
    for _ in range(2):  # read, then from the cache
        caplog.clear()
        table, _ = read_prices([path], NO_YIELDS)
        assert table.columns["close"].tolist() == [1, 2]
        assert "not in order of date" in caplog.text


def test_rows_in_order_of_date_over_symbols_are_in_order(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    path = write("date,symbol,close", "2026-01-22,SPY,1", "2026-01-22,IWM,5", "2026-01-23,SPY,2", "2026-01-23,IWM,6")
    table, _ = read_prices([path], NO_YIELDS)
    assert table.frames(["IWM"])["IWM"]["close"].tolist() == [5, 6]
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("2026-01-23,SPY,abc,2,1,2,9", ":3: error: open: 'abc' is no number [number]"),
        ("2026-01-23,SPY,1,2,1,inf,9", ":3: error: close: 'inf' is no number [number]"),
        ("2026-01-23,SPY,1,2,1,1_0,9", ":3: error: close: '1_0' is no number [number]"),
        ('2026-01-23,SPY,1,2,1,"1,234",9', ":3: error: close: '1,234' is no number [number]"),
        ("2026-01-23,SPY,1,2,1,-2,9", ":3: error: close: -2 of SPY is not above zero; a price must be [price]"),
        ("2026-01-23,SPY,0,2,1,2,9", ":3: error: open: 0 of SPY is not above zero; a price must be [price]"),
        ("2026-01-23,SPY,1,2,3,2,9", ":3: error: high 2 of SPY is below its low 3 [range]"),
        ("2026-01-23,SPY,1,2,1,2,-9", ":3: error: volume: -9 of SPY is below zero [volume]"),
        ("2026-02-30,SPY,1,2,1,2,9", ":3: error: date: '2026-02-30' is no date; write 2026-01-23 [date]"),
        ("23.01.2026,SPY,1,2,1,2,9", ":3: error: date: '23.01.2026' is no date; write 2026-01-23 [date]"),
        (",SPY,1,2,1,2,9", ":3: error: date: '' is no date; write 2026-01-23 [date]"),
        ("2026-01-23,,1,2,1,2,9", ":3: error: symbol is empty [symbol]"),
        ("2026-01-23,SPY,1,2,1,2,9,7", ":3: error: 8 fields where the header has 7; a decimal comma? [fields]"),
        ("2026-01-23,SPY,1", ":3: error: 3 fields where the header has 7; was the file cut short? [fields]"),
        ("2026-01-22,SPY,1,2,1,2,9", ":3: error: SPY has a second row for 2026-01-22; the first is line 2 [duplicate]"),
    ],
)  # fmt: skip
def test_each_mistake_names_file_and_line(write: Write, row: str, place: str) -> None:
    path = write("date,symbol,open,high,low,close,volume", "2026-01-22,SPY,1,2,1,2,9", row)
    assert told([path]) == f"{path} can't be used:\n{path}{place}"


def test_all_mistakes_of_all_files_at_once(write: Write) -> None:
    first = write("date,symbol,close", "2026-01-22,SPY,x", "2026-01-23,SPY,-1", name="a.csv")
    second = write("date,close", "2026-01-22,1", name="b.csv")
    third = write("date,symbol,close", "2026-01-23,SPY,2", name="c.csv")
    text = told([first, second, third])
    assert "(4 mistakes)" in text
    assert f"{first}:2: error: close: 'x' is no number" in text
    assert f"{first}:3: error: close: -1 of SPY" in text
    assert f"{second}:1: error: column 'symbol' is missing; found: date, close" in text
    assert f"{third}:2: error: SPY has a second row for 2026-01-23; the first is {first}:3" in text


def test_a_second_row_in_another_file(write: Write) -> None:
    first = write("date,symbol,close", "2026-01-22,SPY,1", name="a.csv")
    second = write("date,symbol,close", "2026-01-22,SPY,1", name="b.csv")
    assert f"{second}:2: error: SPY has a second row for 2026-01-22; the first is {first}:2" in told([first, second])


def test_the_first_twenty_mistakes_and_how_many_there_are(write: Write) -> None:
    path = write("date,symbol,close", *[f"2026-01-{day:02d},SPY,x" for day in range(1, 29)])
    text = told([path])
    assert "(28 mistakes, here are the first 20)" in text
    assert text.count("is no number") == 20


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\x00\x01\x02PK", "is no text file"),
        (b"date,symbol,close\n2026-01-22,SPY,1\n2026-01-23,SP\xff,1\n", ":3: error: byte 0xff is not UTF-8"),
        (b"date;symbol;close\n2026-01-22;SPY;1\n", "column 'date' is missing"),
        (b"date,symbol,open\n2026-01-22,SPY,1\n", "'close' or 'adj_close' is missing; found: date, symbol, open"),
        (b"date,symbol,close,close\n2026-01-22,SPY,1,1\n", "column 'close' stands there twice"),
        (b"date,symbol,close\n", "has a header but no prices"),
        (gzip.compress(b"date,symbol,close\n" * 50, mtime=0)[:40], "is a broken gzip file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(content)
    assert sentence in told([path])


def test_a_name_that_promises_gzip(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv.gz"
    path.write_text("date,symbol,close\n2026-01-22,SPY,1\n")
    assert "is no gzip file though its name ends in .gz" in told([path])


def test_a_file_that_grows_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporter.data.tidy.SIZE_LIMIT", 1000)
    path = tmp_path / "prices.csv.gz"
    path.write_bytes(gzip.compress(b"0" * 100_000))
    assert "is larger than" in told([path])


def test_a_yield_may_be_below_zero(write: Write) -> None:
    path = write("date,symbol,close", "2020-03-26,^IRX,-0.033", "2020-03-26,BUND,-0.2")
    assert len(read_prices([path], frozenset({"BUND"}))[0]) == 2
    assert "BUND is not above zero" in told([path])


@pytest.mark.parametrize("content", [None, "notes.txt"])
def test_a_folder_without_price_files(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / content).write_text("x")
    with pytest.raises(DataError, match=r"has no \.csv or \.csv\.gz file of its own"):
        price_files(str(tmp_path))


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"There is no file or folder .*nowhere"):
        price_files(str(tmp_path / "nowhere"))


def test_a_pipe_is_never_read(tmp_path: Path) -> None:
    pipe = tmp_path / "prices.csv"
    os.mkfifo(pipe)
    with pytest.raises(DataError, match="neither a file nor a folder"):
        price_files(str(pipe))


def test_a_damaged_cache_is_read_again(good: Path, desk: Desk, now: datetime, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load(f"csv:{good}", desk, now=now)
    cached = list((tmp_path / "cache").rglob("*.npz"))
    assert cached
    for path in cached:
        path.write_bytes(b"PK\x03\x04 nonsense")
    assert len(load(f"csv:{good}", desk, now=now).bars["rut"]) == 4


cells = st.one_of(st.just(""), st.floats(0.01, 1e6).map(repr), st.integers(1, 10**9).map(str))
days = st.dates(date(1980, 1, 1), date(2030, 1, 1)).map(date.isoformat)
keys = st.lists(st.tuples(days, st.sampled_from(["SPY", "^RUT", "NA", "x y"])), min_size=1, max_size=30, unique=True)


@settings(max_examples=60, deadline=None)
@given(keys=keys, data=st.data())
def test_the_quick_and_the_thorough_reader_agree(keys: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = [f"{day},{symbol},{data.draw(cells)},{data.draw(cells)}" for day, symbol in keys]
    file = PriceFile("prices.csv", "\n".join(["date,symbol,close,volume", *rows]).encode(), "")
    quick = parse(file, ["date", "symbol", "close", "volume"])
    thorough, problems = examine(file, frozenset(), {})
    assert problems == []
    assert quick is not None
    symbols = ["SPY", "^RUT", "NA", "x y"]
    first, second = quick.frames(symbols), thorough.frames(symbols)
    assert first.keys() == second.keys()
    assert all(first[symbol].equals(second[symbol]) for symbol in first)


def test_dates_may_carry_a_time_of_day() -> None:
    found = days_of(["2026-01-23", "2026-01-23T00:00:00", "2026-01-23 16:00"])
    assert found is not None
    assert len(set(found.tolist())) == 1
    assert days_of(["2026-1-23"]) is None
    assert days_of(["２０２６-01-23"]) is None
