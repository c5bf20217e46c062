"""Tidy price files: `date,symbol,open,high,low,close,adj_close,volume`, plain or gzipped.

A file that is in order is read by pandas' C parser. Only where that stumbles, or a check over the arrays finds
something, `mistakes` reads the file again, row by row, to name each mistake with its line.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.data.arrays import read_arrays, write_arrays
from reporter.data.calendar import to_day
from reporter.data.folders import CACHE_VERSION, cache_folder
from reporter.data.table import Table, pack, unpack
from reporter.errors import Problem
from reporter.model.market import FIELDS

PRICES = ("open", "high", "low", "close", "adj_close")
MISSING = frozenset({"", "NaN", "nan", "NA", "N/A", "null", "NULL", "None"})
SIZE_LIMIT = 1 << 30
"""Bytes that a price file may have once it is unpacked."""


class Unreadable(Exception):
    """A file that is no table at all; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class PriceFile:
    """A price file's bytes, as stored and unpacked, and its checksum."""

    path: str
    text: bytes
    sha256: str


def open_file(path: Path) -> PriceFile:
    """Read and unpack a file; Unreadable where it can't be."""
    shown = str(path)
    try:
        stored = path.read_bytes()
    except OSError as error:
        raise Unreadable(Problem(shown, f"can't be read: {error.strerror or error}", "file")) from error
    text = stored
    if stored[:2] == b"\x1f\x8b":
        text = unpack_gzip(shown, stored)
    elif path.suffix.lower() == ".gz":
        raise Unreadable(Problem(shown, "is no gzip file though its name ends in .gz", "gzip"))
    if len(text) > SIZE_LIMIT:
        raise Unreadable(Problem(shown, f"is larger than {SIZE_LIMIT >> 20} MB; split it", "file"))
    return PriceFile(shown, text.removeprefix(b"\xef\xbb\xbf"), hashlib.sha256(stored).hexdigest())


def unpack_gzip(shown: str, stored: bytes) -> bytes:
    """The content of a gzip file, of bounded size; Unreadable where it is broken."""
    try:
        with gzip.open(io.BytesIO(stored)) as packed:
            return packed.read(SIZE_LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(Problem(shown, f"is a broken gzip file ({error}); get it again", "gzip")) from error


def read_header(file: PriceFile) -> list[str]:
    """The file's column names in our spelling; Unreadable where they can't be used."""
    if b"\0" in file.text[:65536]:
        raise Unreadable(Problem(file.path, "is no text file; expected CSV in UTF-8", "encoding"))
    try:
        file.text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.text.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{file.text[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise Unreadable(Problem(file.path, message, "encoding", line)) from error
    start = file.text[:65536].lstrip(b"\r\n \t").splitlines()
    if not start:
        raise Unreadable(Problem(file.path, "is empty; expected a header row and prices", "empty"))
    first = next(csv.reader([start[0].decode("utf-8", "replace")]))
    names = [name.strip().lower().replace(" ", "_") for name in first]
    if "symbol" not in names:
        names = ["symbol" if name == "ticker" else name for name in names]
    problems = [f"column {name!r} stands there twice" for name in ("date", "symbol", *FIELDS)
                if names.count(name) > 1]
    problems += [f"column {name!r} is missing" for name in ("date", "symbol") if name not in names]
    if not {"close", "adj_close"} & set(names):
        problems.append("column 'close' or 'adj_close' is missing")
    if problems:
        found = ", ".join(name or "(no name)" for name in names[:12])
        raise Unreadable(Problem(file.path, f"{'; '.join(problems)}; found: {found}", "column", 1))
    return names


def read_table(file: PriceFile) -> Table | None:
    """The file's rows, sorted; from the cache where it was read before. None where its rows need a closer look.

    What is checked here: numbers are numbers, dates are dates, no symbol and date twice. Raises Unreadable.
    """
    cached = cache_folder("tables", f"{file.sha256}-{CACHE_VERSION}.npz")
    arrays = read_arrays(cached)
    table = unpack(arrays) if arrays is not None else None
    if table is None:
        table = parse(file, read_header(file))
        if table is not None and len(table):
            write_arrays(cached, pack(table))
    return table


def parse(file: PriceFile, names: Sequence[str]) -> Table | None:
    """Rows by the C parser; None where something in them is not in order."""
    numbers = [name for name in FIELDS if name in names]
    content = file.text.strip()
    if content.count(b",") != (content.count(b"\n") + 1) * (len(names) - 1):
        return None  # some row has more or fewer fields than the header, which the C parser would let pass
    try:
        rows = pd.read_csv(
            io.BytesIO(file.text), header=0, names=list(names), usecols=["date", "symbol", *numbers],
            dtype={"date": "category", "symbol": "category", **dict.fromkeys(numbers, "float64")},
            na_values=dict.fromkeys(numbers, sorted(MISSING)), keep_default_na=False, skipinitialspace=True,
            index_col=False, engine="c", encoding="utf-8",
        )
    except (ValueError, OverflowError):
        return None
    symbols = [str(name).strip() for name in rows["symbol"].cat.categories]
    days = days_of([str(text) for text in rows["date"].cat.categories])
    if days is None or "" in symbols or len(set(symbols)) < len(symbols):
        return None
    codes, places = rows["symbol"].cat.codes.to_numpy(), rows["date"].cat.codes.to_numpy()
    if len(rows) and (codes.min() < 0 or places.min() < 0):
        return None
    columns = {name: rows[name].to_numpy(dtype="float64") for name in numbers}
    if any(bool(np.isinf(values).any()) for values in columns.values()):
        return None
    table = Table(tuple(symbols), codes.astype(np.int32), days[places], columns).sorted()
    return None if bool(table.repeated().any()) else table.priced()


def days_of(texts: Sequence[str]) -> NDArray[np.int32] | None:
    """Days since 1970-01-01 of each text; None where one is no date."""
    found = [day_of(text) for text in texts]
    return None if None in found else np.array(found, dtype=np.int32)


def day_of(text: str) -> int | None:
    """`2026-01-23`, or the same with a time of day behind it; None where it is no date."""
    text = text.strip()
    if len(text) > 10 and text[10] not in "T ":
        return None
    try:
        return to_day(date(int(text[:4]), int(text[5:7]), int(text[8:10]))) if is_iso(text[:10]) else None
    except ValueError:
        return None


def is_iso(text: str) -> bool:
    digits = text[:4] + text[5:7] + text[8:]
    return len(text) == 10 and text[4] == text[7] == "-" and digits.isascii() and digits.isdigit()


def suspicious(table: Table, yields: frozenset[str]) -> bool:
    """Whether a closer look is due: a price at or below zero, a negative volume, a high below its low."""
    may_be_negative = np.array([symbol in yields for symbol in table.symbols] or [False])[table.codes]
    for name in PRICES:
        if name in table.columns and bool(np.any((table.columns[name] <= 0) & ~may_be_negative)):
            return True
    columns = table.columns
    if "volume" in columns and bool(np.any(columns["volume"] < 0)):
        return True
    return "high" in columns and "low" in columns and bool(np.any(columns["high"] < columns["low"]))
