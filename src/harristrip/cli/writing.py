"""Commands for a store of one's own: an example to start from, and the schema that an editor checks it with."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from typing import Any

from ..errors import FileExists, UsageError
from ..terminal import PROGRAM, Reply
from ..text import printable


def schema(values: Mapping[str, Any]) -> Reply:
    """Print the JSON Schema of the store, or of what a command prints."""
    from ..index.answer import open_index  # noqa: PLC0415
    from ..render import schemas  # noqa: PLC0415 -- the model loads with it

    name = values["name"]
    is_group = name not in schemas.names() and bool(open_index(values["facts"]).groups(name))
    return Reply(schemas.encode("statistics" if is_group else name))


def init(values: Mapping[str, Any]) -> Reply:
    """Write the example; raises FileExists if a file would be lost."""
    file = values["file"]
    if file == "-":
        return Reply(_example())
    if os.path.isdir(file):
        raise UsageError(f"{printable(file)} is a folder: name a file in it")
    if not values["force"] and os.path.lexists(file) and not file.startswith("/dev/"):
        raise FileExists(file)
    name = printable(shlex.quote(file))
    return Reply(_example(), path=file, note=f"wrote {name}; next: {PROGRAM} check {name}")


def _example() -> bytes:
    """Return the store of an invented event that ships with the package."""
    with open(os.path.join(os.path.dirname(os.path.dirname(__file__)), "example.toml"), "rb") as file:
        return file.read()
