"""Words without case and accents, and the nearest valid word to a mistyped one. Pure functions over strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_SELECTORS = re.compile("[\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that choose how a character is drawn."""
LONGEST = 100
"""Characters of a word that is compared with others: nobody mistypes a longer one."""
MOST_MARKS = 30
"""Combining marks that may follow one another, as in Unicode's Stream-Safe text: putting them in order takes time by
the square of their number."""


class _Unaccented(dict[int, "int | None"]):
    """Each character for itself, but for accents."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if _is_accent(chr(code)) else code
        return self[code]


class _Words(dict[int, str]):
    """Each letter, digit and mark for itself, a blank for anything else."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_part = character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")
        self[code] = character if is_part else " "
        return self[code]


_UNACCENTED, _WORDS = _Unaccented(), _Words()


def fold(text: str) -> str:
    """Return `text` without case and accents, its words separated by single spaces.

    The marks of Indic and other scripts that are vowels, or change a letter to another, stay: they are no accents.
    """
    if text.isascii():
        return " ".join(_WORD.findall(text.casefold()))
    unaccented = text.translate(_UNACCENTED)  # first, for to put many of them in order takes long
    plain = unicodedata.normalize("NFKD", unaccented).translate(_UNACCENTED)
    return " ".join(plain.casefold().translate(_WORDS).split())


def fold_name(name: str) -> str:
    """Return a name folded, or as it stands where it has neither letter nor digit."""
    return fold(name) or name.strip()


def _is_accent(character: str) -> bool:
    """Tell accents, Hebrew points and Arabic signs, by their combining class, from other marks."""
    number = unicodedata.combining(character)
    return number == 1 or 10 <= number <= 36 or number >= 200 or _SELECTORS.match(character) is not None


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
