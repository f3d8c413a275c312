"""Find the line of a fault: tomli keeps no positions, so this scans the text, on the error path only."""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect
from collections.abc import Container, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import tomli

from .toml_scan import blanked, uncommented

_HEADER = re.compile(r"^[ \t]*(\[\[?)([^\[\]\n]*)\]\]?[ \t\r]*$", re.MULTILINE)
_KEY = re.compile(r"([A-Za-z0-9_. \t-]*)=")
"""Both are matched in the text with blanked strings; the names are then read from the original text."""

LONGEST = 100
"""Characters of a name that are compared."""
DEEPEST = 6
"""Parts of a key that are distinguished: no field of a store is nested deeper."""
Path = tuple[str | int, ...]


class Position(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class SourceMap:
    """The lines of a store, and the table that each belongs to."""

    def __init__(self, text: str, wanted: Container[str | None] | None = None) -> None:
        """Read the headers of a text; only the keys in `wanted` are kept, or all if it is None."""
        self.text, self._bare = text, blanked(text)
        self.starts = array("Q", chain([0], (feed.end() for feed in re.finditer("\n", text)), [len(text) + 1]))
        """Offset of each line; a list of lines takes seven times the memory, and few of them are used."""
        self.spans: dict[Path, range] = {}
        self._keys: dict[range, dict[tuple[str, ...], int]] = {}
        self._ends: dict[int, int] = {}
        """Line of a key -> offset of the next key."""
        self._wanted = wanted
        self._first: dict[Path, Path] = {}
        """Prefix of a path -> the first table below it."""
        headers = ((path, bisect(self.starts, offset) - 1) for path, offset in _headers(text, self._bare))
        starts = [*headers, ((), len(self))]
        self.spans[()] = range(starts[0][1])
        for (path, start), (_, end) in pairwise(starts):
            self.spans.setdefault(path, range(start, end))

    @functools.cached_property
    def _uncommented(self) -> str:
        """The text with its comments blanked out."""
        return uncommented(self.text)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        """Return a line, counted from 0, without its end."""
        return self.text[self.starts[number] : self.starts[number + 1] - 1].rstrip("\r")

    def place(self, path: Sequence[str | int], value: object = None) -> Position:
        """Return the position of the value at `path`, or else of its key, its table, or the first line."""
        table, rest = self._table(tuple(path))
        span = self.spans.get(table, range(0))
        keys = tuple(part for part in rest if isinstance(part, str))
        start = self._key(keys, span)
        if start is None:
            return Position(span.start + 1 if span else 1, 1)
        named = value is None and len(keys) > 1
        found = self._name(keys[-1], range(start, span.stop)) if named else self._value(value, range(start, span.stop))
        return found or Position(start + 1, _indent(self[start]) + 1)

    def _table(self, path: Path) -> tuple[Path, Path]:
        """Split a path into the longest table that has a header, and the rest."""
        for size in range(len(path), 0, -1):
            if path[:size] in self.spans:
                return path[:size], path[size:]
        if not self._first:
            self._first[()] = ()
            for table in self.spans:
                for size in range(min(len(table), DEEPEST)):
                    self._first.setdefault(table[:size], table)
        return self._first.get(path, ()), path

    def _key(self, keys: tuple[str, ...], span: range) -> int | None:
        """Find the first line of a dotted key, or else of its longest prefix; each table is read once."""
        if span not in self._keys:
            self._keys[span] = {}
            for number in span:
                path, _ = self._path(number)
                if path and (self._wanted is None or path[0] in self._wanted):
                    for size in range(1, min(len(path), DEEPEST) + 1):
                        self._keys[span].setdefault(path[:size], number)
        sizes = range(len(keys), 0, -1)
        return next((self._keys[span][keys[:size]] for size in sizes if keys[:size] in self._keys[span]), None)

    def _path(self, number: int) -> tuple[tuple[str, ...], int]:
        """Return the parts of the key that a line begins with, and the column where its value may begin."""
        start, end = self.starts[number], self.starts[number + 1]
        found = _KEY.match(self._bare, start, end)  # within this line: a multi-line string may follow
        return (_parts(self.text[found.start(1) : found.end(1)]), found.end() - start) if found else ((), 0)

    def _name(self, name: str, span: range) -> Position | None:
        """Find the name of an inner field between a key and the next one: outside strings, unless it is quoted."""
        path, _ = self._path(span.start)
        begin, end = self.starts[span.start] + len(path[0]), self._end(span)
        first = self._bare.find(name[:LONGEST], begin, end)  # cheap test first: the pattern is slow
        named = re.compile(rf"(?<![\w-]){re.escape(name[:LONGEST])}(?=[ \t]*[=.])")
        bare = named.search(self._bare, first, end) if first >= 0 else None
        found = bare.start() if bare else self._uncommented.find(name, begin, end)
        return self._at(found) if found >= 0 else None

    def _value(self, value: object, span: range) -> Position | None:
        """Find a value between its key and the next one: as a whole string, or else inside one."""
        if not isinstance(value, (str, int, float)) or value == "":
            return None
        begin = self.starts[span.start] + self._path(span.start)[1]
        for needle in (f'"{value}"', f"'{value}'", str(value)):
            found = self._uncommented.find(needle, begin, self._end(span))
            if found >= 0:
                return self._at(found + (needle[0] in "\"'"))
        return None

    def earlier_key(self, number: int) -> tuple[str, int] | None:
        """Return the key or header of line `number` and the earlier line that also defines it, or None."""
        span = next((span for span in self.spans.values() if number in span), range(number))
        key, _ = self._path(number)
        for earlier in range(span.start, number) if key else ():
            if self._path(earlier)[0] == key:
                return ".".join(key), earlier
        header = self[number].strip()
        same = (line for line in range(number) if header.startswith("[") and self[line].strip() == header)
        return next(((header, line) for line in same), None)

    def _at(self, offset: int) -> Position:
        line = bisect(self.starts, offset) - 1
        return Position(line + 1, offset - self.starts[line] + 1)

    def _end(self, span: range) -> int:
        """Return the offset of the next key of a table, or of its end; each line is read once."""
        if span.start not in self._ends:
            following = (number for number in span[1:] if self._path(number)[0])
            self._ends[span.start] = self.starts[next(following, span.stop)]
        return self._ends[span.start]


def _headers(text: str, bare: str) -> Iterator[tuple[Path, int]]:
    """Yield the path of each table and the offset of its header."""
    counts: dict[Path, int] = {}
    depth = before = 0
    for header in _HEADER.finditer(bare):
        depth += bare.count("[", before, header.start()) - bare.count("]", before, header.start())
        before = header.start()  # the brackets of the header itself are balanced
        if depth == 0:  # otherwise it is a nested list
            *above, last = _parts(text[header.start(2) : header.end(2)])
            path: Path = ()
            for part in above:
                path = (*path, part)
                path = (*path, counts[path] - 1) if path in counts else path
            path = (*path, last)
            if header[1] == "[[":
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
            yield path, header.start()


@functools.lru_cache(maxsize=16)  # a thousand faults may share one key
def _parts(key: str) -> tuple[str, ...]:
    """Split a dotted key, whose parts may be quoted."""
    if '"' not in key and "'" not in key:
        return tuple(part.strip() for part in key.split("."))
    parts, inner = [], tomli.loads(f"[{key}]")
    while inner:
        ((part, inner),) = inner.items()
        parts.append(part)
    return tuple(parts)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
