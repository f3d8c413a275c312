"""Words without case and accents, and the nearest valid word to a mistyped one. Pure functions over strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return `text` without case and accents, its words separated by single spaces."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(text.casefold()))


def nearest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid word that is most like `word`, or None if none is."""
    from difflib import get_close_matches  # noqa: PLC0415 -- 4 ms, and only a mistake needs it

    by_fold = {fold(choice): choice for choice in valid}
    found = get_close_matches(fold(word), by_fold, n=1)
    return by_fold[found[0]] if found else None
