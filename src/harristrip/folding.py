"""Words without case and accents, and the nearest valid word to a mistyped one. Pure functions over strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
LONGEST = 100
"""Characters of a word that is compared with others: nobody mistypes a longer one."""
MOST_MARKS = 30
"""Combining marks that may follow one another, as in Unicode's Stream-Safe text: putting them in order takes time by
the square of their number."""


class _Unmarked(dict[int, "int | None"]):
    """Each character for itself, but for combining marks."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Return `text` without case and accents, its words separated by single spaces."""
    if not text.isascii():
        unmarked = text.translate(_UNMARKED)  # first, for to put many of them in order takes long
        text = unicodedata.normalize("NFKD", unmarked).translate(_UNMARKED)
    return " ".join(_WORD.findall(text.casefold()))


def is_stacked(text: str) -> bool:
    """Tell whether more combining marks follow one another than any script has use for."""
    marks = 0
    for character in "" if text.isascii() else text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MOST_MARKS:
            return True
    return False


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid word that is most like `word`, or None if none is."""
    from difflib import get_close_matches  # noqa: PLC0415 -- 4 ms, and only a mistake needs it

    by_fold = {fold(choice): choice for choice in valid if len(choice) <= LONGEST}
    found = get_close_matches(fold(word), by_fold, n=1) if len(word) <= LONGEST else []
    return by_fold[found[0]] if found else None
