"""How much of a store is read: what would take too much memory is refused before it is parsed."""

from __future__ import annotations

import re

from .toml_scan import blanked, without_strings

DENSITY = 11
"""Bytes that the parsed tables may take for each character: the shipped facts take 7, generated short records 9."""
FLOOR = 4 * 2**20
"""Bytes that any store may take, however dense: a thousand records of one word each."""
_PARTS = 8
"""Parts of a key that dots join: the longest that a store may have, of an entry within a person, has four."""
_FIRST, _AGAIN = 1000, 350
_COSTS = {"[": 80, "{": 80, "=": 140, ".": 350, ",": 64}
"""Bytes that each part of a header takes where it stands first, a header where it stands again, and that each list,
table, key, part of a key and entry of a list takes, as measured with tomli."""
_HEADER = re.compile(r"^[ \t]*\[.*", re.MULTILINE)
_LONG_KEY = re.compile(rf"(\.[^.,=\[\]{{}}\n]*){{{_PARTS}}}")
"""Where no string stands in the way."""
_MANY_STOPS = re.compile(rf"^([^.\n]*\.){{{_PARTS}}}", re.MULTILINE)
"""A line that could hold such a key, whatever its strings hold."""
_LONG_LINE = re.compile(r"^.{1000}", re.MULTILINE)
"""A line that could hold a number of that many digits."""
_LONG_NUMBER = re.compile(r"(?<!\w)[0-9]\w{999}")


def refusal(text: str) -> str | None:
    """Say why a text is not parsed: its keys, or its tables and lists, would take far more memory than it does."""
    allowed = max(FLOOR, DENSITY * len(text))
    if not _MANY_STOPS.search(text) and _weight(text) <= allowed:  # even if no string were one: the common case
        return None
    bare = without_strings(text)
    if _LONG_KEY.search(bare):
        return "tables are nested too deep"
    return "holds more tables, lists and keys than a store of its size can" if _weight(bare) > allowed else None


def long_number(text: str) -> int | None:
    """Return where a number of a thousand digits or more stands: tomli takes 24 times its size, Python reads none."""
    if not _LONG_LINE.search(text) or not _LONG_NUMBER.search(text):  # the common case, strings and all
        return None
    found = _LONG_NUMBER.search(blanked(text))
    return found and found.start()


def _weight(text: str) -> int:
    headers: list[str] = _HEADER.findall(text)
    each = set(headers)
    above = {header[: stop.start()] for header in each for stop in re.finditer(r"\.", header)}
    rest = sum(cost * text.count(mark) for mark, cost in _COSTS.items())
    return _AGAIN * len(headers) + (_FIRST - _AGAIN) * (len(each) + len(above)) + rest
