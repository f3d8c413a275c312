"""Commands that write something to keep: references, a database, a schema, a store to start from."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .. import terminal
from ..errors import Unwritable, UsageError
from ..index.database import open_index
from ..render.formats import choose_format, refuse_unknown_extension
from ..terminal import PROGRAM, Reply, save
from ..text import printable
from .listings import refuse_overwriting

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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
    json = "csl-json" if values["json"] else None
    style = references.STYLES[choose_format("style", references.STYLES, values["style"], path, json=json)]
    found = references.collect_references(values["ids"], index)
    if json:
        return Reply(references.as_answer_json(found), path=path)
    return Reply(style.render(found, "utf-8" if path else terminal.page().encoding), path=path)


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
    if path is not None:
        _refuse_other(path)
    refuse_unknown_extension(path, DATABASES)
    from ..facts import codec, responses  # noqa: PLC0415
    from ..render import sqlite  # noqa: PLC0415 -- the model loads with it

    made = sqlite.export_database(index)
    items = tuple(responses.Exported(name=name, rows=count) for name, count in made.rows.items())
    answer = responses.ExportAnswer(file=printable(file), full_text=made.full_text, count=len(items), items=items)
    shown = codec.encode(answer) + b"\n" if values["json"] else None
    return Reply(made.data, path=path, note=None if made.full_text else NO_FULL_TEXT, shown=shown)


def _refuse_other(path: str) -> None:
    """Raise UsageError if the file is not an exported database, or if SQLite left files beside it."""
    for leftover in (path + ending for ending in LEFTOVERS):
        if os.path.exists(leftover):
            raise UsageError(f"{printable(leftover)} exists and would corrupt a new database: delete it, or close it")
    if not os.path.isfile(path) or not os.path.getsize(path):
        return
    from ..index.build import APPLICATION  # noqa: PLC0415

    try:
        with open(path, "rb") as file:
            head = file.read(_APPLICATION_ID.stop)
    except OSError as error:
        raise Unwritable(error.strerror, path) from error
    if not head.startswith(_MAGIC) or head[_APPLICATION_ID] != APPLICATION.to_bytes(4, "big"):
        raise UsageError(f"{printable(path)} exists and is not a database of harristrip: name another file")


def schema(values: Mapping[str, Any]) -> Reply:
    """Print the JSON Schema of the store or of the JSON of a command."""
    from ..render import schemas  # noqa: PLC0415 -- the model loads with it

    name = values["name"]
    is_group = name not in schemas.list_schemas() and bool(open_index(values["facts"]).groups(name))
    return Reply(schemas.encode_schema("statistics" if is_group else name))


def init(values: Mapping[str, Any]) -> Reply:
    """Write the example, and its texts with `--articles`; raises UsageError if a file would be lost."""
    file, folder = values["file"], values["articles"]
    if file == "-":
        return Reply(_read_example("example.toml"))
    if os.path.isdir(file):
        raise UsageError(f"{printable(file)} is a folder: name a file in it")
    _refuse_existing(file, force=values["force"])
    if folder:
        _write_texts(folder, force=values["force"])
    import shlex  # noqa: PLC0415 -- 0.3 ms, and only here

    name = printable(shlex.quote(file))
    proof = f", {PROGRAM} verify --facts {name} --articles {printable(shlex.quote(folder))}" if folder else ""
    return Reply(_read_example("example.toml"), path=file, note=f"wrote {name}; next: {PROGRAM} check {name}{proof}")


def _refuse_existing(path: str, *, force: bool) -> None:
    if not force and os.path.lexists(path) and not path.startswith("/dev/"):
        raise UsageError(f"{printable(path)} exists; --force overwrites it")


def _write_texts(folder: str, *, force: bool) -> None:
    """Write the archived texts of the example into a folder."""
    names = sorted(os.listdir(os.path.join(_PACKAGE, "example")))
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--articles {printable(folder)} cannot be made: {error.strerror}") from error
    for name in names:
        _refuse_existing(os.path.join(folder, name), force=force)
    for name in names:
        save(os.path.join(folder, name), _read_example(os.path.join("example", name)))


def _read_example(name: str) -> bytes:
    """Return a file of the example event in the package."""
    with open(os.path.join(_PACKAGE, name), "rb") as file:
        return file.read()
