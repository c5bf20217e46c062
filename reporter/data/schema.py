"""The store's tables and the steps that lead an older file to them.

`PRAGMA user_version` counts the steps that a file has taken. A step is never changed once it was released; a change
of the tables is a new step at the end.
"""

from __future__ import annotations

import sqlite3

from reporter.errors import DataError

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE retrievals (id INTEGER PRIMARY KEY, provider TEXT NOT NULL, retrieved_at INTEGER NOT NULL)",
        "CREATE TABLE symbols (id INTEGER PRIMARY KEY, symbol TEXT NOT NULL UNIQUE)",
        """CREATE TABLE bars (
            symbol INTEGER NOT NULL REFERENCES symbols, day INTEGER NOT NULL,
            retrieval INTEGER NOT NULL REFERENCES retrievals,
            open REAL, high REAL, low REAL, close REAL, adj_close REAL, volume REAL,
            PRIMARY KEY (symbol, day, retrieval)) WITHOUT ROWID""",
        """CREATE TABLE coverage (
            symbol INTEGER NOT NULL REFERENCES symbols, retrieval INTEGER NOT NULL REFERENCES retrievals,
            first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (symbol, retrieval)) WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE actions (
            symbol INTEGER NOT NULL REFERENCES symbols, day INTEGER NOT NULL, kind TEXT NOT NULL,
            retrieval INTEGER NOT NULL REFERENCES retrievals, value REAL NOT NULL,
            PRIMARY KEY (symbol, day, kind, retrieval)) WITHOUT ROWID""",
        """CREATE TABLE snapshots (
            symbol INTEGER NOT NULL REFERENCES symbols, retrieval INTEGER NOT NULL REFERENCES retrievals,
            content TEXT NOT NULL, PRIMARY KEY (symbol, retrieval)) WITHOUT ROWID""",
    ),
    tuple(
        f"CREATE TRIGGER {table}_keeps_{verb} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the store forgets nothing'); END"
        for table in ("retrievals", "symbols", "bars", "coverage", "actions", "snapshots")
        for verb in ("UPDATE", "DELETE")
    ),
)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Take the steps that a file lacks, all or none; DataError where a newer program wrote it.

    Two processes may open a new file at once: the version is read again once the file is ours to write.
    """
    if version(connection) == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = version(connection)
        if done > len(STEPS):
            raise DataError(f"The store {path} was written by a newer version of reporter: update reporter.")
        for step in STEPS[done:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
