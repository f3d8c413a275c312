"""Open the index of a store: the one in the wheel, one in the user's cache folder, or a new one in memory.

A cached index is named by the device and inode of the store, and records its size, times and SHA-256. It answers
without reading the store only if size and times are equal and the last change was well before the text was read;
otherwise the digest decides. So an edit of the same size is noticed, even within one clock tick or with the old time
restored.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from .. import __version__
from ..facts import files
from .database import Index

if TYPE_CHECKING:
    from ..facts import model

SHIPPED = "facts.index"
"""The index of the shipped facts, in the same folder of the wheel."""
KEPT = 30
"""Maximum indexes in the cache folder; the oldest are deleted."""
SETTLED = 2 * 10**9
"""Nanoseconds after its last change from which a file cannot change again within the same tick of its clock: FAT's
clock ticks every two seconds."""


def open_index(name: str | None = None) -> Index:
    """Return the index of a store: a path, `"-"` for standard input, None for the facts that ship.

    Raises StoreUnreadable or StoreInvalid.
    """
    path = files.shipped() if name is None else name
    if name is None and (found := _opened(os.path.join(os.path.dirname(path), SHIPPED), __version__)) is not None:
        return found
    cached = None if path == "-" else _cache_path(path)
    index = None if cached is None else _opened(cached, _program())
    state = _state(path)
    if index is not None and cached is not None:
        index.repair = lambda: _repaired(path, cached)
    if index is not None and state is not None and index.meta_value("state") == state:
        return index
    data = files.read(path)
    digest = _digest(data) if cached is not None else ""
    if index is not None and cached is not None and index.meta_value("digest") == digest:
        if state is not None:
            _record_state(cached, state)
        return index
    from ..facts import load  # noqa: PLC0415 -- msgspec, tomli and the rules load only if nothing is cached

    facts = load.parse(data, files.title(path))
    if cached is not None:
        meta = {"version": _program(), "state": state if state == _state(path) else None, "digest": digest}
        with suppress(OSError, sqlite3.Error):
            write(facts, cached, meta)
            _drop_oldest(os.path.dirname(cached))
            found = _opened(cached, _program())
            if found is not None and found.meta_value("digest") == digest:  # pragma: no branch -- unless two take turns
                return found
    return in_memory(facts)


def _repaired(path: str, cached: str) -> sqlite3.Connection:
    """Delete a damaged index and return a new one of the same store."""
    from ..facts import load  # noqa: PLC0415

    with suppress(OSError):
        os.unlink(cached)
    return _compiled(load.parse(files.read(path), files.title(path)))


def _state(path: str) -> str | None:
    """Return size and times of a file, or None if it changed so recently that another change may go unnoticed."""
    import time  # noqa: PLC0415 -- not needed for the facts that ship

    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return None
    settled = time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns) > SETTLED
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}" if settled else None


def _digest(data: bytes) -> str:
    import hashlib  # noqa: PLC0415 -- 3 ms, not needed for the facts that ship

    return hashlib.sha256(data).hexdigest()


def _record_state(path: str, state: str) -> None:
    """Record the state of the store in a copy of a cached index, so that the store is not read again."""
    import shutil  # noqa: PLC0415 -- once after each edit

    def update(draft: str) -> None:
        shutil.copyfile(path, draft)
        connection = sqlite3.connect(draft, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("UPDATE meta SET value = ? WHERE key = 'state'", [state])
        finally:
            connection.close()

    with suppress(OSError, sqlite3.Error):
        _replace(path, update)


def in_memory(facts: model.Facts) -> Index:
    """Return an index that no file holds."""
    return Index(_compiled(facts))


def _compiled(facts: model.Facts) -> sqlite3.Connection:
    from .build import build  # noqa: PLC0415 -- not needed where an index is cached

    connection = sqlite3.connect(":memory:")
    build(facts, connection, {})
    return connection


def write(facts: model.Facts, path: str, meta: Mapping[str, object]) -> None:
    """Write the index of facts to a file atomically; raises OSError or sqlite3.Error."""
    from .build import build  # noqa: PLC0415

    def fill(draft: str) -> None:
        connection = sqlite3.connect(draft)
        try:
            build(facts, connection, meta)
        finally:
            connection.close()

    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    _replace(path, fill)


def _replace(path: str, fill: Callable[[str], None]) -> None:
    """Fill a temporary file that only its owner can read, and move it to `path`."""
    draft = f"{path}.{os.getpid()}.part"
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        fill(draft)
        os.replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise


def _opened(path: str, version: str) -> Index | None:
    """Return the index in a file if it is whole and was made by this version."""
    if not os.path.isfile(path):
        return None
    index = Index(sqlite3.connect(f"file:{_quoted(path)}?mode=ro&immutable=1", uri=True))
    try:
        pages, size = index.rows("SELECT page_count, page_size FROM pragma_page_count, pragma_page_size")[0]
        is_whole = pages * size == os.path.getsize(path) and index.meta_value("version") == version
    except (OSError, LookupError, sqlite3.Error):  # torn, empty, foreign or gone
        is_whole = False
    if not is_whole:
        index.connection.close()
    return index if is_whole else None


@functools.cache
def _program() -> str:
    """Return the version of Python, of the program, and of the source files that an index depends on."""
    import zlib  # noqa: PLC0415 -- not needed for the facts that ship

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = [os.path.join(package, name) for name in ("", "facts", "index")]
    found = sorted(
        (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for folder in folders
        for entry in os.scandir(folder)
        if entry.is_file()
    )
    return f"{__version__} {sys.hexversion:x} {zlib.crc32(repr(found).encode()):08x}"


def _quoted(path: str) -> str:
    return os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _cache_path(store: str) -> str | None:
    """Return the path of the cached index of a store, or None if it is not cached."""
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
    try:
        state = os.stat(store)
    except (OSError, ValueError):
        return None
    return os.path.join(folder, "harristrip", f"{state.st_dev:x}-{state.st_ino:x}-{_program().replace(' ', '-')}.index")


def _drop_oldest(folder: str) -> None:
    paths = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith((".index", ".part"))]
    for path in sorted(paths, key=os.path.getmtime)[:-KEPT]:
        os.unlink(path)
