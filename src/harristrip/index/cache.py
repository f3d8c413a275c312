"""Open the index of a store: the one in the wheel, one in the user's cache folder, or a new one in memory.

A cached index holds the text that it was made from, and answers only for a text that is equal to it byte for byte: no
clock, inode or digest can be wrong. Its file is named by the size and a checksum of the text and the program's version.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from .. import __version__
from ..facts import files
from .database import Index

if TYPE_CHECKING:
    from ..facts import model

SHIPPED = "facts.index"
"""The index of the shipped facts, beside them in the wheel."""
KEPT = 30
"""Indexes in the cache folder; each edit of a store makes one, and the oldest go."""


def open_index(name: str | None = None) -> Index:
    """Return the index of a store: a path, `"-"` for standard input, None for the facts that ship.

    Raises StoreUnreadable or StoreInvalid.
    """
    path = files.shipped() if name is None else name
    packaged = os.path.join(os.path.dirname(path), SHIPPED)
    if name is None and (found := _opened(packaged, None)) is not None:
        return found
    data = files.read(path)
    cached = None if path == "-" else _cache_path(data)
    if cached is not None and (found := _opened(cached, data)) is not None:
        return found
    from ..facts import load  # noqa: PLC0415 -- msgspec, tomli and the rules load only if nothing is cached

    facts = load.parse(data, files.title(path))
    if cached is not None:
        with suppress(OSError, sqlite3.Error):
            write(facts, cached, data)
            _drop_oldest(os.path.dirname(cached))
    return in_memory(facts)


def in_memory(facts: model.Facts) -> Index:
    """Return an index that no file holds."""
    from .build import build  # noqa: PLC0415

    connection = sqlite3.connect(":memory:")
    build(facts, connection, {})
    return Index(connection)


def write(facts: model.Facts, path: str, data: bytes, *, shipped: bool = False) -> None:
    """Write the index of facts to a file atomically; raises OSError or sqlite3.Error."""
    from .build import build  # noqa: PLC0415

    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    draft = f"{path}.{os.getpid()}.part"
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(draft)
        try:
            build(facts, connection, {"version": __version__ if shipped else _program(), "text": data})
        finally:
            connection.close()
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def _opened(path: str, data: bytes | None) -> Index | None:
    """Return the index in a file if it is whole and was made by this version, and from `data` unless that is None."""
    if not os.path.isfile(path):
        return None
    try:
        connection = sqlite3.connect(f"file:{_quoted(path)}?mode=ro&immutable=1", uri=True)
        index = Index(connection)
        pages, size = index.rows("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size")[0]
        meta = index.meta()
    except sqlite3.Error:  # torn, empty or foreign
        return None
    version = __version__ if data is None else _program()
    whole = pages * size == os.path.getsize(path) and meta.get("version") == version
    return index if whole and data in (None, meta.get("text")) else None


def _program() -> str:
    """Return the version of the program and of the source files that an index depends on, edited ones included."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = (os.path.join(package, name) for name in ("facts", "index"))
    newest = max(entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder) if entry.is_file())
    return f"{__version__} {newest}"


def _quoted(path: str) -> str:
    return os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _cache_path(data: bytes) -> str | None:
    """Return where the index of a text is cached, or None if nothing is."""
    if os.environ.get("HARRISTRIP_CACHE") == "off":
        return None
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        folder = os.path.expanduser("~/Library/Caches")
    else:
        folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if not folder or not os.path.isabs(folder):
        return None
    import zlib  # noqa: PLC0415 -- not needed for the facts that ship

    name = f"{zlib.crc32(data):08x}-{len(data)}-{zlib.crc32(_program().encode()):08x}.index"
    return os.path.join(folder, "harristrip", name)


def _drop_oldest(folder: str) -> None:
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".index")]
    for path in sorted(paths, key=os.path.getmtime)[:-KEPT]:
        os.unlink(path)
