"""Finds the line of a fault again: tomli keeps no positions, so this scans the text, on the error path only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*[=.]""")


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Lines:
    """The text of a store, line by line, and which lines belong to which table."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.spans: dict[tuple[str | int, ...], range] = {}
        self._keys: dict[range, dict[str | None, int]] = {}
        starts = [*_headers(self.lines), ((), len(self.lines))]
        self.spans[()] = range(starts[0][1])
        for (path, start), (_, end) in pairwise(starts):
            self.spans.setdefault(path, range(start, end))

    def place(self, path: Sequence[str | int], value: object = None) -> Place:
        """Return where the value at `path` stands, as near as the text tells: value, key, table, or the first line."""
        table, rest = self._table(tuple(path))
        span = self.spans.get(table, range(0))
        keys = [str(part) for part in rest if isinstance(part, str)]
        start = self._key(keys[0], span) if keys else None
        if start is None:
            return Place(span.start + 1 if span else 1, 1)
        needle = keys[-1] if value is None and len(keys) > 1 else value
        return self._value(needle, range(start, span.stop)) or Place(start + 1, _indent(self.lines[start]) + 1)

    def _table(self, path: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], tuple[str | int, ...]]:
        """Split a path into the longest table that has a header and what is left."""
        for size in range(len(path), 0, -1):
            if path[:size] in self.spans:
                return path[:size], path[size:]
        within = (table for table in self.spans if table[: len(path)] == path)
        return next(within, ()), path

    def _key(self, key: str, span: range) -> int | None:
        """Find the first line of a key; each table is read once, however many faults it has."""
        if span not in self._keys:
            self._keys[span] = {}
            for number in span:
                self._keys[span].setdefault(_key_of(self.lines[number]), number)
        return self._keys[span].get(key)

    def _value(self, value: object, span: range) -> Place | None:
        """Find the text of a value between its key and the next key of the table."""
        if not isinstance(value, (str, int, float)) or value == "":
            return None
        for number in span:
            if number > span.start and _key_of(self.lines[number]) is not None:
                return None
            column = self.lines[number].find(str(value))
            if column >= 0:
                return Place(number + 1, column + 1)
        return None


def _headers(lines: list[str]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Yield the path of each table and the number of its header line, from 0."""
    counts: dict[tuple[str, ...], int] = {}
    for number, line in _outside_strings(lines):
        header = _HEADER.match(line)
        if header is None:
            continue
        path = tuple(part.strip().strip("\"'") for part in header[2].split("."))
        if header[1] == "[[":
            yield (*path, counts.get(path, 0)), number
            counts[path] = counts.get(path, 0) + 1
        else:
            yield path, number


def _outside_strings(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that do not begin inside a multi-line string."""
    quote: str | None = None
    for number, line in enumerate(lines):
        if quote is None:
            yield number, line
        for mark in re.findall(r'"""|\'\'\'', line):
            quote = mark if quote is None else None if mark == quote else quote


def _key_of(line: str) -> str | None:
    found = _KEY.match(line)
    return found[1].strip("\"'") if found else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
