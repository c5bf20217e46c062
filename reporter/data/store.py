"""The store of prices: SQLite, append-only. A revised bar stands beside the old one, with when and whence it came.

Each batch is one transaction in write-ahead mode, so that a killed process leaves the last whole batch, and two
processes wait for each other. Triggers refuse any change to what is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reporter.data.calendar import from_day, to_day, to_index
from reporter.data.folders import default_store
from reporter.data.schema import migrate
from reporter.errors import DataError
from reporter.model.market import FIELDS, Action

WAIT_SECONDS = 30.0
SAME = 1e-6
"""Numbers closer than this (relative) are the same observation: vendors' adjusted closes wobble in the last digits."""

Fundamentals = Mapping[str, Any]
"""What a provider says of a fund or company: numbers and texts by name, and tables as nested mappings; plain JSON."""


@dataclass(frozen=True)
class Batch:
    """One answer of a provider for one symbol. `first` to `last` is the span of dates that was asked for.

    `bars` has a naive, normalised index and all of `FIELDS`; `actions` are (date, kind, value).
    """

    symbol: str
    bars: pd.DataFrame
    first: date
    last: date
    actions: Sequence[tuple[date, str, float]] = ()


@dataclass(frozen=True)
class Stored:
    """What the store knew of some symbols: bars, the first and last date asked for, retrieval times, snapshots."""

    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    asked: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    providers: tuple[str, ...] = ()
    retrieved_at: datetime | None = None
    fundamentals: Mapping[str, Fundamentals] = field(default_factory=dict)
    snapshots_at: Mapping[str, datetime] = field(default_factory=dict)
    actions: Mapping[str, tuple[Action, ...]] = field(default_factory=dict)
    multiples: Mapping[str, tuple[tuple[datetime, float], ...]] = field(default_factory=dict)
    """Every trailing multiple of a snapshot with the time that it was taken at, oldest first."""


@dataclass(frozen=True)
class Revision:
    """One version of one bar; the first is the observation itself, later ones correct it."""

    symbol: str
    session: date
    retrieved_at: datetime
    provider: str
    values: Mapping[str, float | None]


class Store:
    """A file of bars. Open it with `Store.open` in a `with` block."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path, create: bool = True) -> Iterator[Store]:
        """The store at a path, brought up to date; DataError where it is not there, not ours, or can't be used."""
        if not create and not path.is_file():
            raise DataError(f"There is no store of prices at {path}: build once with --data yahoo to fill it.")
        connection: sqlite3.Connection | None = None
        try:
            make_folder(path)
            connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, str(path))
            yield cls(path, connection)
        except sqlite3.Error as error:
            damaged = type(error) is sqlite3.DatabaseError  # its kinds tell of locks or a full disk
            remedy = "; put a copy back with: reporter data restore FILE" if damaged else ""
            raise DataError(f"The store of prices {path} can't be used: {error}{remedy}.") from error
        finally:
            if connection is not None:
                connection.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise

    def append(self, batch: Batch, provider: str, retrieved_at: datetime) -> int:
        """Keep what an answer tells that was not known; how many bars were new or revised.

        What is known is read within the same transaction, so that two processes don't both add the same bar.
        """
        with self._writing():
            symbol = self._symbol(batch.symbol)
            retrieval = self._retrieval(provider, retrieved_at)
            new = changed(self._frame(symbol), batch.bars)
            rows = [(symbol, to_day(day.date()), retrieval, *numbers(row)) for day, row in
                    zip(new.index, new[list(FIELDS)].to_numpy(), strict=True)]
            self._connection.executemany("INSERT INTO bars VALUES (?,?,?,?,?,?,?,?,?)", rows)
            self._connection.execute("INSERT INTO coverage VALUES (?,?,?,?)",
                                     (symbol, retrieval, to_day(batch.first), to_day(batch.last)))
            self._append_actions(symbol, retrieval, batch.actions)
        return len(rows)

    def _append_actions(self, symbol: int, retrieval: int, actions: Sequence[tuple[date, str, float]]) -> None:
        query = "SELECT day, kind, value FROM actions WHERE symbol = ? ORDER BY retrieval"
        known = {(day, kind): value for day, kind, value in self._connection.execute(query, (symbol,))}
        for day, kind, value in actions:
            if known.get((to_day(day), kind)) != value:
                self._connection.execute("INSERT INTO actions VALUES (?,?,?,?,?)",
                                         (symbol, to_day(day), kind, retrieval, value))

    def append_snapshot(self, symbol: str, content: Fundamentals, provider: str, retrieved_at: datetime) -> None:
        """Keep fundamentals of a symbol as they were at a time."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO snapshots VALUES (?,?,?)",
                (self._symbol(symbol), self._retrieval(provider, retrieved_at),
                 json.dumps(dict(content), allow_nan=False)))

    def _symbol(self, symbol: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO symbols (symbol) VALUES (?)", (symbol,))
        return int(self._connection.execute("SELECT id FROM symbols WHERE symbol = ?", (symbol,)).fetchone()[0])

    def _retrieval(self, provider: str, retrieved_at: datetime) -> int:
        query = "INSERT INTO retrievals (provider, retrieved_at) VALUES (?, ?) RETURNING id"
        return int(self._connection.execute(query, (provider, to_microseconds(retrieved_at))).fetchone()[0])

    def _frame(self, symbol: int, until: int | None = None, as_of: int | None = None) -> pd.DataFrame:
        """The last known version of each bar of a symbol, of those retrieved at or before `as_of`."""
        query = f"""SELECT day, {', '.join(FIELDS)} FROM bars JOIN retrievals ON retrievals.id = bars.retrieval
            WHERE symbol = ? AND day <= ? AND retrieved_at <= ? ORDER BY day, retrieved_at, retrieval"""
        never = 1 << 62
        limits = (symbol, never if until is None else until, never if as_of is None else as_of)
        rows = np.array(self._connection.execute(query, limits).fetchall() or np.empty((0, 7)), dtype=np.float64)
        days = rows[:, 0].astype(np.int32)
        last = np.append(days[1:] != days[:-1], True) if len(days) else np.zeros(0, dtype=bool)
        return pd.DataFrame(rows[last, 1:], index=to_index(days[last]), columns=list(FIELDS))

    def read(self, symbols: Sequence[str], until: date, as_of: datetime | None = None) -> Stored:
        """Bars of symbols up to a date, as they were known at `as_of` (or are now)."""
        limit = to_microseconds(as_of) if as_of is not None else None
        with self._reading():
            ids = self._ids(symbols)
            frames = {name: self._frame(place, to_day(until), limit) for name, place in ids.items()}
            frames = {name: frame for name, frame in frames.items() if len(frame)}
            asked = self._asked(ids, limit)
            providers, latest = self._origin([ids[name] for name in frames], to_day(until), limit)
            snapshots, snapshots_at = self._snapshots(ids, limit)
            actions = {name: tuple(self.actions(name, limit)) for name in frames}
            multiples = {name: self._multiples(ids[name], limit) for name in snapshots}
        return Stored(frames, asked, providers, latest, snapshots, snapshots_at, actions, multiples)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One view of the file for several queries."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def _ids(self, symbols: Sequence[str]) -> dict[str, int]:
        known = dict(self._connection.execute("SELECT symbol, id FROM symbols").fetchall())
        return {symbol: known[symbol] for symbol in symbols if symbol in known}

    def _asked(self, ids: Mapping[str, int], as_of: int | None) -> dict[str, tuple[date, date]]:
        """The span of dates for which each symbol was asked and answered."""
        query = """SELECT symbol, min(first), max(last) FROM coverage JOIN retrievals ON retrievals.id = retrieval
            WHERE retrieved_at <= ? GROUP BY symbol"""
        limit = 1 << 62 if as_of is None else as_of
        found = {row[0]: (from_day(row[1]), from_day(row[2])) for row in self._connection.execute(query, (limit,))}
        return {name: found[place] for name, place in ids.items() if place in found}

    def _origin(
        self, symbols: Sequence[int], until: int, as_of: int | None
    ) -> tuple[tuple[str, ...], datetime | None]:
        """Who told the bars of symbols up to a day, and when the last of them was told."""
        if not symbols:
            return (), None
        query = f"""SELECT provider, max(retrieved_at) FROM retrievals WHERE retrieved_at <= ? AND id IN
            (SELECT retrieval FROM bars WHERE day <= ? AND symbol IN ({','.join('?' * len(symbols))}))
            GROUP BY provider ORDER BY provider"""
        limit = 1 << 62 if as_of is None else as_of
        rows = self._connection.execute(query, (limit, until, *symbols)).fetchall()
        return tuple(row[0] for row in rows), from_microseconds(max(row[1] for row in rows)) if rows else None

    def _snapshots(
        self, ids: Mapping[str, int], as_of: int | None
    ) -> tuple[dict[str, Fundamentals], dict[str, datetime]]:
        """The last snapshot of each symbol, and when it was taken."""
        query = """SELECT content, retrieved_at FROM snapshots JOIN retrievals ON retrievals.id = retrieval
            WHERE symbol = ? AND retrieved_at <= ? ORDER BY retrieved_at DESC, retrieval DESC LIMIT 1"""
        found = {name: self._connection.execute(query, (place, 1 << 62 if as_of is None else as_of)).fetchone()
                 for name, place in ids.items()}
        contents: dict[str, Fundamentals] = {name: json.loads(row[0]) for name, row in found.items() if row}
        return contents, {name: from_microseconds(row[1]) for name, row in found.items() if row}

    def _multiples(self, symbol: int, as_of: int | None) -> tuple[tuple[datetime, float], ...]:
        query = """SELECT retrieved_at, json_extract(content, '$.pe_trailing') FROM snapshots
            JOIN retrievals ON retrievals.id = retrieval
            WHERE symbol = ? AND retrieved_at <= ? AND json_type(content, '$.pe_trailing') IN ('real', 'integer')
            ORDER BY retrieved_at, retrieval"""
        rows = self._connection.execute(query, (symbol, 1 << 62 if as_of is None else as_of))
        return tuple((from_microseconds(moment), float(value)) for moment, value in rows)

    def symbols(self) -> tuple[str, ...]:
        """Every symbol that has been asked for."""
        return tuple(row[0] for row in self._connection.execute("SELECT symbol FROM symbols ORDER BY symbol"))

    def revisions(self, symbol: str, session: date | None = None) -> list[Revision]:
        """All versions of a symbol's bars that have more than one, or of one session's bar, oldest first."""
        query = f"""SELECT day, retrieved_at, provider, {', '.join(f'bars.{name}' for name in FIELDS)}
            FROM bars JOIN symbols ON symbols.id = bars.symbol JOIN retrievals ON retrievals.id = bars.retrieval
            WHERE symbols.symbol = ? AND (day = ? OR ? IS NULL AND (
                SELECT count(*) FROM bars AS others WHERE others.symbol = bars.symbol AND others.day = bars.day) > 1)
            ORDER BY day, retrieved_at, retrievals.id"""
        day = to_day(session) if session is not None else None
        return [
            Revision(symbol, from_day(row[0]), from_microseconds(row[1]), row[2],
                     dict(zip(FIELDS, row[3:], strict=True)))
            for row in self._connection.execute(query, (symbol, day, day))
        ]

    def actions(self, symbol: str, as_of: int | None = None) -> list[Action]:
        """Dividends and splits of a symbol, as last told (at or before `as_of`)."""
        query = """SELECT day, kind, value FROM actions JOIN symbols ON symbols.id = actions.symbol
            JOIN retrievals ON retrievals.id = retrieval
            WHERE symbols.symbol = ? AND retrieved_at <= ? ORDER BY retrieval"""
        limit = 1 << 62 if as_of is None else as_of
        last = {(day, kind): value for day, kind, value in self._connection.execute(query, (symbol, limit))}
        return [(from_day(day), kind, value) for (day, kind), value in sorted(last.items())]


def make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"The folder of the store {path} can't be made: {error.strerror or error}.") from error


def list_revisions(path: Path | None, symbol: str, session: date | None = None) -> list[Revision]:
    """All versions of a symbol's bars that were revised, or of one session's bar; None is the default store."""
    with Store.open(path or default_store(), create=False) as store:
        return store.revisions(symbol, session)


def changed(known: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The rows of `told` that `known` lacks or has otherwise."""
    before = known.reindex(told.index)[list(FIELDS)].to_numpy(dtype=np.float64)
    after = told[list(FIELDS)].to_numpy(dtype=np.float64)
    same = np.isclose(before, after, rtol=SAME, atol=0, equal_nan=True)
    rows: pd.DataFrame = told[~same.all(axis=1)]
    return rows


def numbers(row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in row]


def to_microseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def from_microseconds(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1_000_000, UTC)
