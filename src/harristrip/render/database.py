"""The facts as the bytes of a SQLite database. The only module that knows sqlite3, loaded only for this."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from tempfile import mkstemp
from typing import IO, NamedTuple

from .. import memory
from ..terminal import PROGRAM, Unwritable
from .contents import Row
from .relational import RECORD, tables
from .sql import insert, statements

APPLICATION = 0x48547270
"""Marks a database as one of these, "HTrp": `PRAGMA application_id`."""
VERSION = 1
"""Of the tables and columns, for whoever reads them: `PRAGMA user_version`."""
TMPDIR = "a temporary file (TMPDIR names the folder)"
"""Where a database is made that goes to standard output."""


class Database(NamedTuple):
    """A database."""

    data: bytes
    rows: Mapping[str, int]
    """Table -> how many rows it has."""


def can_index() -> bool:
    """Tell whether this SQLite has the full-text index FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            return False
    return True


def database(rows: Iterable[Row], *, indexed: bool, beside: str | None = None) -> Database:
    """Return a database of the rows, `search` with a full-text index or without; raises Unwritable.

    It is made in a file without a name, for in memory it would be there twice: beside the file that will take it, or
    among the temporary ones.
    """
    folder = None if beside is None else os.path.dirname(os.path.realpath(beside))
    try:
        handle, draft = mkstemp(prefix=f".{PROGRAM}-", suffix=".part", dir=folder)
        try:
            with open(handle, "rb") as file, closing(sqlite3.connect(draft)) as connection:
                _forget(draft)
                counts = _fill(connection, _in_proportion(rows, file), indexed=indexed)
                return Database(file.read(), counts)
        finally:
            _forget(draft)
    except (OSError, sqlite3.OperationalError) as error:
        raise Unwritable(getattr(error, "strerror", None) or str(error), beside or TMPDIR) from error


def _forget(path: str) -> None:
    """Take a file its name, where the system lets an open one go: however this process ends nothing is left."""
    with suppress(OSError):
        os.unlink(path)


def _in_proportion(rows: Iterable[Row], file: IO[bytes]) -> Iterator[Row]:
    """Pass on rows as long as there is memory for all that the file holds; raises MemoryUsed."""
    for row in rows:
        if row[0] == RECORD.name:
            memory.reserve(os.fstat(file.fileno()).st_size)
        yield row


def _fill(connection: sqlite3.Connection, rows: Iterable[Row], *, indexed: bool) -> Mapping[str, int]:
    """Make every table and view, add the rows, and return how many each table has."""
    made = tables()
    inserts, counts = {name: insert(table) for name, table in made.items()}, Counter(dict.fromkeys(made, 0))
    connection.execute("PRAGMA journal_mode = OFF")  # nothing is taken back, and a journal would need the name
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    with connection:
        for statement in statements(made, indexed=indexed):
            connection.execute(statement)
        for name, row in rows:  # one by one: all at once would take as much memory as the database
            connection.execute(inserts[name], row)
            counts[name] += 1
    return counts
