"""Commands to start a store: an example, and the JSON Schema for editors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..errors import FileExists, UsageError
from ..terminal import PROGRAM, Reply, save
from ..text import printable


def schema(values: Mapping[str, Any]) -> Reply:
    """Print the JSON Schema of the store or of the JSON of a command."""
    from ..index.answer import open_index  # noqa: PLC0415
    from ..render import schemas  # noqa: PLC0415 -- the model loads with it

    name = values["name"]
    is_group = name not in schemas.names() and bool(open_index(values["facts"]).groups(name))
    return Reply(schemas.encode("statistics" if is_group else name))


def init(values: Mapping[str, Any]) -> Reply:
    """Write the example, and its texts with `--articles`; raises FileExists if a file would be lost."""
    file, folder = values["file"], values["articles"]
    if file == "-":
        return Reply(_example("example.toml"))
    if os.path.isdir(file):
        raise UsageError(f"{printable(file)} is a folder: name a file in it")
    _refuse_existing(file, force=values["force"])
    if folder:
        _write_texts(folder, force=values["force"])
    import shlex  # noqa: PLC0415 -- 0.3 ms, and only here

    name = printable(shlex.quote(file))
    proof = f", {PROGRAM} verify --facts {name} --articles {printable(shlex.quote(folder))}" if folder else ""
    return Reply(_example("example.toml"), path=file, note=f"wrote {name}; next: {PROGRAM} check {name}{proof}")


def _refuse_existing(path: str, *, force: bool) -> None:
    if not force and os.path.lexists(path) and not path.startswith("/dev/"):
        raise FileExists(path)


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
        save(os.path.join(folder, name), _example(os.path.join("example", name)))


_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def _example(name: str) -> bytes:
    """Return a file of the example event in the package."""
    with open(os.path.join(_PACKAGE, name), "rb") as file:
        return file.read()
