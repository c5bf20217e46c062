"""Names every mistake in price files, with file and line. Slow and thorough: only used where something is wrong."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reporter.data.table import Table
from reporter.data.tidy import MISSING, PRICES, PriceFile, day_of, read_header
from reporter.errors import Problem
from reporter.model.market import FIELDS

Seen = dict[tuple[str, int], tuple[str, int]]


def examine(file: PriceFile, yields: frozenset[str], seen: Seen) -> tuple[Table, list[Problem]]:
    """The file's rows, read one by one, and what is wrong with them. Raises Unreadable.

    `seen` gathers symbol and day of each row over all files, so that a repetition across files is found.
    """
    names = read_header(file)
    problems: list[Problem] = []
    symbols: dict[str, int] = {}
    codes: list[int] = []
    days: list[int] = []
    numbers: dict[str, list[float]] = {name: [] for name in FIELDS if name in names}
    for line, row in rows(file, names, problems):
        symbol, day = row["symbol"].strip(), day_of(row["date"])
        values = {name: number(file, line, name, row[name], problems) for name in numbers}
        check_bar(file, line, symbol, values, symbol in yields, problems)
        if not symbol:
            problems.append(Problem(file.path, "symbol is empty", "symbol", line))
        if day is None:
            problems.append(Problem(file.path, f"date: {row['date']!r} is no date; write 2026-01-23", "date", line))
        if not symbol or day is None:
            continue
        note_repetition(file, line, symbol, day, row["date"].strip()[:10], seen, problems)
        codes.append(symbols.setdefault(symbol, len(symbols)))
        days.append(day)
        for name, value in values.items():
            numbers[name].append(value)
    columns = {name: np.array(values, dtype=np.float64) for name, values in numbers.items()}
    table = Table(tuple(symbols), np.array(codes, dtype=np.int32), np.array(days, dtype=np.int32), columns)
    return table.sorted().priced(), problems


def rows(
    file: PriceFile, names: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row after the header with the line on which it ends; too many or too few fields become problems."""
    reader = csv.reader(io.StringIO(file.text.decode("utf-8"), newline=""), skipinitialspace=True)
    header = True
    try:
        for fields in reader:
            if not fields or (len(fields) == 1 and not fields[0].strip()):
                continue
            if header:
                header = False
                continue
            if len(fields) < len(names) or any(field.strip() for field in fields[len(names):]):
                guess = "a decimal comma?" if len(fields) > len(names) else "was the file cut short?"
                message = f"{len(fields)} fields where the header has {len(names)}; {guess}"
                problems.append(Problem(file.path, message, "fields", reader.line_num))
                continue
            yield reader.line_num, dict(zip(names, fields, strict=False))
    except csv.Error as error:
        problems.append(Problem(file.path, f"is no CSV from here on: {error}", "fields", reader.line_num))


def number(file: PriceFile, line: int, name: str, text: str, problems: list[Problem]) -> float:
    """A field's value; NaN where it is missing or wrong."""
    text = text.strip()
    if text in MISSING:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if "_" in text or not math.isfinite(value):
        problems.append(Problem(file.path, f"{name}: {text[:40]!r} is no number", "number", line))
        return math.nan
    return value


def check_bar(
    file: PriceFile, line: int, symbol: str, values: Mapping[str, float], is_yield: bool, problems: list[Problem]
) -> None:
    """Rules between the numbers of one bar."""
    for name in PRICES:
        value = values.get(name, math.nan)
        if value <= 0 and not is_yield:
            message = f"{name}: {value:g} of {symbol} is not above zero; a price must be"
            problems.append(Problem(file.path, message, "price", line))
    volume = values.get("volume", math.nan)
    if volume < 0:
        problems.append(Problem(file.path, f"volume: {volume:g} of {symbol} is below zero", "volume", line))
    high, low = values.get("high", math.nan), values.get("low", math.nan)
    if high < low:
        problems.append(Problem(file.path, f"high {high:g} of {symbol} is below its low {low:g}", "range", line))


def note_repetition(
    file: PriceFile, line: int, symbol: str, day: int, shown: str, seen: Seen, problems: list[Problem]
) -> None:
    """A symbol has one bar a day: a second one, in this file or another, is a problem."""
    first = seen.setdefault((symbol, day), (file.path, line))
    if first != (file.path, line):
        place = f"line {first[1]}" if first[0] == file.path else f"{first[0]}:{first[1]}"
        problems.append(Problem(file.path, f"{symbol} has a second row for {shown}; the first is {place}",
                                "duplicate", line))
