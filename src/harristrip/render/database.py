"""The facts as the bytes of a SQLite database. The only module that knows sqlite3, loaded only for this."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from tempfile import TemporaryDirectory

from ..terminal import Unwritable
from .contents import Content
from .relational import tables
from .sql import insert, statements

APPLICATION = 0x48547270
"""Marks a database as one of these, "HTrp": `PRAGMA application_id`."""
VERSION = 1
"""Of the tables and columns, for whoever reads them: `PRAGMA user_version`."""


def can_index() -> bool:
    """Tell whether this SQLite has the full-text index FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            return False
    return True


def database(content: Content, *, indexed: bool) -> bytes:
    """Return a database of the rows, `search` with a full-text index or without; raises Unwritable."""
    made = tables()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        with connection:
            for statement in statements(made, indexed=indexed):
                connection.execute(statement)
            for name, rows in content.items():
                connection.executemany(insert(made[name]), rows)
        return connection.serialize() if hasattr(connection, "serialize") else _by_file(connection)


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
