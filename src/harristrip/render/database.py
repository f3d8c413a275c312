"""The facts as the bytes of a SQLite database. The only module that knows sqlite3, loaded only for this."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..terminal import Unwritable
from .contents import Row
from .relational import tables
from .sql import insert, statements

APPLICATION = 0x48547270
"""Marks a database as one of these, "HTrp": `PRAGMA application_id`."""
VERSION = 1
"""Of the tables and columns, for whoever reads them: `PRAGMA user_version`."""
MEMORY = "file:facts?vfs=memdb" if hasattr(sqlite3.Connection, "serialize") else ":memory:"
"""A database of its own in memory: of the first sort `serialize` makes one copy, of the second two."""


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


def database(rows: Iterable[Row], *, indexed: bool) -> Database:
    """Return a database of the rows, `search` with a full-text index or without; raises Unwritable."""
    made = tables()
    inserts, counts = {name: insert(table) for name, table in made.items()}, Counter(dict.fromkeys(made, 0))
    with closing(sqlite3.connect(MEMORY, uri=True)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")  # nothing is taken back, and its copies of pages take memory
        connection.execute("PRAGMA cache_size = -200")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        with connection:
            for statement in statements(made, indexed=indexed):
                connection.execute(statement)
            for name, row in rows:  # one by one: all at once would take as much memory as the database
                connection.execute(inserts[name], row)
                counts[name] += 1
        data = connection.serialize() if hasattr(connection, "serialize") else _by_file(connection)
    return Database(data, counts)


def _by_file(connection: sqlite3.Connection) -> bytes:
    """Return the bytes of a database by way of a temporary file: Python 3.10 knows no other."""
    with TemporaryDirectory(prefix="harristrip-") as folder:
        path = os.path.join(folder, "facts.db")
        try:
            with closing(sqlite3.connect(path)) as copy:
                connection.backup(copy)
        except sqlite3.OperationalError as error:
            raise Unwritable(str(error)) from error
        with open(path, "rb") as file:
            return file.read()
