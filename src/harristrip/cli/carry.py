"""Commands that carry facts elsewhere: references for a text, and a database."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .. import terminal
from ..errors import UnknownValue, UsageError, printable
from ..folding import nearest
from ..terminal import Reply
from . import complete, reading
from .options import Facts, Ids, Json
from .output import STDOUT, by_extension, guard

if TYPE_CHECKING:
    from ..render.citations import Reference

STYLES: dict[str, tuple[str, ...]] = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "bibtex": (".bib",),
    "csl-json": (".json",),
}
"""Style -> the extensions that stand for it."""
MAGIC = b"SQLite format 3\0"
"""How every SQLite database begins."""
MARK = slice(68, 72)
"""Where it holds its application id."""
NO_INDEX = "this SQLite has no FTS5: the table search holds the texts without a full-text index"

Style = Annotated[
    Optional[str],
    typer.Option(
        "--style", "-s", metavar="STYLE", help=", ".join(STYLES), autocompletion=complete.words(lambda: STYLES)
    ),
]
Output = Annotated[
    Optional[str],
    typer.Option("--output", "-o", metavar="FILE", help="Write a whole file or none; its extension names the style."),
]
Database = Annotated[str, typer.Argument(metavar="FILE", help="The database to write; - is standard output.")]


def cite(ids: Ids, style: Style = None, output: Output = None, json: Json = False, facts: Facts = None) -> Reply:
    """Give a reference for each source of each record."""
    asked = _style(style, output, json=json)
    path = None if output in STDOUT else output
    guard(path, facts)
    from ..render import citations  # noqa: PLC0415 -- completion builds the commands without msgspec

    found = citations.references(ids, reading.facts(facts))
    if json:
        return Reply(_answer(found), path=path)
    return Reply(_written(found, asked, "utf-8" if path else terminal.page().encoding), path=path)


def _style(asked: str | None, path: str | None, *, json: bool) -> str:
    """Return the style that was asked for, or that the extension of the file names."""
    if asked is not None and asked not in STYLES:
        raise UnknownValue("style", asked, nearest(asked, STYLES), list(STYLES))
    if json and asked not in (None, "csl-json"):
        raise UsageError(f"--json and --style {asked} contradict each other")
    return asked or by_extension(path, STYLES) or "text"


def _answer(found: Sequence[Reference]) -> bytes:
    """Return the references as every command answers in JSON; CSL-JSON proper is their list alone."""
    from .. import codec  # noqa: PLC0415
    from ..answers import CiteAnswer  # noqa: PLC0415
    from ..render.citations import csl  # noqa: PLC0415

    items = tuple(csl(one) for one in found)
    return codec.encode(CiteAnswer(count=len(items), items=items))


def _written(found: Sequence[Reference], style: str, encoding: str) -> bytes:
    from .. import codec  # noqa: PLC0415
    from ..render import bibtex, citations  # noqa: PLC0415

    if style == "text":
        return citations.as_text(found, encoding)
    if style == "markdown":
        return citations.as_markdown(found)
    return bibtex.bibtex(found) if style == "bibtex" else codec.encode([citations.csl(one) for one in found])


def export(file: Database, json: Json = False, facts: Facts = None) -> Reply:
    """Write a SQLite database of the whole store."""
    path = None if file in STDOUT else file
    if path is None and json:
        raise UsageError("--json and a database on standard output contradict each other: name a file")
    if path is None and terminal.is_screen():
        raise UsageError("a database is not for a terminal: name a file, or redirect standard output")
    guard(path, facts)
    _refuse_other(path)
    from ..render import contents, database  # noqa: PLC0415 -- sqlite3 loads only for this

    indexed = database.can_index()
    data, rows = database.database(contents.rows(reading.facts(facts)), indexed=indexed, beside=_beside(path))
    shown = _exported(file, rows, indexed=indexed) if json else None
    return Reply(data, path=path, note=None if indexed else NO_INDEX, shown=shown)


def _beside(path: str | None) -> str | None:
    """Return a file that is written by its name, or None for standard output, an open descriptor and a device."""
    named = path is not None and terminal.stream(path) is None and (os.path.isfile(path) or not os.path.exists(path))
    return path if named else None


def _refuse_other(path: str | None) -> None:
    """Refuse to write over a file that no export has written; raises UsageError."""
    if path is not None and terminal.stream(path) is None and os.path.isfile(path) and os.path.getsize(path):
        from ..render.database import APPLICATION  # noqa: PLC0415 -- sqlite3 loads only for this

        if _head(path) != (MAGIC, APPLICATION):
            raise UsageError(f"{printable(path)} is there and is no database of {terminal.PROGRAM}: name another file")


def _head(path: str) -> tuple[bytes, int]:
    """Return how a file begins, and where a database holds the mark of the program that wrote it."""
    try:
        with open(path, "rb") as file:
            head = file.read(MARK.stop)
    except OSError as error:
        raise terminal.Unwritable(error.strerror, path) from error
    return head[: len(MAGIC)], int.from_bytes(head[MARK], "big")


def _exported(file: str, rows: Mapping[str, int], *, indexed: bool) -> bytes:
    from .. import codec  # noqa: PLC0415
    from ..answers import ExportAnswer, Exported  # noqa: PLC0415

    items = tuple(Exported(name=name, rows=count) for name, count in rows.items())
    return codec.encode(ExportAnswer(file=printable(file), full_text=indexed, count=len(items), items=items))
