"""Finds the line of a fault again: tomli keeps no positions, so this scans the text, on the error path only."""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from collections.abc import Container, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

_MARK = re.compile(
    r"""^[ \t]*(?P<open>\[\[?)[ \t]*(?P<path>[^\[\]\n]+?)[ \t]*\]\]?[ \t\r]*(?:\#.*)?$|\"{3}|'{3}""", re.MULTILINE
)
"""A header, or the start or end of a string of several lines."""
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*[=.]""")


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Lines:
    """The text of a store, line by line, and which lines belong to which table."""

    def __init__(self, text: str, wanted: Container[str | None] | None = None) -> None:
        """Read the headers of a text; `wanted` are the keys that will be asked for, so that no other is remembered."""
        self.text = text
        self.starts = array("Q", chain([0], (feed.end() for feed in re.finditer("\n", text)), [len(text) + 1]))
        """Where each line starts: a line by itself would take seven times as much memory, and few are looked at."""
        self.spans: dict[tuple[str | int, ...], range] = {}
        self._keys: dict[range, dict[str | None, int]] = {}
        self._wanted = wanted
        self._first: dict[tuple[str | int, ...], tuple[str | int, ...]] = {}
        """The start of a path -> the first table below it."""
        headers = ((path, bisect(self.starts, offset) - 1) for path, offset in _headers(text))
        starts = [*headers, ((), len(self))]
        self.spans[()] = range(starts[0][1])
        for (path, start), (_, end) in pairwise(starts):
            self.spans.setdefault(path, range(start, end))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        """Return a line, counted from 0, without its end."""
        return self.text[self.starts[number] : self.starts[number + 1] - 1].rstrip("\r")

    def place(self, path: Sequence[str | int], value: object = None) -> Place:
        """Return where the value at `path` stands, as near as the text tells: value, key, table, or the first line."""
        table, rest = self._table(tuple(path))
        span = self.spans.get(table, range(0))
        keys = [str(part) for part in rest if isinstance(part, str)]
        start = self._key(keys[0], span) if keys else None
        if start is None:
            return Place(span.start + 1 if span else 1, 1)
        needle = keys[-1] if value is None and len(keys) > 1 else value
        return self._value(needle, range(start, span.stop)) or Place(start + 1, _indent(self[start]) + 1)

    def _table(self, path: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], tuple[str | int, ...]]:
        """Split a path into the longest table that has a header and what is left."""
        for size in range(len(path), 0, -1):
            if path[:size] in self.spans:
                return path[:size], path[size:]
        if not self._first:
            self._first[()] = ()
            for table in self.spans:
                for size in range(len(table)):
                    self._first.setdefault(table[:size], table)
        return self._first.get(path, ()), path

    def _key(self, key: str, span: range) -> int | None:
        """Find the first line of a key; each table is read once, however many faults it has."""
        if span not in self._keys:
            self._keys[span] = {}
            for number in span:
                name = _key_of(self[number])
                if self._wanted is None or name in self._wanted:
                    self._keys[span].setdefault(name, number)
        return self._keys[span].get(key)

    def _value(self, value: object, span: range) -> Place | None:
        """Find the text of a value between its key and the next key of the table."""
        if not isinstance(value, (str, int, float)) or value == "":
            return None
        for number in span:
            line = self[number]
            key = _KEY.match(line)
            if key and number > span.start:
                return None
            column = line.find(str(value), key.end() if key else 0)
            if column >= 0:
                return Place(number + 1, column + 1)
        return None


def _headers(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Yield the path of each table and where in the text its header stands; a string may hold what looks like one."""
    counts: dict[tuple[str, ...], int] = {}
    quote: str | None = None
    for mark in _MARK.finditer(text):
        if mark["open"] is None:
            quote = mark[0] if quote is None else None if mark[0] == quote else quote
        elif quote is None:
            path = tuple(part.strip().strip("\"'") for part in mark["path"].split("."))
            if mark["open"] == "[[":
                yield (*path, counts.get(path, 0)), mark.start()
                counts[path] = counts.get(path, 0) + 1
            else:
                yield path, mark.start()


def _key_of(line: str) -> str | None:
    found = _KEY.match(line)
    return found[1].strip("\"'") if found else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
