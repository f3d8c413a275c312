"""Commands for a store of one's own: the schema that an editor checks it with, and an example to start from."""

from __future__ import annotations

import os
import shlex
from typing import Annotated

import typer

from .. import schemas
from ..errors import FileTaken, UsageError, printable
from ..terminal import PROGRAM, Reply, stream
from . import complete

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="store, or a command that prints JSON.", autocompletion=complete.words(schemas.names)
    ),
]
NewFile = Annotated[str, typer.Argument(metavar="FILE", help="The file to write; - is standard output.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def schema(name: Name) -> Reply:
    """Print the JSON Schema of the store, or of what a command prints."""
    return Reply(schemas.encode(name))


def init(file: NewFile, force: Force = False) -> Reply:
    """Write the example; raises FileTaken where one would be lost."""
    if file == "-":
        return Reply(_example())
    if os.path.isdir(file):
        raise UsageError(f"{printable(file)} is a folder: name a file in it")
    if not force and os.path.lexists(file) and stream(file) is None:
        raise FileTaken(file)
    name = printable(shlex.quote(file))
    return Reply(_example(), path=file, note=f"wrote {name}; next: {PROGRAM} check {name}")


def _example() -> bytes:
    """Read the store of an invented event that ships beside the package's code."""
    with open(os.path.join(os.path.dirname(os.path.dirname(__file__)), "example.toml"), "rb") as file:
        return file.read()
