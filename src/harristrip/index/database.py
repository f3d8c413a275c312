"""Open the index of a store, which the wheel or the user's cache folder has, or a new one in memory; and query it.

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
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import NothingFound
from ..facts import files
from ..text import nearest, pluralize, quote
from . import filters

if TYPE_CHECKING:
    from ..facts import model
    from .filters import Filters, ResolvedFilters
    from .search import Found

SHIPPED = "facts.index"
"""The index of the shipped facts, in the same folder of the wheel."""
KEPT = 30
"""Maximum indexes in the cache folder; the oldest are deleted."""
SETTLED = 2 * 10**9
"""Nanoseconds after its last change from which a file cannot change again within the same tick of its clock: FAT's
clock ticks every two seconds."""
EVENT = "event"
"""The id that means the event, unless a record has it."""
SORTS = {"relevance": "number", "date": "first_day IS NULL, first_day, last_day, number", "kind": "number"}
"""Sort order of a search -> SQL; the store has its records by kind."""
NOT_OF_GAPS = ("status", *(one.name for one in filters.FILTERS if one.reports))
"""Filters that do not apply to the open questions of a report: those by status and those of single reports."""
_LISTED = "FROM listing JOIN record USING (id) WHERE listing.report = ? AND"


def normalise_ids(ids: Iterable[str]) -> list[str]:
    """Return ids, paragraphs among them as `post:4`, also if they are written as tables print them: `post ¶4`."""
    found: list[str] = []
    for id_ in ids:
        source, mark, number = (part.strip() for part in id_.partition("¶"))
        if mark and not source and found:
            source = found.pop()
        found.append(f"{source}:{number}" if mark else id_)
    return found


class Index:
    """A store compiled to SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection to a database that `build` has filled."""
        self.connection = connection
        self.repair: Callable[[], sqlite3.Connection] | None = None
        """Builds the database again from the store if its file is damaged."""
        self._labels: dict[str, dict[str, tuple[str, ...]]] = {}

    def __del__(self) -> None:
        """Close the connection: Python 3.13 warns of one that is left open."""
        self.connection.close()

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        values = tuple(parameters)
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            if self.repair is None:
                raise
            self.connection.close()
            self.connection, self.repair = self.repair(), None
            return self.connection.execute(sql, values).fetchall()

    def labels(self, vocabulary: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a vocabulary with their names, the one to show first."""
        if vocabulary not in self._labels:
            found = self._labels[vocabulary] = {}
            sql = "SELECT id, name FROM label WHERE vocabulary = ? ORDER BY number, position"
            for id_, name in self.rows(sql, [vocabulary]):
                found[id_] = (*found.get(id_, ()), name)
        return self._labels[vocabulary]

    def names(self, vocabulary: str) -> dict[str, str]:
        """Return every folded id, name, code and alias of a vocabulary with the id it means."""
        return dict(self.rows("SELECT folded, id FROM name WHERE vocabulary = ?", [vocabulary]))

    def resolve(self, asked: Filters) -> ResolvedFilters:
        """Look up the values of filters; raises UnknownValue, ImpossibleDate or UsageError."""
        return filters.resolve(asked, self.names)

    def listing(self, report: str, resolved: ResolvedFilters) -> list[bytes]:
        """Return the JSON of the records of a report that match the filters, in its order."""
        where, parameters = resolved.where()
        sql = f"SELECT record.json {_LISTED} {where} ORDER BY listing.position LIMIT ?"
        return self._json(sql, [report, *parameters, -1 if resolved.limit is None else resolved.limit])

    def count(self, report: str, resolved: ResolvedFilters) -> int:
        """Return how many records of a report match the filters, ignoring the limit."""
        where, parameters = resolved.where()
        return int(self.rows(f"SELECT count(*) {_LISTED} {where}", [report, *parameters])[0][0])

    def count_possible(self, report: str, resolved: ResolvedFilters) -> int:
        """Return how many records of a report may or may not fall within the days of the filters."""
        if resolved.maybe or (resolved.first is None and resolved.last is None):
            return 0
        return self.count(report, resolved._replace(maybe=True)) - self.count(report, resolved)

    def open_questions(self, report: str, resolved: ResolvedFilters) -> list[bytes]:
        """Return the JSON of the gaps that a report leaves open, as far as the filters of records allow."""
        keys = {name: ids for name, ids in resolved.keys.items() if name not in NOT_OF_GAPS}
        where, parameters = filters.ResolvedFilters({**keys, "about": (report,)}).where()
        return self._json(f"SELECT record.json FROM record WHERE {where} ORDER BY number", parameters)  # noqa: S608

    def search(
        self, words: Sequence[str], resolved: ResolvedFilters, *, every: bool = False, sort: str | None = None
    ) -> tuple[list[bytes], Found]:
        """Return the JSON of the records that a query finds, best first or in another order, and how it found them."""
        from . import search  # noqa: PLC0415 -- only a search needs its tables of words

        where, parameters = resolved.where()
        sql = f"SELECT number FROM record WHERE {where} ORDER BY {SORTS[sort or 'relevance']}"  # noqa: S608
        allowed = [number for (number,) in self.rows(sql, parameters)]
        found = search.search(self.rows, words, set(allowed), every=every)
        among = set(found.numbers)
        numbers = found.numbers if sort in (None, "relevance") else [one for one in allowed if one in among]
        one = "SELECT json FROM record WHERE number = ?"
        return [self.rows(one, [number])[0][0].encode() for number in numbers[: resolved.limit]], found

    def show(self, ids: Sequence[str]) -> list[bytes]:
        """Return the JSON of records, each once, in the order asked; `post:4` means all that cite a paragraph.

        Raises NothingFound with a message for each id that nothing has.
        """
        found: dict[int, bytes] = {}
        missing: list[tuple[str, str | None]] = []
        for id_ in normalise_ids(ids):
            rows = self._records(id_)
            found.update(rows)
            if not rows:
                source, colon, _ = id_.partition(":")
                missing.append((id_, nearest(source, self.ids("source") if colon else self.ids())))
        if missing:
            messages = [self._nothing(id_, near) for id_, near in missing]
            raise NothingFound(messages, next((near for _, near in missing if near), None))
        return list(found.values())

    def _records(self, id_: str) -> list[tuple[int, bytes]]:
        """Return number and JSON of the record with an id, or of all that cite a paragraph."""
        source, colon, paragraph = id_.partition(":")
        where, parameters = "id = ?", [id_]
        if colon:
            where, parameters = "id IN (SELECT id FROM cites WHERE source = ? AND paragraph = ?)", [source, paragraph]
        rows = []
        if id_.isascii() and (not colon or (paragraph.isdigit() and len(paragraph) < 10)):  # SQLite takes no surrogates
            sql = f"SELECT number, json FROM record WHERE {where} ORDER BY number"  # noqa: S608
            rows = [(number, text.encode()) for number, text in self.rows(sql, parameters)]
        if not rows and id_ == EVENT:
            from ..facts import codec, model  # noqa: PLC0415

            event = codec.decode_as(self.entries("event")["event"], model.Event)
            rows = [(-1, codec.encode(event.as_record()))]
        return rows

    def _nothing(self, id_: str, near: str | None) -> str:
        """Return the message for an unknown id or source, a missing paragraph, or one that nothing cites."""
        source, colon, number = id_.partition(":")
        hint = f"; did you mean {near}?" if near else ""
        if not colon:
            return f"no record has the id {quote(id_)}{hint}"
        count = self._paragraphs(source)
        if count is None:
            return f"unknown source {quote(source)}{hint}"
        if not (number.isascii() and number.isdigit()):
            return f"no record cites {quote(id_)}{hint}"
        if len(number) > 9 or not 1 <= int(number) <= count:
            return f"there is no paragraph {quote(id_)}: the text of {source} has {pluralize(count, 'paragraph')}"
        return f"no record cites {quote(id_)}, one of the {pluralize(count, 'paragraph')} of {source}"

    def _paragraphs(self, source: str) -> int | None:
        """Return how many paragraphs a source has, or None if there is no such source."""
        sql = "SELECT json_extract(json, '$.paragraphs') FROM record WHERE kind = 'source' AND id = ?"
        return next((count for (count,) in self.rows(sql, [source])), None) if source.isascii() else None

    def is_uncited(self, passage: str) -> bool:
        """Return whether a source has a paragraph that no record cites."""
        source, _, number = passage.partition(":")
        count = self._paragraphs(source) if number.isascii() and number.isdigit() and len(number) < 10 else None
        return count is not None and 1 <= int(number) <= count and not self._records(passage)

    def ids(self, *kinds: str) -> list[str]:
        """Return the ids of all records, or of those of some kinds."""
        return [id_ for (id_,) in self._of_kinds("id", kinds)]

    def of_kinds(self, *kinds: str) -> list[bytes]:
        """Return the JSON of all records, or of those of some kinds, in the order of the store."""
        return [text.encode() for (text,) in self._of_kinds("json", kinds)]

    def _of_kinds(self, column: str, kinds: Sequence[str]) -> list[Any]:
        where = f"WHERE kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        return self.rows(f"SELECT {column} FROM record {where} ORDER BY number", kinds)  # noqa: S608

    def entries(self, vocabulary: str) -> dict[str, bytes]:
        """Return the JSON of each entry of a vocabulary, or of the event, by id."""
        sql = "SELECT id, json FROM entry WHERE vocabulary = ? ORDER BY rowid"
        return {id_: text.encode() for id_, text in self.rows(sql, [vocabulary])}

    def groups(self, *ids: str) -> list[tuple[str, str, str | None]]:
        """Return id, label and summary of all groups of statistics, or of those with these ids."""
        where = f"AND id IN ({', '.join('?' * len(ids))})" if ids else ""
        return self.rows(
            f"""SELECT id, json_extract(json, '$.label'), json_extract(json, '$.summary') FROM entry
            WHERE vocabulary = 'group' {where} ORDER BY rowid""",  # noqa: S608
            ids,
        )

    def meta_value(self, key: str) -> Any:
        """Return a value of the table `meta`, or None."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", [key])
        return rows[0][0] if rows else None

    def _json(self, sql: str, parameters: Iterable[Any]) -> list[bytes]:
        return [text.encode() for (text,) in self.rows(sql, parameters)]


def open_index(name: str | None = None) -> Index:
    """Return the index of a store: a path, `"-"` for standard input, None for the facts that ship.

    Raises StoreUnreadable or StoreInvalid.
    """
    path = files.shipped() if name is None else name
    if name is None and (found := _opened(os.path.join(os.path.dirname(path), SHIPPED), __version__)) is not None:
        return found
    cached = None if path == "-" else _cache_path(path)
    return in_memory(_loaded(files.read_file(path), path)) if cached is None else _from_cache(path, cached)


def _from_cache(path: str, cached: str) -> Index:
    """Return the index of a store from a file, which is written if it is missing or out of date."""
    index, state = _opened(cached, _program()), _state(path)
    if index is not None:
        index.repair = lambda: _repaired(path, cached)
        if state is not None and index.meta_value("state") == state:
            return index
    data = files.read_file(path)
    import hashlib  # noqa: PLC0415 -- 3 ms, not needed for the facts that ship

    digest = hashlib.sha256(data).hexdigest()
    if index is not None and index.meta_value("digest") == digest:
        if state is not None:
            _record_state(cached, state)
        return index
    facts = _loaded(data, path)
    meta = {"version": _program(), "state": state if state == _state(path) else None, "digest": digest}
    with suppress(OSError, sqlite3.Error):
        write(facts, cached, meta)
        _drop_oldest(os.path.dirname(cached))
        found = _opened(cached, _program())
        if found is not None and found.meta_value("digest") == digest:  # pragma: no branch -- unless two take turns
            return found
    return in_memory(facts)


def _loaded(data: bytes, path: str) -> model.Facts:
    from ..facts import load  # noqa: PLC0415 -- msgspec, tomli and the rules load only if nothing is cached

    return load.parse(data, files.title(path))


def _repaired(path: str, cached: str) -> sqlite3.Connection:
    """Delete a damaged index and return a new one of the same store."""
    with suppress(OSError):
        os.unlink(cached)
    return _compiled(_loaded(files.read_file(path), path))


def _state(path: str) -> str | None:
    """Return size and times of a file, or None if it changed so recently that another change may go unnoticed."""
    import time  # noqa: PLC0415 -- not needed for the facts that ship

    with suppress(OSError):  # the file may be gone by now
        state = os.stat(path)
        if time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns) > SETTLED:
            return f"{state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
    return None


def _record_state(path: str, state: str) -> None:
    """Record the state of the store in a copy of a cached index, so that the store is not read again."""
    import shutil  # noqa: PLC0415 -- once after each edit

    def update(draft: str) -> None:
        shutil.copyfile(path, draft)
        with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("UPDATE meta SET value = ? WHERE key = 'state'", [state])

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
        with closing(sqlite3.connect(draft)) as connection:
            build(facts, connection, meta)

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
    address = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    index = Index(sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True))
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
