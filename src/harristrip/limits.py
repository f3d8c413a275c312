"""How much of a store is read: what would take too much memory is refused before it is parsed."""

from __future__ import annotations

import re

from .structure import without_strings

SIZE = 64 * 2**20
"""Bytes: a store is written by hand; anything larger is a mistake or an attack."""
DENSITY = 11
"""Bytes that the parsed tables may take for each character: the shipped facts take 7, generated short records 9."""
FLOOR = 4 * 2**20
"""Bytes that any store may take, however dense: a thousand records of one word each."""
_FIRST, _AGAIN = 1000, 350
_COSTS = {"[": 80, "{": 80, "=": 140, ".": 350, ",": 64}
"""Bytes that a header takes where it stands first and where it stands again, and that each list, table, key, part of a
key and entry of a list takes, as measured with tomli."""
_HEADER = re.compile(r"^[ \t]*\[.*", re.MULTILINE)


def is_too_dense(text: str) -> bool:
    """Tell whether a text holds so many tables, lists and keys that they take far more memory than it does."""
    allowed = max(FLOOR, DENSITY * len(text))
    if _FIRST * text.count("[") + _taken(text) <= allowed:  # even if no string were one: the common case, in no time
        return False
    bare = without_strings(text)
    headers = _HEADER.findall(bare)
    return _AGAIN * len(headers) + (_FIRST - _AGAIN) * len(set(headers)) + _taken(bare) > allowed


def _taken(text: str) -> int:
    return sum(cost * text.count(mark) for mark, cost in _COSTS.items())
