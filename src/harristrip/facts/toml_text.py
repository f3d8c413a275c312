"""Scan the text of a store: refuse it before parsing if it would take too much memory, and find the lines of faults.

tomli keeps no positions, so lines are found in the text, on the error path only. Every pattern is linear in the text.
"""

from __future__ import annotations

import functools
import io
import re
from array import array
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import chain

import tomli

from ..errors import Path

DENSITY = 11
"""Bytes of parsed tables allowed for each character: the shipped facts take 7, generated short records 9."""
FLOOR = 4 * 2**20
"""Bytes allowed for any store, however dense: a thousand records of one word each."""
_MAX_KEY_PARTS = 8
"""Parts of a dotted key; the longest valid one, of an entry within a person, has four."""
_FIRST, _AGAIN = 1000, 350
_COSTS = {"[": 80, "{": 80, "=": 140, ".": 350, ",": 64}
"""Bytes that tomli takes, measured: for a part of a header at its first use, for a repeated header, and for each
list, table, key, part of a key and entry of a list."""
_HEADER = re.compile(r"^[ \t]*\[.*", re.MULTILINE)
_LONG_KEY = re.compile(rf"(\.[^.,=\[\]{{}}\n]*){{{_MAX_KEY_PARTS}}}")
"""To be searched in a text without strings."""
_MANY_STOPS = re.compile(rf"^([^.\n]*\.){{{_MAX_KEY_PARTS}}}", re.MULTILINE)
"""A line that may contain such a key, strings included."""
_LONG_LINE = re.compile(r"^.{1000}", re.MULTILINE)
"""A line that may contain a number of that many digits."""
_LONG_NUMBER = re.compile(r"(?<!\w)[0-9]\w{999}")
_STRINGS_AND_COMMENTS = re.compile(
    r"""\"{3}[\s\S]*?(?:\"{3,5}|\Z)|'{3}[\s\S]*?(?:'{3,5}|\Z)|"[^"\n]*"?|'[^'\n]*'?|\#[^\n]*"""
)
"""Strings and comments, closed or not, in a text without escaped quotes."""
_ENTRY = re.compile(r"^(?:[ \t]*(\[\[?)([^\[\]\n]*)\]\]?[ \t\r]*$|([A-Za-z0-9_. \t-]*)=)", re.MULTILINE)
"""A header, or a key; matched in the text with blanked strings, names are then read from the original text."""
MAX_NAME_LENGTH = 100
"""Characters of a name that are compared."""
DEEPEST = 6
"""Parts of a path that are told apart: no field of a store is nested deeper."""


def refusal(text: str) -> str | None:
    """Return why a text must not be parsed: its keys or tables would take far more memory than the text."""
    allowed = max(FLOOR, DENSITY * len(text))
    if not _MANY_STOPS.search(text) and _weight(text) <= allowed:  # counting strings as well: the common case
        return None
    bare = blanked(text, "")
    if _LONG_KEY.search(bare):
        return "tables are nested too deep"
    return "holds more tables, lists and keys than a store of its size can" if _weight(bare) > allowed else None


def long_number(text: str) -> int | None:
    """Return the place of a number of a thousand digits or more: tomli takes 24 times its size."""
    if not _LONG_LINE.search(text) or not _LONG_NUMBER.search(text):  # the common case
        return None
    found = _LONG_NUMBER.search(blanked(text))
    return found and found.start()


def _weight(text: str) -> int:
    """Return about how many bytes the parsed tables of a text take."""
    headers: list[str] = _HEADER.findall(text)
    distinct = set(headers)
    parents = {header[: dot.start()] for header in distinct for dot in re.finditer(r"\.", header)}
    rest = sum(cost * text.count(mark) for mark, cost in _COSTS.items())
    return _AGAIN * len(headers) + (_FIRST - _AGAIN) * (len(distinct) + len(parents)) + rest


def blanked(text: str, blank: str = " ") -> str:
    """Return a text in which each character of a string, line ends included, and of a comment is `blank`."""
    text = _unescaped(text)
    return _replaced(text, _STRINGS_AND_COMMENTS.finditer(text), blank)


def uncommented(text: str) -> str:
    """Return a text of the same length in which comments are blanks."""
    found = _STRINGS_AND_COMMENTS.finditer(_unescaped(text))
    return _replaced(text, (one for one in found if one.string[one.start()] == "#"), " ")


def _replaced(text: str, parts: Iterable[re.Match[str]], character: str) -> str:
    """Overwrite these parts with a character; a list of all pieces would take many times the memory."""
    made, end = io.StringIO(), 0
    for part in parts:
        made.write(text[end : part.start()])
        made.write(character * (part.end() - part.start()))
        end = part.end()
    made.write(text[end:])
    return made.getvalue()


def _unescaped(text: str) -> str:
    """Return a text of the same length without escaped quotes, so that each quote begins or ends a string."""
    return text.replace("\\\\", "  ").replace('\\"', "  ")


class SourceMap:
    """The lines of a text, and the places of some of its values."""

    def __init__(self, text: str, wanted: Iterable[Path]) -> None:
        """Read the headers and keys of a text; only those on the way to the paths in `wanted` are kept."""
        self.text, self._bare = text, blanked(text)
        self.starts = array("Q", chain([0], (feed.end() for feed in re.finditer("\n", text)), [len(text) + 1]))
        """Offset of each line; a list of lines takes seven times the memory, and few of them are used."""
        self._ends = array("Q")
        """Offset of each header and key, where the value before it ends."""
        self._found: dict[Path, tuple[Path, re.Match[str]]] = {}
        """Path -> its table, and the header or key that comes first on the way to it."""
        known = {path[:size] for path in wanted for size in range(1, min(len(path), DEEPEST) + 1)}
        for table, entry in _headers_and_keys(text, self._bare):
            self._ends.append(entry.start())
            if entry[1] or not table or table in known:
                path = table if entry[1] else (*table, *_key_parts(text, entry))
                for size in range(1, min(len(path), DEEPEST) + 1):
                    if path[:size] in known:
                        self._found.setdefault(path[:size], (table, entry))
        self._ends.append(len(text))

    @functools.cached_property
    def _uncommented(self) -> str:
        return uncommented(self.text)

    def __getitem__(self, number: int) -> str:
        """Return a line, counted from 0, without its end."""
        return self.text[self.starts[number] : self.starts[number + 1] - 1].rstrip("\r")

    def place(self, path: Path, value: object = None) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `path`, or else of its key, its table, or the first line."""
        size = next((size for size in range(min(len(path), DEEPEST), 0, -1) if path[:size] in self._found), 0)
        if not size:
            return 1, 1
        table, entry = self._found[path[:size]]
        found = entry.start()
        if not entry[1]:
            end = self._ends[bisect(self._ends, entry.start())]
            keys = [part for part in path[len(table) :] if isinstance(part, str)]
            line = self.text[found : entry.end()]
            found += len(line) - len(line.lstrip())
            if value is None and len(keys) > 1:
                found = self._name(keys[-1], entry.start() + len(_key_parts(self.text, entry)[0]), end, found)
            else:
                found = self._value(value, entry.end(), end, found)
        number = bisect(self.starts, found)
        return number, found - self.starts[number - 1] + 1

    def _name(self, name: str, begin: int, end: int, otherwise: int) -> int:
        """Find the name of an inner field: outside strings, unless it is quoted."""
        first = self._bare.find(name[:MAX_NAME_LENGTH], begin, end)  # cheap test first: the pattern is slow
        named = re.compile(rf"(?<![\w-]){re.escape(name[:MAX_NAME_LENGTH])}(?=[ \t]*[=.])")
        bare = named.search(self._bare, first, end) if first >= 0 else None
        found = bare.start() if bare else self._uncommented.find(name, begin, end)
        return found if found >= 0 else otherwise

    def _value(self, value: object, begin: int, end: int, otherwise: int) -> int:
        """Find a value: as a whole string, or else inside one."""
        if isinstance(value, (str, int, float)) and value != "":
            for needle in (f'"{value}"', f"'{value}'", str(value)):
                found = self._uncommented.find(needle, begin, end)
                if found >= 0:
                    return found + (needle[0] in "\"'")
        return otherwise


def earlier_definition(text: str, line: int) -> tuple[str, int] | None:
    """Return the key or header of a line and the earlier line that also defines it, or None."""
    headers: dict[Path, int] = {}
    keys: dict[Path, int] = {}
    number, before = 1, 0
    for table, entry in _headers_and_keys(text, blanked(text)):
        number += text.count("\n", before, entry.start())
        before = entry.start()
        path, seen = (table, headers) if entry[1] else (_key_parts(text, entry), keys)
        if number >= line:
            name = text[before : entry.end()].strip() if entry[1] else ".".join(_key_parts(text, entry))
            return (name, seen[path]) if number == line and path in seen else None
        keys = {} if entry[1] else keys
        seen.setdefault(path, number)
    return None


def _headers_and_keys(text: str, bare: str) -> Iterator[tuple[Path, re.Match[str]]]:
    """Yield each header and each key of a text, with the path of its table."""
    counts: dict[Path, int] = {}
    table: Path = ()
    depth = before = 0
    for entry in _ENTRY.finditer(bare):
        depth += bare.count("[", before, entry.start()) - bare.count("]", before, entry.start())
        before = entry.start()  # the brackets of a header are balanced
        if entry[1] and depth:
            continue  # a nested list
        if entry[1]:
            table = ()
            *above, last = _parts(text[entry.start(2) : entry.end(2)])
            for part in above:
                table = (*table, part)
                table = (*table, counts[table] - 1) if table in counts else table
            table = (*table, last)
            if entry[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
        yield table, entry


def _key_parts(text: str, entry: re.Match[str]) -> tuple[str, ...]:
    """Return the parts of the key of an entry."""
    return _parts(text[entry.start(3) : entry.end(3)])


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
