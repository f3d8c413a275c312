"""Commands that export facts: references and a database."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .. import terminal
from ..errors import UnknownValue, Unwritable, UsageError
from ..index.answer import open_index
from ..render.formats import extension_of, refuse_extension
from ..terminal import Reply
from ..text import nearest, printable
from .listings import refuse_overwriting

_MAGIC = b"SQLite format 3\0"
_APPLICATION_ID = slice(68, 72)
"""Offset of the application id in a SQLite database."""
LEFTOVERS = ("-wal", "-shm", "-journal")
"""Files beside a database that SQLite would apply to a new one of the same name."""
DATABASES = (".db", ".sqlite", ".sqlite3")
"""Extensions of a database."""
NO_FULL_TEXT = "this SQLite has no FTS5: the table search holds the texts without a full-text index"


def cite(values: Mapping[str, Any]) -> Reply:
    """Return a reference for each source of each record."""
    from ..render import references  # noqa: PLC0415

    path = None if values["output"] in terminal.STDOUT else values["output"]
    index = open_index(values["facts"])
    refuse_overwriting(path, values["facts"], index)
    style = _style(values["style"], path, json=values["json"])
    found = references.references(values["ids"], index)
    if values["json"]:
        return Reply(references.as_json(found), path=path)
    encoding = "utf-8" if path else terminal.page().encoding
    return Reply(references.STYLES[style][1](found, encoding), path=path)


def _style(asked: str | None, path: str | None, *, json: bool) -> str:
    """Return the style by its name, or else by the extension of the file."""
    from ..render.references import STYLES  # noqa: PLC0415

    if asked is not None and asked not in STYLES:
        raise UnknownValue("style", asked, nearest(asked, STYLES), list(STYLES))
    if json and asked not in (None, "csl-json"):
        raise UsageError(f"--json and --style {asked} contradict each other")
    if asked is None:
        refuse_extension(path, [one for extensions, _ in STYLES.values() for one in extensions])
    by_extension = (name for name, (extensions, _) in STYLES.items() if extension_of(path) in extensions)
    return asked or next(by_extension, "text")


def export(values: Mapping[str, Any]) -> Reply:
    """Write a SQLite database of the whole store."""
    file = values["file"]
    path = None if file in terminal.STDOUT else file
    if path is None and values["json"]:
        raise UsageError("--json and a database on standard output contradict each other: name a file")
    if path is None and terminal.is_terminal():
        raise UsageError("a database is not for a terminal: name a file, or redirect standard output")
    index = open_index(values["facts"])
    refuse_overwriting(path, values["facts"], index)
    _refuse_other(path)
    refuse_extension(path, DATABASES)
    from ..render import sqlite  # noqa: PLC0415 -- the model loads with it

    made = sqlite.database(index)
    shown = _answer(file, made) if values["json"] else None
    return Reply(made.data, path=path, note=None if made.full_text else NO_FULL_TEXT, shown=shown)


def _refuse_other(path: str | None) -> None:
    """Raise UsageError if the file is not an exported database, or if SQLite left files beside it."""
    if path is None:
        return
    for leftover in (path + ending for ending in LEFTOVERS):
        if os.path.exists(leftover):
            raise UsageError(f"{printable(leftover)} exists and would corrupt a new database: delete it, or close it")
    if os.path.isfile(path) and os.path.getsize(path):
        from ..index.build import APPLICATION  # noqa: PLC0415

        if _head(path) != (_MAGIC, APPLICATION):
            raise UsageError(f"{printable(path)} exists and is not a database of harristrip: name another file")


def _head(path: str) -> tuple[bytes, int]:
    """Return the first bytes of a file, and its application id if it is a database."""
    try:
        with open(path, "rb") as file:
            head = file.read(_APPLICATION_ID.stop)
    except OSError as error:
        raise Unwritable(error.strerror, path) from error
    return head[: len(_MAGIC)], int.from_bytes(head[_APPLICATION_ID], "big")


def _answer(file: str, made: Any) -> bytes:
    from ..facts import codec  # noqa: PLC0415
    from ..facts.responses import ExportAnswer, Exported  # noqa: PLC0415

    items = tuple(Exported(name=name, rows=count) for name, count in made.rows.items())
    answer = ExportAnswer(file=printable(file), full_text=made.full_text, count=len(items), items=items)
    return codec.encode(answer) + b"\n"
