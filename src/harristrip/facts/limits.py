"""Refuse a store before parsing it if the result would take too much memory."""

from __future__ import annotations

import re

from .toml_scan import blanked, without_strings

DENSITY = 11
"""Bytes of parsed tables allowed for each character: the shipped facts take 7, generated short records 9."""
FLOOR = 4 * 2**20
"""Bytes allowed for any store, however dense: a thousand records of one word each."""
_PARTS = 8
"""Parts of a dotted key; the longest valid one, of an entry within a person, has four."""
_FIRST, _AGAIN = 1000, 350
_COSTS = {"[": 80, "{": 80, "=": 140, ".": 350, ",": 64}
"""Bytes that tomli takes, measured: for a part of a header at its first use, for a repeated header, and for each
list, table, key, part of a key and entry of a list."""
_HEADER = re.compile(r"^[ \t]*\[.*", re.MULTILINE)
_LONG_KEY = re.compile(rf"(\.[^.,=\[\]{{}}\n]*){{{_PARTS}}}")
"""To be searched in a text without strings."""
_MANY_STOPS = re.compile(rf"^([^.\n]*\.){{{_PARTS}}}", re.MULTILINE)
"""A line that may contain such a key, strings included."""
_LONG_LINE = re.compile(r"^.{1000}", re.MULTILINE)
"""A line that may contain a number of that many digits."""
_LONG_NUMBER = re.compile(r"(?<!\w)[0-9]\w{999}")


def refusal(text: str) -> str | None:
    """Return why a text must not be parsed: its keys or tables would take far more memory than the text."""
    allowed = max(FLOOR, DENSITY * len(text))
    if not _MANY_STOPS.search(text) and _weight(text) <= allowed:  # counting strings as well: the common case
        return None
    bare = without_strings(text)
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
