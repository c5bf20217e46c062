"""A price file or a folder of them → one table. All mistakes of all files are told at once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

from reporter.data.mistakes import Seen, examine
from reporter.data.table import Table, join
from reporter.data.tidy import PriceFile, Unreadable, open_file, read_table, suspicious
from reporter.errors import DataError, Problem

log = logging.getLogger("reporter.data")

TOLD = 20
KNOWN_YIELDS = frozenset({"^IRX", "^FVX", "^TNX", "^TYX"})


def price_files(location: str) -> list[Path]:
    """The file itself, or a folder's own CSV files in order of name; DataError where there is none."""
    path = Path(location).expanduser()
    if path.is_file():
        return [path]
    if not path.exists():
        raise DataError(f"There is no file or folder {location}; --data csv:PATH takes a CSV file or a folder of them.")
    if not path.is_dir():
        raise DataError(f"{location} is neither a file nor a folder; --data csv:PATH takes a CSV file or a folder.")
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise DataError(f"The folder {location} can't be read: {error.strerror or error}.") from error
    found = [entry for entry in entries
             if entry.name.lower().endswith((".csv", ".csv.gz")) and entry.name[0] != "." and entry.is_file()]
    if not found:
        raise DataError(f"The folder {location} has no .csv or .csv.gz file of its own (subfolders are not read).")
    return found


def read_prices(paths: Sequence[Path], yields: frozenset[str]) -> tuple[Table, str]:
    """The bars of all files and a checksum: of the file, or of the list of checksums and names.

    DataError with every mistake (the first 20 and how many more), each with file and line.
    """
    yields = yields | KNOWN_YIELDS
    files: list[PriceFile] = []
    problems: list[Problem] = []
    tables: list[Table | None] = []
    for path in paths:
        try:
            file = open_file(path)
            table = read_table(file)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        files.append(file)
        tables.append(None if table is None or suspicious(table, yields) else table)
    good = [table for table in tables if table is not None]
    whole = join(good) if good else None
    if len(good) < len(tables) or (whole is not None and bool(whole.repeated().any())):
        whole = look_closer(files, yields, problems)
    if problems:
        raise mistakes_error(paths, problems)
    if whole is None or not len(whole):
        raise DataError(f"{names(paths)} has a header but no prices.")
    if not whole.ordered:
        log.warning("The rows of %s are not in order of date; they were sorted.", names(paths))
    return whole, checksum(files)


def look_closer(files: Sequence[PriceFile], yields: frozenset[str], problems: list[Problem]) -> Table | None:
    """Read every file row by row; mistakes go to `problems`. None where there is one."""
    seen: Seen = {}
    tables: list[Table] = []
    for file in files:
        try:
            table, found = examine(file, yields, seen)
        except Unreadable as error:
            problems.append(error.problem)
            continue
        tables.append(table)
        problems.extend(found)
    return join(tables) if tables and not problems else None


def mistakes_error(paths: Sequence[Path], problems: Sequence[Problem]) -> DataError:
    """The one error for all mistakes of the files."""
    count = len(problems)
    if count == 1:
        return DataError(f"{names(paths)} can't be used:", problems)
    extent = f"{count} mistakes" if count <= TOLD else f"{count} mistakes, here are the first {TOLD}"
    return DataError(f"{names(paths)} can't be used ({extent}):", problems[:TOLD])


def names(paths: Sequence[Path]) -> str:
    """One file's name, or their folder's."""
    return str(paths[0]) if len(paths) == 1 else f"The price folder {paths[0].parent}"


def checksum(files: Sequence[PriceFile]) -> str:
    """SHA-256 of one file, or of the lines `checksum  name` of several, as sha256sum prints them."""
    if len(files) == 1:
        return files[0].sha256
    lines = "".join(f"{file.sha256}  {Path(file.path).name}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()
