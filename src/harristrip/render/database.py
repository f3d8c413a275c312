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

VERSION = 1
"""Of the tables and columns, for whoever reads them: `PRAGMA user_version`."""
SETTINGS = ("journal_mode = OFF", "synchronous = OFF", f"user_version = {VERSION}")
"""A draft that is thrown away on failure needs no journal, and leaves none."""


def can_index() -> bool:
    """Tell whether this SQLite has the full-text index FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            return False
    return True


def database(content: Content, *, indexed: bool) -> bytes:
    """Return a database of the rows, `search` with a full-text index or without; raises Unwritable.

    It is made in a temporary folder: Python 3.10 cannot turn a database in memory into bytes.
    """
    with TemporaryDirectory(prefix="harristrip-") as folder:
        path = os.path.join(folder, "facts.db")
        try:
            _fill(path, content, indexed=indexed)
        except sqlite3.OperationalError as error:
            raise Unwritable(str(error)) from error
        with open(path, "rb") as file:
            return file.read()


def _fill(path: str, content: Content, *, indexed: bool) -> None:
    made = tables()
    with closing(sqlite3.connect(path)) as connection:
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        with connection:
            for statement in statements(made, indexed=indexed):
                connection.execute(statement)
            for name, rows in content.items():
                connection.executemany(insert(made[name]), rows)
